// The list of incidents: what the console has put together. Nothing is put together here.

import * as api from "./api.js";
import { ago, clock, count, h, severityTag } from "./dom.js";

/** How often the list is asked for at most while findings come. */
const EVERY_MILLIS = 1000;

/** The first of several and how many more. */
function few(names, all, most = 2) {
  const shown = names.slice(0, most).join(", ");
  return all > most ? `${shown} +${(all - most).toLocaleString()}` : shown;
}

/** How long something took, in one unit. */
export function lasted(seconds) {
  if (seconds < 1) return "at once";
  if (seconds < 60) return `within ${Math.round(seconds)} s`;
  if (seconds < 3600) return `within ${Math.round(seconds / 60)} min`;
  return `within ${Math.round(seconds / 3600)} h`;
}

/** What an incident has done in order, as a strip of colours; words say the same. */
function strip(incident) {
  return h("span", { class: "strip", "aria-hidden": "true" }, incident.strip.map((severity) => h("i", { class: severity })));
}

/** Keeps the list of incidents as the console last told it, and draws the rows. */
export class IncidentList {
  #incidents = [];
  #selected = null;
  #words = "";
  #asking = false;
  #again = false;
  #timer = null;

  constructor({ element, counter, search, severity, problem, empty, onSelect, onChange }) {
    Object.assign(this, { element, counter, search, severity, problem, empty, onSelect, onChange });
    this.nodes = [];
    this.loaded = false;
    severity.addEventListener("change", () => this.load());
    search.addEventListener("input", () => this.#soon(250));
    setInterval(() => this.#refreshAges(), 5000);
  }

  /** Something was found: the list is asked for anew, within a second. */
  changed() {
    this.#soon(EVERY_MILLIS);
  }

  #soon(millis) {
    if (this.#timer !== null) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.load();
    }, millis);
  }

  /** Asks for the list; what is asked meanwhile is asked once more afterwards. */
  async load() {
    if (this.#asking) {
      this.#again = true;
      return;
    }
    this.#asking = true;
    try {
      const { incidents, count: all } = await api.incidents({ q: this.search.value.trim(), severity: this.severity.value });
      this.#incidents = incidents;
      this.all = all;
      this.loaded = true;
      this.problem.hidden = true;
    } catch (problem) {
      this.problem.textContent = problem.message;
      this.problem.hidden = false;
    } finally {
      this.#asking = false;
    }
    this.draw();
    this.onChange(this.#incidents);
    if (this.#again) {
      this.#again = false;
      this.changed();
    }
  }

  get selected() {
    return this.#selected;
  }

  state(state) {
    this.nodes = state.nodes;
    this.draw();
  }

  move(step) {
    const rows = this.#rows();
    if (rows.length === 0) return;
    const at = rows.findIndex((row) => row.dataset.id === this.#selected);
    const next = rows[Math.min(rows.length - 1, Math.max(0, at < 0 ? 0 : at + step))];
    next.focus();
    next.scrollIntoView({ block: "nearest" });
    this.onSelect(next.dataset.id);
  }

  /** Marks the row of an incident; null for none. */
  mark(id) {
    this.#selected = id;
    for (const row of this.#rows()) {
      row.toggleAttribute("data-selected", row.dataset.id === id);
      row.setAttribute("aria-current", String(row.dataset.id === id));
    }
  }

  /** Rows that say nothing new stay as they are, so that they keep the focus. */
  draw() {
    const words = JSON.stringify([this.#incidents, this.nodes.length > 0, this.loaded]);
    if (words === this.#words) return;
    this.#words = words;
    const focused = this.element.contains(document.activeElement) ? document.activeElement.dataset.id : null;
    const old = new Map(this.#rows().map((row) => [row.dataset.id, row]));
    this.element.replaceChildren(...this.#incidents.map((incident) => h("li", {}, this.#row(incident, old.get(incident.id)))));
    if (focused) this.#rows().find((row) => row.dataset.id === focused)?.focus({ preventScroll: true });
    this.counter.textContent = this.loaded ? (this.all > this.#incidents.length ? `${this.#incidents.length} of ${count(this.all, "incident")}` : count(this.all, "incident")) : "";
    const narrowed = this.search.value.trim() !== "" || this.severity.value !== "info";
    this.empty.hidden = this.#incidents.length > 0 || !this.loaded;
    this.empty.lastElementChild.textContent = narrowed
      ? "Nothing matches. Loosen the search or the severity."
      : this.nodes.length
        ? "All quiet. Incidents appear here as they happen; what is only information stands in the findings."
        : "No node has connected yet. Start a sensor, incidents appear here as they happen.";
  }

  #row(incident, old) {
    const words = JSON.stringify(incident);
    if (old && old.words === words) return old;
    const { cause } = incident;
    const selected = incident.id === this.#selected;
    const row = h(
      "button",
      {
        class: `incident ${incident.severity}`,
        type: "button",
        "data-id": incident.id,
        "data-selected": selected,
        "aria-current": String(selected),
        "data-new": old === undefined && Date.now() - Date.parse(incident.last) < 10000,
        onanimationend: (event) => event.currentTarget.removeAttribute("data-new"),
        onclick: () => this.onSelect(incident.id),
      },
      severityTag(incident.severity),
      h("span", { class: "what" }, cause.message),
      h("time", { datetime: incident.last, title: clock(incident.last) }, ago(incident.last)),
      h(
        "span",
        { class: "where" },
        h("span", { class: "container" }, incident.containersCount ? few(incident.containers, incident.containersCount) : "the node's own processes"),
        h("span", { class: "node" }, few(incident.nodes, incident.nodesCount)),
      ),
      h(
        "span",
        { class: "much" },
        strip(incident),
        h("span", { class: "sum" }, `${count(incident.count, "finding")}, ${lasted(incident.seconds)}`),
        incident.onHost && incident.containersCount > 0 && h("span", { class: "tag mighty" }, "reached for the node"),
        incident.credentialsCount > 0 && h("span", { class: "tag mighty" }, "credentials"),
        incident.recording && h("span", { class: "tag" }, "recording"),
        incident.responses.map((action) => h("span", { class: "tag" }, action)),
      ),
    );
    row.words = words;
    return row;
  }

  #rows() {
    return [...this.element.querySelectorAll(".incident")];
  }

  #refreshAges() {
    for (const time of this.element.querySelectorAll("time")) {
      time.textContent = ago(time.dateTime);
    }
  }
}
