// Light the part of a step Sankey that is of one value. What is too small to be told apart is not in
// the page at all, so the parts of a facet may add up to less than the whole, and the page says so.
for (const box of document.querySelectorAll(".filters")) {
  const drawing = box.parentNode.querySelector("svg.sankey");
  if (drawing && drawing.light) filter(box, drawing);
}

function filter(box, drawing) {
  const told = (text) => new Map(text.split(",").map((journeys, value) => [value, Number(journeys)]));
  const facets = JSON.parse(box.dataset.facets).map(({ routes, outcomes }) => ({
    routes: routes.split(";").map(told),
    outcomes: Object.fromEntries(Object.entries(outcomes).map(([name, text]) => [name, told(text)])),
  }));
  const choose = (event) => {
    const [at, value] = event.target.value.split(" ").map(Number);
    if (event.target.value === "") return drawing.light(null), say(box, "");
    const taken = drawing.routes
      .map(({ path }, place) => ({ path, journeys: facets[at].routes[place].get(value) || 0 }))
      .filter(({ journeys }) => journeys);
    drawing.light(taken);
    say(box, sentence(box, facets[at].outcomes, value, taken));
  };
  box.querySelector("select").addEventListener("change", choose);
  box.hidden = false;
}

function sentence(box, outcomes, value, taken) {
  const of = (name) => (outcomes[name] && outcomes[name].get(value)) || 0;
  const lang = document.documentElement.lang;
  const count = new Intl.NumberFormat(lang, { useGrouping: "always" });
  const percent = new Intl.NumberFormat(lang, { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const reached = of("reached"), decided = reached + of("lost");
  const [low, high] = wilson(reached, decided);
  const words = {
    n: count.format(decided),
    goal: percent.format(reached / decided), low: percent.format(low).replace(/\s*%/, ""), high: percent.format(high),
    base: box.dataset.goal === "" ? "–" : percent.format(box.dataset.goal),
    lit: count.format(taken.reduce((sum, { journeys }) => sum + journeys, 0)),
  };
  words.open = count.format(of("open"));
  const isEarly = of("open") > decided / 3;  // those that are quick to reach the goal are decided first
  const text = isEarly ? box.dataset.early : reached && of("lost") ? box.dataset.said : box.dataset.few;
  return text.replace(/\{(\w+)\}/g, (_, name) => words[name]);
}

// Wilson 1927, at 95 %, as in every rate of the page.
function wilson(part, whole) {
  const z2 = 3.841458820694124, share = part / whole;
  const centre = share + z2 / (2 * whole);
  const spread = Math.sqrt(z2 * (share * (1 - share) / whole + z2 / (4 * whole * whole)));
  return [centre - spread, centre + spread].map((end) => end / (1 + z2 / whole));
}

function say(box, text) {
  box.querySelector("output").textContent = text;
}
