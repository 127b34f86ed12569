// The list of findings: what repeats in one container by one rule is one row.

import { ago, clock, count, h, severityTag } from "./dom.js";

const RANK = { info: 0, low: 1, medium: 2, high: 3, critical: 4 };
const MAX_FINDINGS = 2000;
const MAX_ROWS = 300;

const groupKey = (finding) => `${finding.ruleId}|${finding.node}|${finding.containerId}`;

/** Keeps findings, groups them and draws the rows. */
export class FindingList {
  #findings = new Map();
  #selected = null;
  #drawing = false;

  constructor(element, more, counter, onSelect) {
    this.element = element;
    this.more = more;
    this.counter = counter;
    this.onSelect = onSelect;
    this.minimum = "info";
    this.words = [];
    this.key = "";
    setInterval(() => this.#refreshAges(), 5000);
  }

  /** Adds findings; those with a known id take the place of the older word. */
  add(findings) {
    for (const finding of findings) {
      this.#findings.set(finding.id, { ...this.#findings.get(finding.id), ...finding });
    }
    this.#expire();
    this.draw();
  }

  /** Lets the oldest go, but not what the store found for the present filter. */
  #expire() {
    const excess = this.#findings.size - MAX_FINDINGS;
    if (excess <= 0) return;
    const oldest = [...this.#findings.values()].filter((finding) => !this.#found(finding)).sort((a, b) => a.time.localeCompare(b.time));
    oldest.slice(0, excess).forEach((finding) => this.#findings.delete(finding.id));
  }

  #found(finding) {
    return this.key !== "" && finding.foundBy === this.key;
  }

  /** Narrows the list; `key` tells this filter from others and is "" where it lets everything through. */
  filter(minimum, text) {
    this.minimum = minimum;
    this.words = text.toLowerCase().split(/\s+/).filter(Boolean);
    this.key = this.words.length || minimum !== "info" ? `${minimum} ${this.words.join(" ")}` : "";
    this.draw();
  }

  get selected() {
    return this.#selected;
  }

  /** The other findings of the same rule and container, newest first. */
  alike(id) {
    const of = this.#findings.get(id);
    return of ? this.#sorted().filter((finding) => groupKey(finding) === groupKey(of)) : [];
  }

  /** Selects the row that is `step` further down. */
  move(step) {
    const rows = this.#rows();
    if (rows.length === 0) return;
    const at = rows.findIndex((row) => row.dataset.key === this.#selectedKey());
    const next = rows[Math.min(rows.length - 1, Math.max(0, at < 0 ? 0 : at + step))];
    next.focus();
    next.scrollIntoView({ block: "nearest" });
    this.select(next.dataset.id);
  }

  select(id) {
    this.#selected = id;
    for (const row of this.#rows()) {
      row.toggleAttribute("data-selected", row.dataset.key === this.#selectedKey());
      row.setAttribute("aria-current", row.dataset.key === this.#selectedKey() ? "true" : "false");
    }
    this.onSelect(id);
  }

  deselect() {
    this.#selected = null;
    this.draw();
  }

  /** Draws at most once per frame, however much arrives. */
  draw() {
    if (this.#drawing) return;
    this.#drawing = true;
    requestAnimationFrame(() => {
      this.#drawing = false;
      this.#drawNow();
    });
  }

  #drawNow() {
    const groups = this.#groups();
    const focused = this.element.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    const old = new Map(this.#rows().map((row) => [row.dataset.key, row]));
    const rows = groups.slice(0, MAX_ROWS).map((group) => this.#row(group, old.get(groupKey(group[0]))));
    this.#place(rows.map((row) => row.parentElement ?? h("li", {}, row)));
    this.more.textContent = groups.length > MAX_ROWS ? `${(groups.length - MAX_ROWS).toLocaleString()} more rows: narrow the search to see them.` : "";
    if (focused) this.#rows().find((row) => row.dataset.key === focused)?.focus({ preventScroll: true });
    const shown = groups.reduce((sum, group) => sum + group.length, 0);
    this.counter.textContent = shown === this.#findings.size
      ? count(shown, "finding")
      : `${shown.toLocaleString()} of ${count(this.#findings.size, "finding")}`;
    this.element.dispatchEvent(new CustomEvent("drawn", { detail: { shown, all: this.#findings.size } }));
  }

  /** Touches the document only where something changed: rows put in again would lose focus and arrive again. */
  #place(items) {
    const now = this.element.children;
    if (items.length === now.length && items.every((item, index) => item === now[index])) return;
    this.element.replaceChildren(...items);
  }

  #row(group, old) {
    const [newest] = group;
    const key = groupKey(newest);
    const selected = key === this.#selectedKey();
    if (old && old.dataset.id === newest.id && old.dataset.count === String(group.length)) {
      old.toggleAttribute("data-selected", selected);
      old.setAttribute("aria-current", String(selected));
      return old;
    }
    return h(
      "button",
      {
        class: `row ${newest.severity}`,
        type: "button",
        "data-key": key,
        "data-id": newest.id,
        "data-count": group.length,
        "data-selected": selected,
        "data-new": old !== undefined || Date.now() - Date.parse(newest.time) < 10000,
        onanimationend: (event) => event.currentTarget.removeAttribute("data-new"),
        "aria-current": selected ? "true" : "false",
        onclick: () => this.select(newest.id),
      },
      severityTag(newest.severity),
      h("span", { class: "what" }, newest.message),
      h("time", { datetime: newest.time, title: clock(newest.time) }, ago(newest.time)),
      h(
        "span",
        { class: "where" },
        h("span", { class: "rule" }, newest.ruleId),
        h("span", { class: "container" }, newest.container),
        h("span", { class: "node" }, newest.node),
        newest.recording && h("span", { class: "tag" }, "recording"),
        newest.action !== "alert" && h("span", { class: "tag" }, newest.enforced ? newest.action : `would ${newest.action}`),
      ),
      group.length > 1 && h("span", { class: "times", title: `${group.length} alike` }, `×${group.length}`),
    );
  }

  #groups() {
    const groups = new Map();
    for (const finding of this.#sorted()) {
      if (!this.#wanted(finding)) continue;
      const key = groupKey(finding);
      if (groups.has(key)) groups.get(key).push(finding);
      else groups.set(key, [finding]);
    }
    return [...groups.values()];
  }

  #wanted(finding) {
    if (this.#found(finding)) return true;
    if (RANK[finding.severity] < RANK[this.minimum]) return false;
    const text = [finding.ruleId, finding.title, finding.message, finding.container, finding.containerId, finding.image, finding.node, finding.program]
      .join(" ")
      .toLowerCase();
    return this.words.every((word) => text.includes(word));
  }

  #sorted() {
    return [...this.#findings.values()].sort((a, b) => b.time.localeCompare(a.time) || b.id.localeCompare(a.id));
  }

  #rows() {
    return [...this.element.querySelectorAll(".row")];
  }

  #selectedKey() {
    const finding = this.#findings.get(this.#selected);
    return finding ? groupKey(finding) : null;
  }

  #refreshAges() {
    for (const time of this.element.querySelectorAll("time")) {
      time.textContent = ago(time.dateTime);
    }
  }
}
