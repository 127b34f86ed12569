// The nodes' reports, fetched when one is new; the last good one stays while the next cannot be had.

import * as api from "./api.js";

const text = (thing) => typeof thing === "string";
const object = (thing) => thing !== null && typeof thing === "object" && !Array.isArray(thing);
const listOf = (things, fits) => Array.isArray(things) && things.every(fits);

/** The parts of a report, and whether each is as this page draws it: a node may be of another version. */
const PARTS = {
  posture: (posture) => object(posture) && listOf(posture.rules, rule) && listOf(posture.notKnown, object),
  images: (images) => listOf(images, image),
  ladder: (ladder) => listOf(ladder, (row) => object(row) && text(row.rung)),
  missing: (missing) => listOf(missing, object),
};

function rule(one) {
  return object(one) && text(one.id) && listOf(one.findings, (finding) => object(finding) && object(finding.evidence));
}

function image(one) {
  return object(one) && text(one.image) && listOf(one.findings, text) && listOf(one.mirrors ?? [], text) && text(one.signedBy ?? "") && text(one.admission ?? "");
}

/** What can be drawn of a report, and one sentence on what cannot. */
function drawable(report) {
  const given = Object.keys(PARTS).filter((name) => report[name] !== undefined);
  const good = given.filter((name) => PARTS[name](report[name]));
  const other = given.filter((name) => !good.includes(name));
  const leftOut = Object.fromEntries(["findings", "notKnown", "images"].map((name) => [name, Number(report.leftOut?.[name]) || 0]));
  return {
    report: { ...Object.fromEntries(good.map((name) => [name, report[name]])), leftOut },
    problem: other.length ? `The node's report says ${other.join(", ")} in a form that this page does not know: bring console and sensor to one version.` : "",
  };
}

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
      this.#known.set(name, { ...drawable((await api.report(name)).report), came: reportCame });
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
