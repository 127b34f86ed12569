// Wires the page: lists, details, live stream, filters and keys.

import * as api from "./api.js";
import { Answers } from "./answers.js";
import { Detail } from "./detail.js";
import { count, h, shown } from "./dom.js";
import { Images } from "./images.js";
import { IncidentDetail } from "./incident.js";
import { IncidentList } from "./incidents.js";
import { listen } from "./keys.js";
import { FindingList } from "./list.js";
import { Neighbours } from "./neighbours.js";
import { drawBanners, drawNodes } from "./nodes.js";
import { Nodes } from "./posture.js";
import { Replay } from "./replay.js";
import { Reports } from "./reports.js";
import { outcomeCame } from "./respond.js";
import { address, followAddress, goTo, isShown } from "./views.js";
import { Waits } from "./waits.js";

const $ = (id) => document.getElementById(id);

const list = new FindingList($("list"), $("more"), $("count"), (id) => read("findings", id));
const detail = new Detail($("detail"), (id) => list.select(id), closeDetail);
const incidentDetail = new IncidentDetail($("incident-detail"), closeIncident);
const incidents = new IncidentList({
  element: $("incident-list"),
  counter: $("incident-count"),
  search: $("incident-search"),
  severity: $("incident-severity"),
  problem: $("incident-problem"),
  empty: $("incident-empty"),
  onSelect: (id) => read("incidents", id),
  onChange: (now) => incidentDetail.follow(now),
});
const replay = new Replay($("view-replay"));
const answers = new Answers($("view-answers"));
const reports = new Reports(() => [nodes, images].forEach((part) => apart(() => part.draw())));
const nodes = new Nodes($("view-nodes"), reports);
const images = new Images($("view-images"), reports);
const waits = new Waits(() => apart(() => neighbours.draw()));
const neighbours = new Neighbours($("view-neighbours"), waits, () => isShown("neighbours"));
// connected is null until the stream is first open, or has first failed
const page = { connected: null, state: { nodes: [] }, recordingSeen: false };

/** What one part cannot draw must not keep the others, or the next message, from the page. */
function apart(draw) {
  try {
    draw();
  } catch (problem) {
    console.error(problem);
  }
}

/** As many as the list takes. */
const MOST_HELD = 2000;
let paused = false;
let held = [];
let unannounced = [];
let searching;

function closeDetail() {
  detail.clear();
  list.deselect();
  address("findings", "");
}

function closeIncident() {
  incidentDetail.clear();
  incidents.mark(null);
  address("incidents", "");
}

/** Shows one finding or incident, and has the address name it. */
function read(view, id) {
  address(view, id);
  if (view === "findings") detail.show(id, list.alike(id));
  else {
    incidents.mark(id);
    // by the id of any finding that it has, an older link for example
    incidentDetail.show(id).then((incident) => incident && incidents.mark(incident.id));
  }
}

/** What the address names is shown, however one came there. */
function went(view, id) {
  if (view === "answers") answers.load();
  if (view === "replay") replay.load();
  if (view === "neighbours") neighbours.follow();
  if (view === "findings" && id && list.selected !== id) list.select(id);
  if (view === "incidents" && id && incidents.selected !== id) read(view, id);
}

function take(findings) {
  if (findings.length) incidents.changed();
  page.recordingSeen ||= findings.some((finding) => finding.recording);
  list.add(findings);
  drawBanners($("banners"), page);
}

function arrived(finding) {
  unannounced.push(finding);
  if (paused) {
    held.push(finding);
    if (held.length > MOST_HELD) held.shift();
    drawPause();
  } else {
    take([finding]);
  }
}

function setPaused(now) {
  paused = now;
  if (!paused) {
    take(held);
    held = [];
  }
  drawPause();
}

function drawPause() {
  const button = $("pause");
  button.setAttribute("aria-pressed", String(paused));
  button.replaceChildren(h("span", { class: "dot", "aria-hidden": "true" }), paused ? `Paused${held.length ? ` · ${held.length === MOST_HELD ? "2,000 or more" : held.length} new` : ""}` : page.connected === false ? "Offline" : "Live");
  document.body.toggleAttribute("data-paused", paused);
}

/** What came before the stream was open is asked for then: asked earlier, what comes in between would be missed. */
function setConnected(now) {
  if (page.connected === null || (now && !page.connected)) {
    load();
    incidents.load();
    answers.load();
  }
  page.connected = now;
  document.body.toggleAttribute("data-disconnected", !now);
  drawPause();
  drawBanners($("banners"), page);
}

/** The filters in the toolbar; what the page does not hold any more is asked of the store. */
async function load() {
  const text = $("search").value.trim();
  const severity = $("severity").value;
  list.filter(severity, text);
  const foundBy = list.key;
  try {
    const found = (await api.findings({ q: text, severity, limit: 500 })).findings;
    take(foundBy ? found.map((finding) => ({ ...finding, foundBy })) : found);
    $("problem").hidden = true;
  } catch (problem) {
    $("problem").textContent = problem.message;
    $("problem").hidden = false;
  } finally {
    document.body.removeAttribute("data-loading");
  }
}

function drawEmpty({ detail: { shown, all } }) {
  const loading = document.body.hasAttribute("data-loading");
  $("empty").hidden = shown > 0 || loading;
  $("empty-words").textContent = all > 0 ? "Nothing matches. Loosen the search or the severity." : page.state.nodes.length ? "All quiet. Findings appear here as they happen." : "No node has connected yet. Start a sensor, findings appear here as they happen.";
}

/** Tells screen readers in one sentence what came, not each finding. */
function announce() {
  if (unannounced.length === 0) return;
  const worst = unannounced.find((finding) => finding.severity === "critical") ?? unannounced.at(-1);
  $("live").textContent = shown(`${count(unannounced.length, "new finding")}: ${worst.severity}, ${worst.message}`);
  unannounced = [];
}

async function begin() {
  await api.session();
  drawPause();
  followAddress(went);
  api.follow({
    finding: arrived,
    outcome: (outcome) => {
      outcomeCame(outcome);
      detail.outcome(outcome);
      answers.outcome(outcome);
    },
    state: (state) => {
      page.state = state;
      drawNodes($("nodes"), state.nodes);
      drawBanners($("banners"), page);
      list.draw();
      [incidents, detail, answers, nodes, images, neighbours].forEach((part) => apart(() => part.state(state)));
      reports.follow(state.nodes);
    },
    connected: setConnected,
  });
  setInterval(announce, 3000);
}

$("list").addEventListener("drawn", drawEmpty);
$("pause").addEventListener("click", () => setPaused(!paused));
$("severity").addEventListener("change", load);
$("search").addEventListener("input", () => {
  list.filter($("severity").value, $("search").value);
  clearTimeout(searching);
  searching = setTimeout(load, 250);
});
$("sign-out").addEventListener("click", () => api.signOut().finally(() => location.assign("/sign-in")));
listen({
  move: (step) => (isShown("incidents") ? incidents : list).move(step),
  search: () => document.querySelector("main:not([hidden]) input[type=search]")?.focus(),
  view: goTo,
  pause: () => setPaused(!paused),
  read: () => {
    const [of, shown] = isShown("incidents") ? [incidents, incidentDetail] : [list, detail];
    if (of.selected) shown.focus();
    else of.move(0);
  },
  escape: () => {
    if (document.activeElement?.matches("input[type=search]")) document.activeElement.blur();
    else if (isShown("incidents")) closeIncident();
    else closeDetail();
  },
});
begin();
