// A link into a kind of journey chooses its tab; without this the style sheet shows it as well.
const openTab = () => {
  const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
  const section = target && target.closest(".tabs > .journey");
  const tab = section && document.getElementById(`${section.id}-tab`);
  if (tab && !tab.checked) {
    tab.checked = true;
    target.scrollIntoView();
  }
};
addEventListener("hashchange", openTab);
for (const tab of document.querySelectorAll(".tabs > .pick"))
  tab.addEventListener("change", () => location.replace(`#${tab.id}`));
openTab();
