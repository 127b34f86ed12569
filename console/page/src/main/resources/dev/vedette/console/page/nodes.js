// The nodes in the top bar, and what is wrong on the page's banners.

import { ago, count, h, readable } from "./dom.js";

/** One word on how a node is, worst first. */
function health(node) {
  if (!node.connected) return ["away", `away since ${ago(node.lastSeen)}`];
  if (node.losing) return ["losing", `${count(node.lost, "event")} lost`];
  if (node.probesAttached < node.probesWanted) return ["partial", `${node.probesAttached} of ${node.probesWanted} probes`];
  const bad = (node.health ?? []).find((item) => item.state === "bad");
  if (bad) return ["partial", `${bad.name} bad`];
  if (node.lost > 0) return ["well", `${count(node.lost, "event")} lost earlier`];
  return ["well", "no loss"];
}

/** What of a node's own health is not well, the worst first; what is to be done stands with it. */
function unwell(node) {
  const rank = { bad: 0, watch: 1, unknown: 2 };
  return (node.health ?? [])
    .filter((item) => item.state in rank)
    .sort((a, b) => rank[a.state] - rank[b.state])
    .map((item) => `${item.name} ${item.state === "unknown" ? "not known" : item.state}: ${item.value}${item.advice ? ` (${item.advice})` : ""}`);
}

function healthWords(node) {
  if (!node.health?.length) return "not looked at yet";
  return unwell(node).join("; ") || "all right";
}

function megabytes(bytes) {
  return `${Math.round(bytes / 1048576)} MiB`;
}

function facts(node) {
  const rows = [
    ["Version", node.version],
    ["Probes", `${node.probesAttached} of ${node.probesWanted} attached`],
    ["Containers", String(node.containers)],
    ["Runtimes", node.runtimes.map((runtime) => `${runtime.name}${runtime.connected ? "" : " (away)"}`).join(", ") || "none"],
    ["Sensor uses", `${(node.cpuCores * 100).toFixed(1)} % of a core, ${megabytes(node.residentBytes)}`],
    ["Node's health", healthWords(node)],
    ["Baseline", node.baselineReady ? "learned" : "still learning"],
    ["Lost", node.losses.filter((loss) => loss.count > 0).map((loss) => `${loss.count.toLocaleString()} at ${loss.where} (${loss.why})`).join(", ") || "nothing"],
  ];
  return h("dl", { class: "facts" }, rows.flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]));
}

function chip(node, open) {
  const [state, words] = health(node);
  return h(
    "details",
    { class: `node-chip ${state}`, "data-node": node.name, open },
    h("summary", {}, h("span", { class: "dot", "aria-hidden": "true" }), h("b", {}, node.name), h("span", {}, words)),
    facts(node),
  );
}

/** Draws the nodes. */
export function drawNodes(element, nodes) {
  const open = new Set([...element.querySelectorAll("details[open]")].map((details) => details.dataset.node));
  const focused = document.activeElement?.closest?.(".node-chip")?.dataset.node;
  const chips = nodes.map((node) => chip(node, open.has(node.name)));
  element.replaceChildren(...(chips.length ? chips : [h("span", { class: "none" }, "No node has connected yet")]));
  if (focused) element.querySelector(`[data-node="${CSS.escape(focused)}"] summary`)?.focus();
}

/** What people must know before they read on. */
export function drawBanners(element, { connected, state, recordingSeen }) {
  const banners = [];
  if (connected === false) {
    banners.push(["danger", "Disconnected", "The console does not answer. The list is as it was; it connects again by itself."]);
  }
  if (recordingSeen || state.nodes.some((node) => node.recording)) {
    banners.push(["warn", "Recording", "A recorded event stream is played. Nothing shown as recording is happening now."]);
  }
  for (const node of state.nodes.filter((one) => one.automaticStopped)) {
    banners.push(["warn", "Automatic responses", `On ${node.name} they are ${readable(node.automaticStopped)}. Policies only alert there; Answers lets them go on.`]);
  }
  if (state.store?.trouble) {
    banners.push(["danger", "Not stored", `${state.store.trouble} · ${count(state.store.waiting, "entry", "entries")} waiting, still shown here.`]);
  }
  // Drawn anew only when it says something new: screen readers read every change aloud.
  const words = JSON.stringify(banners);
  if (element.dataset.words === words) return;
  element.dataset.words = words;
  element.replaceChildren(...banners.map(([kind, word, text]) => h("p", { class: `banner ${kind}` }, h("b", {}, word), h("span", {}, text))));
}
