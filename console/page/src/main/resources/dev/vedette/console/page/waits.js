// Who waited behind whom, window by window, as the nodes tell it; the page holds what the console does.

import * as api from "./api.js";

const MOST_WINDOWS = 120;

const text = (thing) => typeof thing === "string";
const number = (thing) => Number.isFinite(thing);

/** Whether a line is as this page draws it: a node may be of another version. */
function drawable(line) {
  return text(line?.victim) && text(line.resource) && text(line.verdict) && number(line.waitedNanos) && Array.isArray(line.behind) && line.behind.every((part) => text(part?.name) && number(part.nanos));
}

/** Keeps the windows of each node. */
export class Waits {
  #windows = new Map();
  #asked = new Map();
  #problems = new Map();

  constructor(changed) {
    this.changed = changed;
  }

  /** Fetches what one node has told since what is held. */
  async follow(node) {
    const came = node?.waitsCame;
    if (!came || came.startsWith("1970-") || this.#asked.get(node.name) === came) return;
    this.#asked.set(node.name, came);
    const held = this.of(node.name);
    // An older end than what is held: the node's clock was set back, and the console began anew.
    const begun = held.length && Date.parse(held.at(-1).end) < Date.parse(came) ? held : [];
    try {
      const newer = (await api.waits(node.name, begun.at(-1)?.end)).windows.map((window) => ({ ...window, lines: (window.lines ?? []).filter(drawable) }));
      this.#windows.set(node.name, [...begun, ...newer].slice(-MOST_WINDOWS));
      this.#problems.delete(node.name);
    } catch (problem) {
      this.#asked.delete(node.name);
      this.#problems.set(node.name, problem.message);
    }
    this.changed();
  }

  /** The windows, the oldest first. */
  of(name) {
    return this.#windows.get(name) ?? [];
  }

  /** Why the newest could not be fetched; undefined if it was. */
  problem(name) {
    return this.#problems.get(name);
  }
}
