// Responses: asked for only after a second look.

import * as api from "./api.js";
import { clock, h } from "./dom.js";

const ACTIONS = {
  pause: {
    label: "Pause container",
    effect: "All its processes stand still and keep their memory, for a look at them. Probes of Kubernetes may fail meanwhile. It can be resumed.",
  },
  resume: { label: "Resume container", effect: "Its processes go on from where they stood." },
  "kill-process": { label: "Kill process", effect: "The process ends at once by SIGKILL; it cannot clean up. The container goes on without it.", danger: true },
  stop: { label: "Stop container", effect: "The runtime ends the container. Kubernetes may start it again by its restart policy. What is in its memory is lost.", danger: true },
};

/** Asks; resolves to whether it was meant. */
function confirm(action, finding, subject) {
  const { label, effect, danger } = ACTIONS[action];
  return new Promise((resolve) => {
    const dialog = h(
      "dialog",
      { class: "confirm", "aria-labelledby": "confirm-title" },
      h(
        "form",
        { method: "dialog" },
        h("h2", { id: "confirm-title" }, `${label}?`),
        h("p", { class: "subject" }, h("code", {}, subject), h("span", {}, ` on ${finding.node}`)),
        h("p", {}, effect),
        h(
          "div",
          { class: "choices" },
          h("button", { class: "button", value: "no", autofocus: true }, "Cancel"),
          h("button", { class: danger ? "button primary danger" : "button primary", value: "yes" }, label),
        ),
      ),
    );
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
    // CSP lets no form be sent: the choice is taken here.
    dialog.addEventListener("submit", (event) => {
      event.preventDefault();
      dialog.close(event.submitter?.value ?? "no");
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** Why a response cannot be asked for, "" if it can. */
function hindrance(action, finding) {
  if (finding.origin === "recording") return "This is a recording: there is nothing to respond to.";
  if (action === "kill-process") return finding.process ? "" : "The finding names no process.";
  return finding.container.identity === "host" ? "This is about the node itself, not a container." : "";
}

/** The buttons; `said` gets one sentence on what came of pressing one. */
export function responseButtons(finding, said) {
  return h(
    "div",
    { class: "responses", role: "group", "aria-label": "Responses" },
    Object.entries(ACTIONS).map(([action, { label, danger }]) => {
      const why = hindrance(action, finding);
      return h(
        "button",
        {
          class: danger ? "button danger" : "button",
          type: "button",
          "data-action": action,
          disabled: why !== "",
          title: why || null,
          onclick: () => ask(action, finding, said),
        },
        label,
      );
    }),
  );
}

async function ask(action, finding, said) {
  const container = finding.container.pod ? `${finding.container.pod.namespace}/${finding.container.pod.name}/${finding.container.name}` : finding.container.id.slice(0, 12);
  const subject = action === "kill-process" ? `${finding.process.executable.path || finding.process.name} (pid ${finding.process.pid})` : container;
  if (!(await confirm(action, finding, subject))) return;
  said(`Asking ${finding.node}…`);
  try {
    await api.respond(action, finding.id);
    said(`${finding.node} was asked. What comes of it is shown here.`);
  } catch (problem) {
    said(problem.message);
  }
}

/** What policy decided. */
export function verdict(finding) {
  const { action, enforced, policy, why } = finding.verdict;
  const what = action === "alert" ? "Alert only" : enforced ? `${ACTIONS[action]?.label ?? action}, by policy` : `Audit: would ${action}`;
  return h("p", { class: "verdict" }, h("b", {}, what), h("span", {}, [policy && `policy ${policy}`, why].filter(Boolean).join(" · ")));
}

/** What became of a response. */
export function outcomeLine(outcome) {
  return h(
    "li",
    { class: `outcome ${outcome.status}` },
    h("b", {}, `${outcome.action} ${outcome.status}`),
    h("span", {}, [outcome.how && `by ${outcome.how}`, outcome.detail, outcome.requestedBy && `asked by ${outcome.requestedBy}`].filter(Boolean).join(" · ")),
    h("time", { datetime: outcome.time }, clock(outcome.time)),
  );
}
