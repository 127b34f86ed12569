// A node in full: how it is, how it stands, and how far its kernel tells.

import { ago, count, h, severityTag } from "./dom.js";

const RANK = { bad: 0, watch: 1, unknown: 2, well: 3 };
const WORST = { bad: "This node is not all right", watch: "This node works, with something to watch", unknown: "This node seems all right, but not all could be looked at", well: "This node is all right" };
const VERDICT = { found: "found", clear: "clear", waiting: "not looked yet" };
const SEVERITY = { critical: 0, high: 1, medium: 2, low: 3, info: 4 };

function healthPart(node) {
  const items = [...(node.health ?? [])].sort((a, b) => RANK[a.state] - RANK[b.state] || a.name.localeCompare(b.name));
  const worst = items[0]?.state;
  return h(
    "section",
    { class: `card health ${worst ?? "unknown"}` },
    h("h3", {}, "Health"),
    h("p", { class: "headline" }, h("span", { class: "dot", "aria-hidden": "true" }), items.length ? WORST[worst] : "Not looked at yet"),
    h(
      "ul",
      { class: "health-items" },
      items.map((item) => h("li", { class: item.state }, h("span", { class: "state" }, item.state), h("b", {}, item.name), h("span", { class: "value" }, item.value), item.advice && h("span", { class: "advice" }, item.advice))),
    ),
  );
}

function evidenceOf(finding) {
  const rows = Object.entries(finding.evidence);
  return rows.length > 0 && h("dl", { class: "facts" }, rows.flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, h("code", {}, value || "—"))]));
}

function findingPart(finding) {
  return h(
    "li",
    { class: "seen" },
    h("p", { class: "message" }, severityTag(finding.severity), h("span", {}, finding.message), finding.container && h("span", { class: "tag" }, finding.container)),
    evidenceOf(finding),
    finding.remedy && h("p", { class: "remedy" }, h("b", {}, "Do "), finding.remedy),
  );
}

function ruleRow(rule, open) {
  return h(
    "details",
    { class: `check ${rule.verdict}`, "data-rule": rule.id, open: open.has(rule.id) },
    h(
      "summary",
      {},
      h("span", { class: `verdict-mark ${rule.verdict}` }, VERDICT[rule.verdict] ?? rule.verdict),
      h("code", {}, rule.id),
      h("span", { class: "title" }, rule.title),
      rule.verdict === "found" && severityTag(rule.severity),
      rule.findings.length > 1 && h("span", { class: "times" }, `×${rule.findings.length}`),
    ),
    rule.findings.length
      ? h("ul", {}, rule.findings.map(findingPart))
      : h("p", { class: "none" }, rule.verdict === "waiting" ? "The first look comes a minute after the sensor's start." : "Looked at, and nothing found."),
  );
}

function unknownRow(problem) {
  const place = problem.line ? `${problem.file}:${problem.line}` : problem.file;
  return h("li", { class: "unread" }, h("span", { class: "verdict-mark unknown" }, "not known"), h("code", {}, place), h("span", {}, `${problem.problem}; so it is not known: ${problem.notKnown}`));
}

function ladderPart(report) {
  const rows = report.ladder ?? [];
  const lowest = rows.filter((row) => row.rung === "none").length;
  const deny = rows.filter((row) => row.canDeny).length;
  return h(
    "section",
    { class: "card" },
    h("h3", {}, "How far the kernel tells"),
    rows.length
      ? h("p", { class: "headline" }, `${count(rows.length - lowest, "fact")} told${lowest ? `, ${lowest} not` : ""}; ${deny ? `${count(deny, "thing")} can be refused here` : "nothing can be refused here, only found"}.`)
      : h("p", { class: "none" }, "Nothing is told of a kernel here."),
    rows.length > 0 &&
      h(
        "div",
        { class: "scroll", tabindex: "0", role: "region", "aria-label": "Rungs by fact" },
        h(
          "table",
          {},
          h("thead", {}, h("tr", {}, ["Fact", "Rung", "Refuses", "What that means"].map((name) => h("th", { scope: "col" }, name)))),
          h(
            "tbody",
            {},
            rows.map((row) =>
              h(
                "tr",
                {},
                h("th", { scope: "row" }, h("code", {}, row.fact)),
                h("td", {}, h("span", { class: `rung ${row.rung.replace(" ", "-")}` }, row.rung)),
                h("td", {}, row.canDeny ? "yes" : "no"),
                h("td", {}, row.limit, row.limit && row.why && h("br"), row.why && h("span", { class: "why" }, row.why)),
              ),
            ),
          ),
        ),
      ),
    (report.missing ?? []).length > 0 && h("ul", { class: "missing" }, report.missing.map((one) => h("li", {}, h("b", {}, "missing "), h("code", {}, one.probe), ` (${one.hook}): ${one.why}`))),
  );
}

/** The view of nodes. */
export class Nodes {
  #nodes = [];
  #chosen = "";
  #words = "";
  #filter = { verdict: "all", text: "" };

  constructor(element, reports) {
    this.reports = reports;
    this.choice = h("select", { id: "node-choice", "aria-label": "Node", onchange: (event) => this.#choose(event.target.value) });
    this.search = h("input", { type: "search", placeholder: "Search rule, evidence, remedy…", "aria-label": "Search the posture", autocomplete: "off", spellcheck: "false", oninput: () => this.#filtered() });
    this.verdict = h("select", { "aria-label": "Verdict", onchange: () => this.#filtered() }, [["all", "All verdicts"], ["found", "Found"], ["clear", "Clear"], ["unknown", "Not known"]].map(([value, words]) => h("option", { value }, words)));
    this.body = h("div", { class: "node-body" });
    element.replaceChildren(h("h2", { class: "visually-hidden" }, "Nodes"), h("div", { class: "tools" }, this.choice, this.verdict, this.search), this.body);
  }

  #choose(name) {
    this.#chosen = name;
    this.draw();
  }

  #filtered() {
    this.#filter = { verdict: this.verdict.value, text: this.search.value.toLowerCase() };
    this.draw();
  }

  state(state) {
    this.#nodes = state.nodes;
    const names = state.nodes.map((node) => node.name);
    if (!names.includes(this.#chosen)) this.#chosen = names[0] ?? "";
    if ([...this.choice.options].map((option) => option.value).join("\n") !== names.join("\n")) {
      this.choice.replaceChildren(...names.map((name) => h("option", { value: name }, name)));
    }
    this.choice.value = this.#chosen;
    this.draw();
  }

  draw() {
    const node = this.#nodes.find((one) => one.name === this.#chosen);
    const known = node && this.reports.of(node.name);
    const words = JSON.stringify([node?.name, node?.connected, node?.health, known?.came, known?.problem, this.#filter]);
    if (words === this.#words) return;
    this.#words = words;
    const open = new Set([...this.body.querySelectorAll("details[open]")].map((details) => details.dataset.rule));
    if (!node) {
      this.body.replaceChildren(h("div", { class: "empty" }, h("p", {}, "No node has connected yet. Start a sensor, and how its node is shows here.")));
      return;
    }
    this.body.replaceChildren(...[healthPart(node), this.#posture(known, open), known?.report && ladderPart(known.report)].filter(Boolean));
  }

  #posture(known, open) {
    const posture = known?.report?.posture;
    return h(
      "section",
      { class: "card posture" },
      h("h3", {}, "Posture"),
      known?.problem && h("p", { class: "banner danger", role: "alert" }, known.problem),
      posture ? this.#rules(posture, known.report.leftOut, open) : h("p", { class: "none" }, "The node has not reported yet."),
    );
  }

  #rules(posture, { findings, notKnown }, open) {
    const leftOut = findings + notKnown;
    const { verdict, text } = this.#filter;
    const hit = (thing) => JSON.stringify(thing).toLowerCase().includes(text);
    const rules = posture.rules.filter((rule) => (verdict === "all" || rule.verdict === verdict) && hit(rule));
    rules.sort((a, b) => (a.verdict === "found" ? 0 : 1) - (b.verdict === "found" ? 0 : 1) || (a.verdict === "found" ? SEVERITY[a.severity] - SEVERITY[b.severity] : 0) || a.id.localeCompare(b.id));
    const unknown = ["all", "unknown"].includes(verdict) ? posture.notKnown.filter(hit) : [];
    const found = posture.rules.filter((rule) => rule.verdict === "found").length;
    const when = posture.lookedTime ? `looked at ${ago(posture.lookedTime)}` : "not looked at yet: the first look comes a minute after the sensor's start";
    return [
      h("p", { class: "headline" }, `${found ? `${found} of ${count(posture.rules.length, "check")} found something` : "Nothing found"}, ${when}.`),
      h("div", { class: "checks" }, rules.map((rule) => ruleRow(rule, open))),
      unknown.length > 0 && h("ul", { class: "unknowns" }, unknown.map(unknownRow)),
      leftOut > 0 && h("p", { class: "banner warn" }, `${count(leftOut, "more entry", "more entries")} not shown; vedette doctor on the node shows all.`),
      rules.length + unknown.length === 0 && h("p", { class: "none" }, "Nothing matches. Loosen the search or the verdict."),
    ];
  }
}
