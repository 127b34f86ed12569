// The nodes' reports, fetched when one is new; the last good one stays while the next cannot be had.

import * as api from "./api.js";

/** Keeps one report per node. */
export class Reports {
  #known = new Map();
  #asked = new Map();

  constructor(changed) {
    this.changed = changed;
  }

  /** Fetches what is newer than what is held. */
  async follow(nodes) {
    const due = nodes.filter((node) => node.reportCame && !node.reportCame.startsWith("1970-") && this.#asked.get(node.name) !== node.reportCame);
    await Promise.all(due.map((node) => this.#fetch(node)));
  }

  async #fetch({ name, reportCame }) {
    this.#asked.set(name, reportCame);
    try {
      this.#known.set(name, { report: (await api.report(name)).report, came: reportCame, problem: "" });
    } catch (problem) {
      this.#asked.delete(name);
      this.#known.set(name, { ...this.#known.get(name), problem: problem.message });
    }
    this.changed();
  }

  /** The report, when it came, and why there is no newer one; undefined before the first. */
  of(name) {
    return this.#known.get(name);
  }
}
