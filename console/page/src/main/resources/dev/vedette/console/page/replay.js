// The time machine: what other policies would have said of a recording.

import * as api from "./api.js";
import { count, h, severityTag } from "./dom.js";

const POLL_MILLIS = 700;
const OVER = ["done", "failed", "cancelled"];
const EXAMPLE = `apiVersion: vedette.dev/v1alpha1
kind: Policy
metadata: {name: next}
spec:
  mode: enforce
  responses:
    - {severity: critical, action: pause}`;

function answer(finding) {
  const named = finding.action !== "alert" && !finding.enforced;
  return `${finding.severity}, ${finding.action}${named ? " (audit: only named)" : ""}${finding.policy ? `, policy ${finding.policy}` : ""}`;
}

function line(finding, words) {
  return h(
    "li",
    {},
    severityTag(finding.severity),
    h("span", { class: "what" }, finding.message),
    h("span", { class: "where" }, `${finding.ruleId} · ${finding.container}`),
    words.map((one) => h("span", { class: "where" }, one)),
  );
}

function part(title, list, all, words) {
  if (all === 0) return null;
  return h(
    "section",
    { class: "card" },
    h("h3", {}, `${title} (${all.toLocaleString()})`),
    h("ul", { class: "judged" }, list.map(words)),
    all > list.length && h("p", { class: "none" }, `${count(all - list.length, "more finding")}: vedette replay shows all.`),
  );
}

const size = (bytes) => (bytes < 1048576 ? `${Math.ceil(bytes / 1024)} KiB` : `${(bytes / 1048576).toFixed(1)} MiB`);

/** What came of it. */
function result({ judgement: of, recording }) {
  const none = of.newCount + of.goneCount + of.changedCount === 0;
  return [
    h("p", { class: "headline", role: "status" }, `${recording}: ${count(of.records, "record")} in ${of.seconds.toFixed(1)} s; ${of.newCount} new, ${of.goneCount} gone, ${of.changedCount} changed, ${of.alike} alike${of.unreadable ? `, ${count(of.unreadable, "record")} unreadable` : ""}.`),
    none && h("p", { class: "none" }, "Both find the same, and answer it alike."),
    part("New", of.new, of.newCount, (finding) => line(finding, [answer(finding)])),
    part("Gone", of.gone, of.goneCount, (finding) => line(finding, [answer(finding)])),
    part("Changed", of.changed, of.changedCount, ({ before, after }) => line(after, [`before: ${answer(before)}`, `after: ${answer(after)}`])),
  ].filter(Boolean);
}

/** A choice of policies with a place to write them. */
class Policies {
  constructor(name, title, chosen) {
    this.kind = h("select", { id: `${name}-policies`, name, onchange: () => this.#draw() }, [["none", "None: everything told, nothing done"], ["built-in", "Those built in"], ["documents", "These documents"]].map(([value, words]) => h("option", { value, selected: value === chosen }, words)));
    this.text = h("textarea", { "aria-label": `${title}: documents`, spellcheck: "false", placeholder: EXAMPLE });
    this.file = h("input", { type: "file", accept: ".yaml,.yml,.json", multiple: true, "aria-label": `${title}: read documents from files`, onchange: () => this.#read() });
    this.element = h("fieldset", {}, h("legend", {}, h("label", { for: `${name}-policies` }, title)), this.kind, this.text, this.file);
    this.#draw();
  }

  #draw() {
    this.text.hidden = this.file.hidden = this.kind.value !== "documents";
  }

  async #read() {
    const texts = await Promise.all([...this.file.files].map((file) => file.text()));
    this.text.value = texts.join("\n---\n");
  }

  get said() {
    return this.kind.value === "documents" ? { policies: "documents", documents: this.text.value } : { policies: this.kind.value };
  }
}

/** The view. */
export class Replay {
  #running = null;
  #bounds = {};

  constructor(element) {
    this.recording = h("select", { id: "replay-recording" });
    this.remove = h("button", { class: "button quiet", type: "button", onclick: () => this.#remove() }, "Remove this recording");
    this.file = h("input", { type: "file", id: "replay-file", accept: ".rec", onchange: () => this.#upload() });
    this.before = new Policies("before", "Before", "built-in");
    this.after = new Policies("after", "After", "documents");
    this.judge = h("button", { class: "button primary" }, "Judge");
    this.cancel = h("button", { class: "button", type: "button", hidden: true, onclick: () => this.#cancel() }, "Cancel");
    this.said = h("p", { class: "said", role: "status" });
    this.results = h("div", { id: "replay-results" });
    this.form = h(
      "form",
      { onsubmit: (event) => this.#begin(event) },
      h("div", {}, h("label", { for: "replay-recording" }, "Recording"), this.recording),
      h("div", {}, h("label", { for: "replay-file" }, "Upload another"), this.file),
      this.before.element,
      this.after.element,
      h("div", { class: "wide choices" }, this.judge, this.cancel, this.remove),
    );
    element.classList.add("replay");
    element.replaceChildren(
      h("h2", { class: "visually-hidden" }, "Time machine"),
      h("section", { class: "card" }, h("h3", {}, "What would other policies have said?"), h("p", { class: "none" }, "A recording from vedette sensor --record is judged twice; nothing is done. Posture and the sensor's own health are not in recordings."), this.form, this.said),
      this.results,
    );
  }

  /** Asks for what there is: recordings, and what is being judged. */
  async load() {
    try {
      const bounds = await api.recordings();
      this.#bounds = bounds;
      if (!bounds.available) this.#say("This console has no rules to judge by: use vedette replay.", true);
      this.#choices(bounds.recordings);
      const { replays } = await api.replays();
      const latest = replays[0];
      if (latest && !this.#running && !this.results.hasChildNodes()) this.#follow(latest.id);
    } catch (problem) {
      this.#say(problem.message, true);
    }
  }

  #choices(recordings, chosen = this.recording.value) {
    this.recording.replaceChildren(...recordings.map(({ name, bytes }) => h("option", { value: name, selected: name === chosen }, `${name} (${size(bytes)})`)));
    if (recordings.length === 0) this.recording.append(h("option", { value: "" }, "None yet: upload one"));
    this.remove.disabled = recordings.length === 0;
    this.judge.disabled = recordings.length === 0 || !this.#bounds.available;
  }

  async #upload() {
    const [file] = this.file.files;
    if (!file) return;
    if (file.size > this.#bounds.mostBytes) {
      this.#say(`A recording may have ${this.#bounds.mostBytes / 1048576} MiB: judge this one with vedette replay.`, true);
      return;
    }
    this.#say(`Uploading ${file.name}…`);
    try {
      const { name } = await api.upload(file);
      this.#choices((await api.recordings()).recordings, name);
      this.#say(`${name} is there.`);
    } catch (problem) {
      this.#say(problem.message, true);
    } finally {
      this.file.value = "";
    }
  }

  async #remove() {
    try {
      await api.removeRecording(this.recording.value);
      this.#choices((await api.recordings()).recordings);
    } catch (problem) {
      this.#say(problem.message, true);
    }
  }

  async #begin(event) {
    event.preventDefault();
    try {
      const { id } = await api.replay({ recording: this.recording.value, before: this.before.said, after: this.after.said });
      this.#follow(id);
    } catch (problem) {
      this.#say(problem.message, true);
    }
  }

  async #cancel() {
    try {
      if (this.#running) await api.cancelReplay(this.#running);
    } catch (problem) {
      this.#say(problem.message, true);
    }
  }

  async #follow(id) {
    this.#running = id;
    this.results.replaceChildren();
    this.cancel.hidden = false;
    this.judge.disabled = true;
    try {
      for (;;) {
        const now = await api.replayed(id);
        if (OVER.includes(now.state)) {
          this.#over(now);
          return;
        }
        this.#say(now.state === "waiting" ? "Waiting for another to end…" : `Judging ${now.recording}…`);
        await new Promise((resolve) => setTimeout(resolve, POLL_MILLIS));
      }
    } catch (problem) {
      this.#say(problem.message, true);
    } finally {
      this.#running = null;
      this.cancel.hidden = true;
      this.judge.disabled = this.recording.value === "" || !this.#bounds.available;
    }
  }

  #over(now) {
    this.#say(now.state === "failed" ? now.message : now.state === "cancelled" ? "Cancelled: nothing came of it." : "", now.state === "failed");
    if (now.state === "done") this.results.replaceChildren(...result(now));
  }

  #say(sentence, bad = false) {
    this.said.textContent = sentence;
    this.said.classList.toggle("bad", bad);
  }
}
