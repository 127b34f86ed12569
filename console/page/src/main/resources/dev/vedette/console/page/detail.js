// The panel that tells all about one finding.

import * as api from "./api.js";
import { considered } from "./considered.js";
import { clock, count, h, severityTag } from "./dom.js";
import * as facts from "./facts.js";
import { markdown } from "./markdown.js";
import { lastingLine, outcomeLine, responseButtons, verdict } from "./respond.js";

const MAX_ALIKE = 12;

function section(title, content) {
  return content ? h("section", {}, h("h3", {}, title), content) : null;
}

/** Shows one finding at a time. */
export class Detail {
  #shown = null;
  #wanted = null;
  #nodes = [];

  constructor(element, onSelect, onClose) {
    this.element = element;
    this.onSelect = onSelect;
    this.onClose = onClose;
    this.clear();
  }

  clear() {
    this.#shown = null;
    this.#wanted = null;
    this.element.classList.remove("open");
    this.element.replaceChildren(
      h(
        "div",
        { class: "empty" },
        h("p", {}, "Select a finding to see what happened."),
        h("p", { class: "keys" }, h("kbd", {}, "j"), " ", h("kbd", {}, "k"), " move  ", h("kbd", {}, "Enter"), " read  ", h("kbd", {}, "/"), " search  ", h("kbd", {}, "p"), " pause  ", h("kbd", {}, "1"), "–", h("kbd", {}, "7"), " views"),
      ),
    );
  }

  /** Fetches and shows a finding; the answer to an older wish is dropped. */
  async show(id, alike) {
    this.#wanted = id;
    this.element.classList.add("open");
    try {
      const { finding, outcomes, incident } = await api.finding(id);
      if (this.#wanted !== id) return;
      this.#shown = finding;
      this.#draw(finding, outcomes, alike, incident);
    } catch (problem) {
      if (this.#wanted !== id) return;
      this.element.replaceChildren(this.#closeButton(), h("div", { class: "empty" }, h("p", { role: "alert" }, problem.message)));
    }
  }

  focus() {
    this.element.querySelector("h2")?.focus();
  }

  /** Adds an outcome if it concerns what is shown. */
  outcome(outcome) {
    const shown = this.#shown;
    if (!shown) return;
    const same = outcome.findingId === shown.id || (outcome.container.id !== "" && outcome.container.id === shown.container.id);
    if (!same) return;
    this.element.querySelector(".outcomes")?.append(outcomeLine(outcome));
    this.#say("");
  }

  /** How the nodes are: what lasts on the shown container stands with it. */
  state(state) {
    this.#nodes = state.nodes;
    this.#drawLasting();
  }

  #drawLasting() {
    const list = this.element.querySelector(".in-force");
    if (!list || !this.#shown) return;
    const container = this.#shown.container.id;
    const lasting = this.#nodes.flatMap((node) => node.lasting ?? []).filter((one) => container !== "" && one.container.id === container);
    // Drawn anew only when it says something new: a button that is being pressed must stay.
    const words = JSON.stringify(lasting);
    if (list.dataset.words === words) return;
    list.dataset.words = words;
    list.replaceChildren(...lasting.map((one) => lastingLine(one)));
  }

  #say(sentence) {
    const said = this.element.querySelector(".said");
    if (said) said.textContent = sentence;
  }

  #closeButton() {
    return h("button", { class: "button close", type: "button", "aria-label": "Close the detail", onclick: () => this.onClose() }, "Close");
  }

  #draw(finding, outcomes, alike, incident) {
    const delay = (Date.parse(finding.decidedTime) - Date.parse(finding.time)).toFixed(0);
    this.element.replaceChildren(
      h(
        "header",
        {},
        h("div", { class: "line" }, severityTag(finding.severity), h("code", {}, finding.ruleId), finding.origin === "recording" && h("span", { class: "tag" }, "recording"), this.#closeButton()),
        h("h2", { tabindex: "-1" }, finding.message),
        h(
          "p",
          { class: "when" },
          h("span", {}, finding.title),
          h("time", { datetime: finding.time, title: finding.time }, clock(finding.time)),
          h("span", {}, `decided in ${Math.max(0, delay)} ms`),
          incident && h("a", { href: `#incidents/${encodeURIComponent(incident)}` }, "part of an incident"),
          finding.techniques.map((technique) => h("span", { class: "tag" }, technique)),
        ),
      ),
      h(
        "section",
        { class: "response" },
        h("h3", {}, "Response"),
        verdict(finding),
        responseButtons(finding, (sentence) => this.#say(sentence)),
        h("p", { class: "said", role: "status" }),
        h("ul", { class: "in-force", "aria-label": "In force now" }),
        h("ul", { class: "outcomes" }, outcomes.map((outcome) => outcomeLine(outcome))),
      ),
      section("What the rule saw", facts.evidence(finding)),
      section("Why it was answered so", considered(finding)),
      section("Process tree", facts.processTree(finding)) ?? "",
      section("Container and pod", facts.container(finding)),
      section("Credentials", facts.credentials(finding)) ?? "",
      section("In the document", facts.place(finding)) ?? "",
      this.#alike(finding, alike) ?? "",
      this.#rulePage(finding),
    );
    this.#drawLasting();
    this.element.scrollTop = 0;
  }

  #alike(finding, alike) {
    if (alike.length < 2) return null;
    const rows = alike.slice(0, MAX_ALIKE).map((other) =>
      h(
        "li",
        {},
        h("button", { class: "alike", type: "button", "aria-current": other.id === finding.id ? "true" : "false", onclick: () => this.onSelect(other.id) }, h("time", { datetime: other.time }, clock(other.time)), h("span", {}, other.message)),
      ),
    );
    return section(`${count(alike.length, "finding")} alike in this container`, h("ul", { class: "alikes" }, rows));
  }

  #rulePage(finding) {
    const body = h("div", { class: "page" });
    const details = h("details", { class: "about-rule" }, h("summary", {}, `About ${finding.ruleId}`), body);
    details.addEventListener(
      "toggle",
      async () => {
        try {
          body.replaceChildren(...markdown((await api.rulePage(finding.ruleId)).text));
        } catch (problem) {
          body.replaceChildren(h("p", { class: "none" }, problem.message));
        }
      },
      { once: true },
    );
    return h("section", {}, details);
  }
}
