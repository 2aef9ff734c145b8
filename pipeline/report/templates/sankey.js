"use strict";
// The page works without this. It makes a drawing one tab stop, lets the arrow keys walk along its
// bars, says what a band is, and lights up the complete routes through a bar or a band.
for (const drawing of document.querySelectorAll("svg.sankey")) {
  const nodes = [...drawing.querySelectorAll(".node")];
  const places = nodes.map((node) => {
    const bar = node.querySelector("rect");
    const at = (name) => Number(bar.getAttribute(name));
    return { node, x: at("x"), y: at("y") + at("height") / 2 };
  });
  walk(drawing, places);
  light(drawing, nodes);
}

// A box that scrolls can be reached with the keyboard, one that does not is no tab stop.
const reach = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    const scrolls = target.scrollWidth > target.clientWidth;
    if (scrolls) target.setAttribute("tabindex", "0");
    else target.removeAttribute("tabindex");
  }
});
for (const box of document.querySelectorAll(".scroll")) {
  const name = box.closest("[aria-labelledby]");
  box.setAttribute("role", "group");
  if (name) box.setAttribute("aria-labelledby", name.getAttribute("aria-labelledby"));
  reach.observe(box);
}

function walk(drawing, places) {
  places.forEach(({ node }, place) => node.setAttribute("tabindex", place ? "-1" : "0"));
  const columns = [...new Set(places.map((place) => place.x))].sort((a, b) => a - b);
  const beside = (from, by) => places.filter((p) => p.x === columns[columns.indexOf(from.x) + by])
    .sort((a, b) => Math.abs(a.y - from.y) - Math.abs(b.y - from.y))[0];
  const within = (from, by) => places.filter((p) => p.x === from.x && (p.y - from.y) * by > 0)
    .sort((a, b) => (a.y - b.y) * by)[0];
  const goal = {
    ArrowRight: (from) => beside(from, 1), ArrowLeft: (from) => beside(from, -1),
    ArrowDown: (from) => within(from, 1), ArrowUp: (from) => within(from, -1),
  };
  drawing.addEventListener("keydown", (event) => {
    const from = places.find((place) => place.node === document.activeElement);
    const to = from && goal[event.key] && goal[event.key](from);
    if (!to) return;
    event.preventDefault();
    from.node.setAttribute("tabindex", "-1");
    to.node.setAttribute("tabindex", "0");
    to.node.focus();
  });
}

function light(drawing, nodes) {
  const line = drawing.parentNode.previousElementSibling;
  if (!drawing.dataset.routes) return;
  const scale = Number(drawing.dataset.scale);
  const links = [];
  for (const band of drawing.querySelectorAll("[data-link]")) {
    const [place, source, target, journeys, about] = band.dataset.link.split(" ").map(Number);
    const n = band.getAttribute("d").match(/-?[\d.]+/g).map(Number);
    const [x0, y0, half, , , , width, down] = n;
    links[place] = { band, source, target, x0, y0, x1: x0 + width, y1: y0 + down, middle: x0 + half };
    const title = band.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "title"));
    title.textContent = named(drawing, nodes, source, target, journeys, about);
  }
  const routes = drawing.dataset.routes.split(";").map((text) => {
    const [journeys, path] = text.split(":");
    return { journeys: Number(journeys), path: path.split(" ").map(Number) };
  });
  const lights = drawing.querySelector(".links").appendChild(
    document.createElementNS("http://www.w3.org/2000/svg", "g"));
  lights.setAttribute("class", "lights");
  const through = {
    band: (place) => (route) => route.path.includes(place),
    node: (place) => (route) => route.path.some((p) => links[p].source === place || links[p].target === place),
  };
  let chosen = null;  // what stays lit when nothing is pointed at
  const draw = (taken) => {
    const sums = new Map();
    for (const { journeys, path } of taken || [])
      for (const p of path) sums.set(p, (sums.get(p) || 0) + journeys);
    lights.replaceChildren(...[...sums].map(([p, sum]) => ribbon(links[p], sum * scale)));
    drawing.classList.toggle("dim", taken !== null);
  };
  const show = (kind, place, label) => {
    const taken = (chosen || routes).filter(through[kind](place));
    draw(taken);
    tell(line, label, ends(taken, links, nodes));
  };
  const clear = () => {
    draw(chosen);
    line.textContent = line.dataset.hint;
  };
  drawing.routes = routes;
  drawing.light = (taken) => { chosen = taken; clear(); };
  links.forEach(({ band }, place) => {
    band.addEventListener("pointerenter", () => show("band", place, band.textContent));
  });
  nodes.forEach((node, place) => {
    const label = node.querySelector("title").textContent.split("\n")[0];
    node.addEventListener("pointerenter", () => show("node", place, label));
    node.addEventListener("focus", () => show("node", place, label));
    node.addEventListener("blur", clear);
  });
  drawing.addEventListener("pointerleave", clear);
  drawing.addEventListener("keydown", (event) => { if (event.key === "Escape") clear(); });
  line.hidden = false;
  clear();
}

// What a band is: the words are those of the page, the names those of its two bars.
function named(drawing, nodes, source, target, journeys, about) {
  const name = (place) => nodes[place].querySelector("title").textContent.split("\n")[0]
    .replace(/^[^.]*\. /, "").replace(/: [^:]*$/, "");
  const lang = document.documentElement.lang;
  const share = journeys / drawing.dataset.of;
  const percent = (part) => new Intl.NumberFormat(lang, { style: "percent" }).format(part);
  const words = {
    source: name(source), target: name(target),
    n: (about ? "≈ " : "") + new Intl.NumberFormat(lang, { useGrouping: "always" }).format(journeys),
    share: share < 0.005 ? `<${percent(0.01)}` : share >= 0.995 && share < 1 ? `>${percent(0.99)}` : percent(share),
  };
  return drawing.dataset.words.replace(/\{(\w+)\}/g, (_, word) => words[word]);
}

function ribbon({ band, x0, y0, x1, y1, middle }, width) {
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("class", band.getAttribute("class"));
  path.setAttribute("fill", band.getAttribute("fill"));
  path.setAttribute("d", `M${x0} ${y0}C${middle} ${y0} ${middle} ${y1} ${x1} ${y1}V${y1 + width}` +
    `C${middle} ${y1 + width} ${middle} ${y0 + width} ${x0} ${y0 + width}Z`);
  return path;
}

// How the routes lit up went out: journeys by the name of their last bar.
function ends(taken, links, nodes) {
  const sums = new Map();
  for (const { journeys, path } of taken) {
    const last = nodes[links[path[path.length - 1]].target];
    const name = /\bx-/.test(last.getAttribute("class")) ? last.dataset.name : "";
    sums.set(name, (sums.get(name) || 0) + journeys);
  }
  return [...sums].sort((a, b) => b[1] - a[1]);
}

function tell(line, label, sums) {
  const all = sums.reduce((sum, [, journeys]) => sum + journeys, 0);
  const share = new Intl.NumberFormat(document.documentElement.lang, { style: "percent" });
  const words = sums.map(([name, n]) => `${name || line.dataset.rare} ${share.format(n / all)}`);
  const bold = document.createElement("b");
  bold.textContent = `${label.trim()}. `;
  line.replaceChildren(bold, words.length ? `${line.dataset.of} ${words.join(" · ")}` : "");
}
