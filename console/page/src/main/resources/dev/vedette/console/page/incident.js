// The panel that tells all about one incident.

import * as api from "./api.js";
import { clock, count, h, severityTag } from "./dom.js";
import { definitions } from "./facts.js";
import { lasted } from "./incidents.js";

/** Beyond that the time line is cut: the list of findings has the rest. */
const MOST_STEPS = 200;

function names(list, all) {
  if (!all) return null;
  const more = all > list.length ? h("li", { class: "none" }, `and ${count(all - list.length, "more", "more")}`) : null;
  return h("ul", { class: "names" }, list.map((name) => h("li", {}, h("code", {}, name))), more);
}

/** What follows one another by the same rule in the same container is one step. */
function steps(timeline) {
  const found = [];
  for (const finding of timeline) {
    const before = found.at(-1);
    if (before && before[0].ruleId === finding.ruleId && before[0].containerId === finding.containerId && before[0].severity === finding.severity) before.push(finding);
    else found.push([finding]);
  }
  return found;
}

function offset(finding, began) {
  const seconds = (Date.parse(finding.time) - Date.parse(began)) / 1000;
  if (seconds < 60) return `+${seconds.toFixed(1)} s`;
  return `+${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
}

function step(group, incident) {
  const [first] = group;
  const isCause = group.some((finding) => finding.id === incident.cause.id);
  return h(
    "li",
    { class: `step ${first.severity}` },
    h(
      "a",
      { href: `#findings/${encodeURIComponent(first.id)}` },
      h("time", { datetime: first.time, title: clock(first.time) }, offset(first, incident.began)),
      severityTag(first.severity),
      h("span", { class: "what" }, first.message),
      h(
        "span",
        { class: "where" },
        h("span", { class: "rule" }, first.ruleId),
        h("span", {}, first.container),
        incident.nodesCount > 1 && h("span", {}, first.node),
        isCause && h("span", { class: "tag" }, "how it began"),
        first.action !== "alert" && h("span", { class: "tag" }, first.enforced ? first.action : `would ${first.action}`),
        group.length > 1 && h("span", { class: "tag" }, `×${group.length}`),
      ),
    ),
  );
}

/** Shows one incident at a time. */
export class IncidentDetail {
  #wanted = null;
  #shown = null;
  #words = "";

  constructor(element, onClose) {
    this.element = element;
    this.onClose = onClose;
    this.clear();
  }

  clear() {
    this.#wanted = null;
    this.#shown = null;
    this.#words = "";
    this.element.classList.remove("open");
    this.element.replaceChildren(
      h(
        "div",
        { class: "empty" },
        h("p", {}, "Select an incident to see how it began, what it did and whom it reached."),
        h("p", { class: "keys" }, h("kbd", {}, "j"), " ", h("kbd", {}, "k"), " move  ", h("kbd", {}, "Enter"), " read  ", h("kbd", {}, "/"), " search  ", h("kbd", {}, "p"), " pause  ", h("kbd", {}, "1"), "–", h("kbd", {}, "7"), " views"),
      ),
    );
  }

  /** Fetches and shows an incident; the answer to an older wish is dropped. Resolves to what is shown, else to null. */
  async show(id) {
    const other = this.#wanted !== id;
    this.#wanted = id;
    this.element.classList.add("open");
    try {
      const incident = await api.incident(id);
      if (this.#wanted !== id) return null;
      this.#draw(incident, other);
      return incident;
    } catch (problem) {
      if (this.#wanted !== id) return null;
      this.#shown = null;
      this.#words = "";
      this.element.replaceChildren(this.#closeButton(), h("div", { class: "empty" }, h("p", { role: "alert" }, problem.message)));
      return null;
    }
  }

  /** Shows the same anew where it has grown or become part of another. */
  follow(incidents) {
    if (!this.#shown) return;
    const now = incidents.find((incident) => incident.id === this.#shown.id);
    if (!now || now.count !== this.#shown.count || now.last !== this.#shown.last) this.show(this.#wanted);
  }

  focus() {
    this.element.querySelector("h2")?.focus();
  }

  #closeButton() {
    return h("button", { class: "button close", type: "button", "aria-label": "Close the incident", onclick: () => this.onClose() }, "Close");
  }

  /** What is read or has the focus stays where it is while the same incident grows. */
  #draw(incident, other) {
    this.#shown = incident;
    const words = JSON.stringify(incident);
    if (words === this.#words) return;
    this.#words = words;
    const top = this.element.scrollTop;
    const focused = this.element.contains(document.activeElement) ? document.activeElement.getAttribute("href") ?? document.activeElement.tagName : null;
    const all = steps(incident.timeline);
    const hidden = all.slice(MOST_STEPS).reduce((sum, group) => sum + group.length, 0) + incident.leftOut;
    this.element.replaceChildren(
      h(
        "header",
        {},
        h("div", { class: "line" }, severityTag(incident.severity), h("span", {}, `Incident of ${count(incident.count, "finding")}`), incident.recording && h("span", { class: "tag" }, "recording"), this.#closeButton()),
        h("h2", { tabindex: "-1" }, incident.cause.message),
        h(
          "p",
          { class: "when" },
          h("span", {}, "began ", h("time", { datetime: incident.began, title: incident.began }, clock(incident.began))),
          h("span", {}, "last ", h("time", { datetime: incident.last, title: incident.last }, clock(incident.last))),
          h("span", {}, lasted(incident.seconds)),
        ),
      ),
      h(
        "section",
        { class: "reach" },
        h("h3", {}, "Whom it reached"),
        definitions([
          ["Containers", names(incident.containers, incident.containersCount)],
          ["Pods", names(incident.pods, incident.podsCount)],
          ["Nodes", names(incident.nodes, incident.nodesCount)],
          ["The node itself", incident.onHost ? h("span", { class: "tag mighty" }, "acted upon") : "not seen to be acted upon"],
          ["Credentials", names(incident.credentials, incident.credentialsCount) ?? "none seen to be touched"],
          ["Responses", incident.responses.length ? incident.responses.join(", ") : "none that policies enforce"],
        ]),
      ),
      h(
        "section",
        {},
        h("h3", {}, "Time line"),
        h("ol", { class: "timeline" }, all.slice(0, MOST_STEPS).map((group) => step(group, incident))),
        hidden > 0 && h("p", { class: "none" }, `${count(hidden, "more finding")} like these: the list of findings shows all.`),
      ),
    );
    if (other) this.element.scrollTop = 0;
    else {
      this.element.scrollTop = top;
      if (focused) [...this.element.querySelectorAll("a, h2, button")].find((one) => (one.getAttribute("href") ?? one.tagName) === focused)?.focus({ preventScroll: true });
    }
  }
}
