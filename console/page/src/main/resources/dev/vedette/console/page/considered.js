// What of the policies was looked at when a finding was decided on, and what it lacked.

import { h } from "./dom.js";

function mark(one) {
  if (one.decided) return h("span", { class: "mark good" }, "decided");
  return one.lacked.length ? h("span", { class: "mark none" }, "nearly") : h("span", { class: "mark none" }, "held");
}

function line(one) {
  const lacked = one.lacked.length ? one.lacked.join("; ") : one.decided ? null : "another went before it";
  return h("li", {}, mark(one), h("div", {}, h("p", {}, `${one.kind === "exception" ? "Exception" : "Response"} of policy ${one.policy}: ${one.what}`), lacked && h("p", { class: "lacked" }, lacked)));
}

/** The list, or a sentence where nothing was near. */
export function considered(finding) {
  const looked = finding.verdict.considered ?? [];
  if (looked.length === 0) return h("p", { class: "none" }, "No policy and no exception held or nearly held.");
  return h("ul", { class: "considered" }, looked.map(line));
}
