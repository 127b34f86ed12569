// Who waits behind whom on a node: a heat map of victims and culprits, and the course of each victim's waiting.

import { clock, count, h } from "./dom.js";

/** More would be no map any more. */
const MOST_VICTIMS = 24;
const MOST_CULPRITS = 12;
const OTHERS = "others";
const VERDICTS = { neighbour: "bad", "node full": "unknown", unknown: "unknown", brief: "unknown", "own quota": "plain", "self-inflicted": "plain", learning: "plain", usual: "good" };
const SVG = "http://www.w3.org/2000/svg";

function millis(nanos) {
  const value = nanos / 1e6;
  if (value === 0) return "0 ms";
  if (value < 0.01) return "< 0.01 ms";
  return `${value.toLocaleString(undefined, { maximumSignificantDigits: value < 100 ? 2 : 4 })} ms`;
}

function percent(share) {
  return `${Math.round(share * 100)} %`;
}

function svg(tag, attributes) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

/** A line of two series in the same measure: what was waited, and what is usual. No axis: its ends are said in words. */
function curve(waited, usual) {
  const most = Math.max(...waited, ...usual, 1);
  const tenth = (value) => Math.round(value * 10) / 10;
  const points = (series) => series.map((value, at) => `${tenth((at * 100) / Math.max(1, series.length - 1))},${tenth(28 - (value * 26) / most)}`).join(" ");
  const picture = svg("svg", { class: "curve", viewBox: "0 0 100 30", preserveAspectRatio: "none", role: "img", "aria-label": `waited at most ${millis(Math.max(...waited))} in a window, ${millis(waited.at(-1))} in the newest` });
  picture.append(svg("polyline", { class: "usual", points: points(usual) }), svg("polyline", { class: "waited", points: points(waited) }));
  return picture;
}

/** The culprits that most was waited behind, and whether there are more. */
function culpritsOf(lines) {
  const sums = new Map();
  for (const { behind } of lines) for (const { name, nanos } of behind) sums.set(name, (sums.get(name) ?? 0) + nanos);
  const names = [...sums].sort((a, b) => b[1] - a[1]).map(([name]) => name);
  return { names: names.slice(0, MOST_CULPRITS), more: names.length > MOST_CULPRITS };
}

function cell(nanos, windowNanos) {
  if (!nanos) return h("td", { class: "heat nothing" }, "");
  const element = h("td", { class: "heat" }, millis(nanos));
  // A tenth of a window is much: the square root keeps little from being nothing.
  element.style.setProperty("--heat", `${Math.min(100, Math.sqrt(nanos / windowNanos / 0.5) * 100)}%`);
  return element;
}

function sentence(line) {
  const culprit = line.culprit ? `, ${percent(line.culpritShare ?? 0)} of what is more than usual behind ${line.culprit}` : "";
  const p95 = line.p95Nanos ? `, single waits up to ${millis(line.p95Nanos)} (usually ${millis(line.usualP95Nanos ?? 0)}) in 19 of 20` : "";
  return `${line.victim} waited ${millis(line.waitedNanos)}, usually ${millis(line.usualNanos ?? 0)}${culprit}${p95}.`;
}

/** The view of neighbours. */
export class Neighbours {
  #nodes = [];
  #chosen = "";
  #words = "";

  constructor(element, waits, isShown) {
    this.waits = waits;
    this.isShown = isShown;
    this.choice = h("select", { "aria-label": "Node", onchange: (event) => this.#choose(event.target.value) });
    this.resource = h("select", { "aria-label": "Resource", onchange: () => this.draw() });
    this.when = h("span", { class: "count" });
    this.body = h("div", {});
    element.replaceChildren(h("h2", { class: "visually-hidden" }, "Neighbours"), h("div", { class: "tools" }, this.choice, this.resource, this.when), this.body);
  }

  #choose(name) {
    this.#chosen = name;
    this.follow();
    this.draw();
  }

  state(state) {
    this.#nodes = state.nodes;
    const names = state.nodes.map((node) => node.name);
    if (!names.includes(this.#chosen)) this.#chosen = names[0] ?? "";
    offer(this.choice, names, this.#chosen);
    this.follow();
    this.draw();
  }

  /** Asks for newer windows while somebody looks. */
  follow() {
    if (this.isShown()) this.waits.follow(this.#node());
  }

  #node() {
    return this.#nodes.find((node) => node.name === this.#chosen);
  }

  draw() {
    const windows = this.waits.of(this.#chosen);
    const newest = windows.at(-1);
    const problem = this.waits.problem(this.#chosen);
    offer(this.resource, [...new Set(["cpu", ...windows.flatMap((window) => window.lines.map((line) => line.resource))])], this.resource.value || "cpu");
    const words = JSON.stringify([this.#chosen, this.#node()?.waitsCame, newest?.end, this.resource.value, problem]);
    if (words === this.#words) return;
    this.#words = words;
    this.when.textContent = newest ? `${(newest.windowNanos / 1e9).toLocaleString()} s before ${clock(newest.end)}` : "";
    this.body.replaceChildren(...[problem && h("p", { class: "banner danger", role: "alert" }, problem), newest ? this.#map(windows, newest) : this.#nothing()].filter(Boolean));
  }

  #nothing() {
    const words = this.#node() ? "Nothing is told yet of who waits behind whom. The first window ends some seconds after the sensor's start; where no active rule asks for it, nothing is measured." : "No node has connected yet. Start a sensor, and who waits behind whom shows here.";
    return h("div", { class: "empty" }, h("p", {}, words));
  }

  #map(windows, newest) {
    const of = (window) => window.lines.filter((line) => line.resource === this.resource.value);
    const lines = of(newest).sort((a, b) => (b.verdict === "neighbour") - (a.verdict === "neighbour") || b.waitedNanos - a.waitedNanos);
    const shown = lines.slice(0, MOST_VICTIMS);
    const harmed = lines.filter((line) => line.verdict === "neighbour");
    const series = (line, measure) => windows.map((window) => of(window).find((one) => one.victim === line.victim && one.victimId === line.victimId)?.[measure] ?? 0);
    return h(
      "section",
      { class: "card" },
      h("h3", {}, "Who waits behind whom"),
      h("p", { class: "headline" }, harmed.length ? `${count(harmed.length, "container is", "containers are")} harmed by a neighbour.` : `Nobody is harmed by a neighbour; ${count(lines.length, "container")} waited.`),
      harmed.length > 0 && h("ul", { class: "harm" }, harmed.map((line) => h("li", {}, sentence(line)))),
      shown.length ? this.#table(shown, series, newest) : h("p", { class: "none" }, "Nobody waited in this window."),
      lines.length > shown.length && h("p", { class: "none" }, `${count(lines.length - shown.length, "more victim")} with less to wait not shown; vedette neighbours on the node shows all.`),
    );
  }

  #table(lines, series, { windowNanos }) {
    const { names, more } = culpritsOf(lines);
    const heads = ["Victim", "Verdict", "Waited", "Of late", ...names, ...(more ? [OTHERS] : [])];
    const row = (line) => {
      const behind = new Map(line.behind.map((part) => [part.name, part.nanos]));
      const rest = line.behind.reduce((sum, part) => sum + (names.includes(part.name) ? 0 : part.nanos), 0);
      return h(
        "tr",
        { "data-victim": line.victim },
        h("th", { scope: "row" }, line.victim),
        h("td", {}, h("span", { class: `mark ${VERDICTS[line.verdict] ?? "unknown"}` }, line.verdict)),
        h("td", { class: "waited" }, millis(line.waitedNanos), h("span", { class: "why" }, `usually ${millis(line.usualNanos ?? 0)}`)),
        h("td", {}, curve(series(line, "waitedNanos"), series(line, "usualNanos"))),
        names.map((name) => cell(behind.get(name), windowNanos)),
        more && cell(rest, windowNanos),
      );
    };
    return h(
      "div",
      { class: "scroll", tabindex: "0", role: "region", "aria-label": "Victims and culprits" },
      h("table", { class: "neighbours" }, h("thead", {}, h("tr", {}, heads.map((name, at) => h("th", { scope: "col", class: at > 3 && "culprit" }, name)))), h("tbody", {}, lines.map(row))),
    );
  }
}

/** Fills a choice, unless it offers the same already. */
function offer(select, names, chosen) {
  if ([...select.options].map((option) => option.value).join("\n") !== names.join("\n")) {
    select.replaceChildren(...names.map((name) => h("option", { value: name }, name)));
  }
  select.value = names.includes(chosen) ? chosen : (names[0] ?? "");
}
