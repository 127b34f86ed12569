// The images in use on all nodes: one row for each digest, and what is known of where it comes from.

import { count, h } from "./dom.js";

const SIGNED = {
  valid: ["good", "signed"],
  absent: ["bad", "not signed"],
  other_key: ["bad", "signed by another key"],
  other_image: ["bad", "signature of another image"],
  undecidable: ["unknown", "signed, but no key can decide it"],
  not_known: ["unknown", "could not be told"],
  not_asked: ["none", "not asked for"],
};

function signature(image) {
  const [kind, words] = SIGNED[image.signature] ?? ["unknown", image.signature];
  const by = image.signedBy ? ` by ${image.signedBy.split("/").at(-1)}` : "";
  return h("span", { class: `mark ${kind}`, title: image.signatureDetail || null }, words + by);
}

function pin(image) {
  if (image.movedTo) return h("span", { class: "mark bad", title: image.movedTo }, "tag has moved on");
  if (image.movedFrom) return h("span", { class: "mark bad", title: image.movedFrom }, "tag meant another");
  return image.pinned ? h("span", { class: "mark good" }, "pinned by digest") : h("span", { class: "mark none" }, "by tag alone");
}

function admission(group) {
  const told = [...new Set(group.map((image) => image.admission).filter(Boolean))];
  if (told.length === 0) return h("span", { class: "mark none" }, "no record");
  return told.map((words) =>
    words.startsWith("admitted ") ? h("span", { class: "mark good", title: words }, `by the webhook, ${words.slice(9, 26)}…`) : h("span", { class: "mark bad" }, words),
  );
}

function age(image) {
  if (image.ageDays === undefined) return "it does not say";
  return image.ageDays < 1 ? "today" : count(image.ageDays, "day");
}

function encryption(image) {
  return image.encryptedLayers > 0 ? h("span", { class: "mark good" }, `${image.encryptedLayers} of ${count(image.layers, "layer")} encrypted`) : null;
}

function row(group) {
  const [image] = group;
  const containers = [...new Set(group.map((one) => `${one.container} on ${one.node}`))];
  const findings = [...new Set(group.flatMap((one) => one.findings))];
  return h(
    "li",
    { class: findings.length ? "image found" : "image", "data-digest": image.digest },
    h("p", { class: "name" }, h("b", {}, image.image), findings.map((rule) => h("span", { class: "tag mighty" }, rule))),
    h("p", { class: "digest" }, h("code", {}, image.digest || "no digest is known")),
    h(
      "dl",
      { class: "facts" },
      [
        ["Pinned", pin(image)],
        ["Signature", signature(image)],
        ["Age", age(image)],
        ["Admitted", admission(group)],
        ["Encryption", encryption(image)],
        ["Mirrors", (image.mirrors ?? []).join(", ")],
      ]
        .filter(([, value]) => value !== null && value !== "")
        .flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]),
    ),
    h("details", {}, h("summary", {}, `In use by ${count(containers.length, "container")}`), h("ul", {}, containers.map((one) => h("li", {}, one)))),
  );
}

/** The view of images. */
export class Images {
  #nodes = [];
  #words = "";

  constructor(element, reports) {
    this.reports = reports;
    this.search = h("input", { type: "search", placeholder: "Search image, digest, container, rule…", "aria-label": "Search images", autocomplete: "off", spellcheck: "false", oninput: () => this.draw() });
    this.kind = h("select", { "aria-label": "Which images", onchange: () => this.draw() }, [["all", "All images"], ["found", "With findings"], ["unsigned", "Not known to be signed"], ["unpinned", "Not pinned"]].map(([value, words]) => h("option", { value }, words)));
    this.counter = h("span", { class: "count" });
    this.body = h("div", {});
    element.replaceChildren(h("h2", { class: "visually-hidden" }, "Images"), h("div", { class: "tools" }, this.search, this.kind, this.counter), this.body);
  }

  state(state) {
    this.#nodes = state.nodes;
    this.draw();
  }

  draw() {
    const reports = this.#nodes.map((node) => ({ node: node.name, known: this.reports.of(node.name) }));
    const text = this.search.value.toLowerCase();
    const words = JSON.stringify([reports.map(({ node, known }) => [node, known?.came, known?.problem]), text, this.kind.value]);
    if (words === this.#words) return;
    this.#words = words;
    const images = reports.flatMap(({ node, known }) => (known?.report?.images ?? []).map((image) => ({ ...image, node })));
    const groups = [...Map.groupBy(images, (image) => image.digest || image.image).values()].filter((group) => this.#wanted(group, text));
    groups.sort((a, b) => findingsOf(b) - findingsOf(a) || a[0].image.localeCompare(b[0].image));
    this.counter.textContent = images.length ? count(groups.length, "image") : "";
    const leftOut = reports.filter(({ known }) => known?.report?.leftOut.images);
    this.body.replaceChildren(
      ...reports.filter(({ known }) => known?.problem).map(({ node, known }) => h("p", { class: "banner danger", role: "alert" }, `${node}: ${known.problem}`)),
      ...leftOut.map(({ node, known }) => h("p", { class: "banner warn" }, `${node}: ${count(known.report.leftOut.images, "more container")} not shown; vedette images on the node shows all.`)),
      groups.length ? h("ul", { class: "images" }, groups.map(row)) : h("div", { class: "empty" }, h("p", {}, images.length ? "Nothing matches. Loosen the search." : "No image is known yet. Those of running containers appear here once a node has looked at them.")),
    );
  }

  #wanted(group, text) {
    if (text && !JSON.stringify(group).toLowerCase().includes(text)) return false;
    const [image] = group;
    if (this.kind.value === "found") return findingsOf(group) > 0;
    if (this.kind.value === "unsigned") return image.signature !== "valid";
    return this.kind.value !== "unpinned" || !image.pinned;
  }
}

function findingsOf(group) {
  return new Set(group.flatMap((image) => image.findings)).size;
}
