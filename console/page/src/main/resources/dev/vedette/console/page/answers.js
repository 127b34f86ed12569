// What is in force on all nodes, what was done of late, and the switch of all automatic responses.

import * as api from "./api.js";
import { confirm } from "./confirm.js";
import { count, h, readable } from "./dom.js";
import { lastingLine, outcomeLine } from "./respond.js";

const MOST_OUTCOMES = 200;

function switchOf(node) {
  const stopped = node.automaticStopped !== "" && node.automaticStopped !== undefined;
  const said = h("p", { class: "said", role: "status" });
  return h(
    "li",
    { class: stopped ? "switch stopped" : "switch", "data-switch": node.name },
    h("div", { class: "words" }, h("b", {}, node.name), h("span", {}, stopped ? `Automatic responses are ${readable(node.automaticStopped)}.` : node.connected ? "Automatic responses go on." : "Not connected: the switch is out of reach."), said),
    h(
      "button",
      { class: stopped ? "button primary" : "button danger", type: "button", disabled: !node.connected || node.recording, onclick: () => turn(node, !stopped, (words) => (said.textContent = words)) },
      stopped ? "Let them go on" : "Stop all automatic",
    ),
  );
}

function turn(node, stop, said) {
  return confirm({
    title: stop ? "Stop all automatic responses?" : "Let automatic responses go on?",
    subject: node.name,
    where: "this node",
    effect: stop
      ? "From now on policies only alert on this node, also after a restart of its sensor. What lasts stays in force until it is undone. What people ask for is still done."
      : "From now on policies respond again as they say.",
    button: stop ? "Stop all" : "Let them go on",
    danger: stop,
    reason: false,
    act: async () => {
      try {
        await api.automatic(node.name, stop);
        said(`${node.name} was asked.`);
        return null;
      } catch (problem) {
        return problem.message;
      }
    },
  });
}

function leftOutLine({ name, lastingLeftOut }) {
  return h("li", { class: "none" }, `${count(lastingLeftOut, "older response")} on ${name} not shown: vedette respond list there shows all.`);
}

/** The view of responses. */
export class Answers {
  #outcomes = new Map();
  #loaded = false;
  #state = { nodes: [] };
  #words = {};

  constructor(element) {
    this.switches = h("ul", { class: "switches" });
    this.lasting = h("ul", { class: "in-force" });
    this.recent = h("ul", { class: "outcomes" });
    this.problem = h("p", { class: "banner danger", role: "alert", hidden: true });
    this.counter = h("span", { class: "count" });
    element.replaceChildren(
      h("h2", { class: "visually-hidden" }, "Answers"),
      this.problem,
      h("section", { class: "card" }, h("h3", {}, "Automatic responses"), this.switches),
      h("section", { class: "card" }, h("h3", {}, "In force now", this.counter), this.lasting),
      h("section", { class: "card" }, h("h3", {}, "Done of late"), this.recent),
    );
  }

  state(state) {
    this.#state = state;
    this.#draw();
  }

  outcome(outcome) {
    this.#take([outcome]);
    this.#draw();
  }

  /** The newest stay, the newest first. */
  #take(outcomes) {
    for (const outcome of outcomes) this.#outcomes.set(`${outcome.id}${outcome.time}${outcome.status}`, outcome);
    this.#outcomes = new Map([...this.#outcomes].sort(([, a], [, b]) => b.time.localeCompare(a.time)).slice(0, MOST_OUTCOMES));
  }

  /** Asks for what was done before the page was opened. */
  async load() {
    try {
      this.#take((await api.outcomes()).outcomes);
      this.problem.hidden = true;
    } catch (problem) {
      this.problem.textContent = problem.message;
      this.problem.hidden = false;
    }
    this.#loaded = true;
    this.#draw();
  }

  #draw() {
    const nodes = this.#state.nodes;
    const lasting = nodes.flatMap((node) => node.lasting ?? []);
    const leftOut = nodes.filter((node) => node.lastingLeftOut > 0).map(({ name, lastingLeftOut }) => ({ name, lastingLeftOut }));
    const all = leftOut.reduce((sum, node) => sum + node.lastingLeftOut, lasting.length);
    this.counter.textContent = all ? ` ${count(all, "response")}` : "";
    this.#place("switches", nodes.map(({ name, connected, recording, automaticStopped }) => ({ name, connected, recording, automaticStopped })), switchOf, "No node has connected yet.");
    this.#place("lasting", [...lasting, ...leftOut], (one) => (one.lastingLeftOut ? leftOutLine(one) : lastingLine(one, true)), "Nothing lasts: no container is held, limited, cut off or denied anything.");
    this.#place("recent", [...this.#outcomes.values()], (one) => outcomeLine(one, true), this.#loaded ? "Nothing was done yet." : "Looking…");
  }

  /** Drawn anew only when it says something new: what is being pressed or read must stay. */
  #place(name, things, line, none) {
    const words = JSON.stringify(things) + none;
    if (this.#words[name] === words) return;
    this.#words[name] = words;
    this[name].replaceChildren(...(things.length ? things.map(line) : [h("li", { class: "none" }, none)]));
  }
}
