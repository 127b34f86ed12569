// Responses: asked for only after a second look, shown with what came of them, and taken back.

import * as api from "./api.js";
import { ACTIONS, actionLabel } from "./actions.js";
import { confirm } from "./confirm.js";
import { clock, h, until } from "./dom.js";

/** A node under load may take its time; the dialog can be closed meanwhile. */
const ANSWER_MILLIS = 60000;
/** What can come of a dry run; it is never "verified", as what was done meanwhile may be. */
const TRIED = ["planned", "refused", "failed"];
const waiting = new Set();

/** Tells those who wait for what comes of their question. */
export function outcomeCame(outcome) {
  for (const one of [...waiting]) {
    if (one.wants(outcome)) {
      waiting.delete(one);
      one.take(outcome);
    }
  }
}

/** The next outcome that is wanted, null if none comes in time. */
function nextOutcome(wants) {
  return new Promise((resolve) => {
    const one = { wants, take: resolve };
    waiting.add(one);
    setTimeout(() => {
      waiting.delete(one);
      resolve(null);
    }, ANSWER_MILLIS);
  });
}

/** A container as people name it. */
export function containerName(container) {
  const pod = container.pod;
  return pod?.name ? `${pod.namespace}/${pod.name}/${container.name}` : container.name || container.id.slice(0, 12);
}

/** Why a response cannot be asked for, "" if it can. */
function hindrance(action, finding) {
  if (finding.origin === "recording") return "This is a recording: there is nothing to respond to.";
  if (action === "kill-process") return finding.process ? "" : "The finding names no process.";
  if (finding.container.identity === "host") return "This is about the node itself, not a container.";
  return action === "evict" && !finding.container.pod?.name ? "The container belongs to no pod." : "";
}

/** The buttons; `said` gets one sentence on what came of pressing one. */
export function responseButtons(finding, said) {
  const actions = Object.entries(ACTIONS);
  const hindrances = actions.map(([action]) => hindrance(action, finding));
  const all = hindrances.every((why) => why !== "") ? hindrances[0] : "";
  return [
    h(
      "div",
      { class: "responses", role: "group", "aria-label": "Responses" },
      actions.map(([action, { label, danger }], index) =>
        h(
          "button",
          {
            class: danger ? "button danger" : "button",
            type: "button",
            "data-action": action,
            disabled: hindrances[index] !== "",
            title: hindrances[index] || null,
            onclick: () => ask(action, finding, said),
          },
          label,
        ),
      ),
    ),
    all && h("p", { class: "none" }, all),
  ];
}

function ask(action, finding, said) {
  const { label, effect, danger, options } = ACTIONS[action];
  const subject = action === "kill-process" ? `${finding.process.executable.path || finding.process.name} (pid ${finding.process.pid})` : containerName(finding.container);
  return confirm({
    title: `${label}?`,
    subject,
    where: finding.node,
    effect,
    options,
    button: label,
    danger,
    tries: true,
    act: ({ why = "", ...chosen }, dry) => (dry ? tried(action, finding, chosen, why) : done(action, finding, chosen, why, said)),
  });
}

async function done(action, finding, options, why, said) {
  try {
    await api.respond({ action, finding: finding.id, options, why });
    said(`${finding.node} was asked. What comes of it is shown here.`);
    return null;
  } catch (problem) {
    return sentence(problem.message);
  }
}

async function tried(action, finding, options, why) {
  const coming = nextOutcome((outcome) => outcome.findingId === finding.id && outcome.action === action && outcome.requestedBy === api.me() && TRIED.includes(outcome.status));
  try {
    await api.respond({ action, finding: finding.id, options, why, dryRun: true });
  } catch (problem) {
    return sentence(problem.message);
  }
  const outcome = await coming;
  if (!outcome) return `${finding.node} has not answered within ${ANSWER_MILLIS / 1000} s; nothing was done.`;
  return outcome.status === "planned" ? `It would: ${outcome.detail}` : `It would be ${outcome.status}: ${outcome.detail}`;
}

/** A problem as a sentence. */
function sentence(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What policy decided. */
export function verdict(finding) {
  const { action, enforced, policy, why } = finding.verdict;
  const what = action === "alert" ? "Alert only" : enforced ? `${actionLabel(action)}, by policy` : `Audit: would ${action}`;
  return h("p", { class: "verdict" }, h("b", {}, what), h("span", {}, [policy && `policy ${policy}`, why].filter(Boolean).join(" · ")));
}

const STATUS = { verified: "done", refused: "refused", failed: "failed", planned: "dry run" };

/** What became of a response. */
export function outcomeLine(outcome, named = false) {
  const about = [
    named && containerName(outcome.container),
    named && outcome.node,
    outcome.how && `by ${outcome.how}`,
    outcome.detail,
    outcome.requestedBy && (outcome.requestedBy === "policy" ? `by policy ${outcome.policy}`.trim() : outcome.requestedBy === "timer" ? "its time was over" : `asked by ${outcome.requestedBy}`),
    outcome.why && `“${outcome.why}”`,
  ];
  return h(
    "li",
    { class: `outcome ${outcome.status}` },
    h("b", {}, `${actionLabel(outcome.action)}: ${STATUS[outcome.status] ?? outcome.status}`),
    h("span", {}, about.filter(Boolean).join(" · ")),
    h("time", { datetime: outcome.time, title: outcome.time }, clock(outcome.time)),
  );
}

/** One response that lasts, with its way back. */
export function lastingLine(one, named = false) {
  const by = one.requestedBy === "policy" ? [`policy ${one.policy}`.trim(), one.rule].filter(Boolean).join(", ") : one.requestedBy;
  const said = h("p", { class: "said", role: "status" });
  return h(
    "li",
    { class: "lasting", "data-response": one.id },
    h(
      "div",
      { class: "words" },
      h("b", {}, actionLabel(one.action)),
      named && h("span", { class: "whom" }, `${containerName(one.container)} on ${one.node}`),
      h("span", {}, [by && `by ${by}`, `since ${clock(one.time)}`].filter(Boolean).join(" · ")),
      one.why && h("q", {}, one.why),
      said,
    ),
    h("span", { class: "timer", "data-until": one.until ?? "" }, one.until ? until(one.until) : "until undone"),
    h("button", { class: "button", type: "button", "data-undo": one.id, onclick: () => undo(one, (words) => (said.textContent = words)) }, "Undo"),
  );
}

function undo(one, said) {
  return confirm({
    title: `Undo ${actionLabel(one.action).toLowerCase()}?`,
    subject: containerName(one.container),
    where: one.node,
    effect: "The container gets back what it had before this response.",
    button: "Undo",
    reason: false,
    act: async () => {
      try {
        await api.undo(one.node, one.id);
        said(`${one.node} was asked to undo it.`);
        return null;
      } catch (problem) {
        return sentence(problem.message);
      }
    },
  });
}

/** Counts down what ends by itself. */
export function refreshTimers() {
  for (const timer of document.querySelectorAll("[data-until]")) {
    if (timer.dataset.until) timer.textContent = until(timer.dataset.until);
  }
}
setInterval(refreshTimers, 1000);
