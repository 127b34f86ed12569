// Process tree, container, pod and credentials of a finding.

import { clock, h } from "./dom.js";

/** In bit order. Source: include/uapi/linux/capability.h. */
const CAPABILITIES = (
  "CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID SETPCAP LINUX_IMMUTABLE NET_BIND_SERVICE NET_BROADCAST NET_ADMIN NET_RAW " +
  "IPC_LOCK IPC_OWNER SYS_MODULE SYS_RAWIO SYS_CHROOT SYS_PTRACE SYS_PACCT SYS_ADMIN SYS_BOOT SYS_NICE SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG MKNOD " +
  "LEASE AUDIT_WRITE AUDIT_CONTROL SETFCAP MAC_OVERRIDE MAC_ADMIN SYSLOG WAKE_ALARM BLOCK_SUSPEND AUDIT_READ PERFMON BPF CHECKPOINT_RESTORE"
).split(" ");

/** Those that lead out of a container. */
const MIGHTY = new Set(["SYS_ADMIN", "SYS_PTRACE", "SYS_MODULE", "SYS_RAWIO", "DAC_READ_SEARCH", "BPF", "NET_ADMIN", "MAC_ADMIN", "SYSLOG"]);

function capabilities(mask) {
  const bits = BigInt(`0x${mask}`);
  return CAPABILITIES.filter((name, bit) => (bits >> BigInt(bit)) & 1n);
}

/** Names with their values; what has none is left out. */
export function definitions(rows) {
  return h(
    "dl",
    { class: "facts" },
    rows.filter(([, value]) => value !== "" && value !== null && value !== undefined).flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]),
  );
}

/** What the rule saw. */
export function evidence(finding) {
  const rows = Object.entries(finding.evidence).map(([name, value]) => [name, h("code", {}, value || "—")]);
  return rows.length ? definitions(rows) : h("p", { class: "none" }, "The rule names nothing beyond the sentence above.");
}

function marks(process) {
  const file = process.executable;
  const found = [];
  if (file.links === 0 && file.inode !== "0") found.push("deleted file");
  if (file.layer === "upper") found.push("not of the image");
  if (file.layer === "both") found.push("changed since the image");
  if (file.pathEnd === "outside-root") found.push("outside the container's root");
  if (file.pathEnd === "detached") found.push("no path");
  if (process.serving) found.push("serves the network");
  const stdio = process.stdio ? Object.values(process.stdio) : [];
  if (stdio.includes("connected-socket")) found.push("standard stream is a socket");
  return found;
}

function processLine(process, own) {
  const uid = process.credentials ? `uid ${process.credentials.effectiveUid}` : "";
  return h(
    "div",
    { class: own ? "process own" : "process" },
    h("div", { class: "command" }, h("code", {}, process.arguments.join(" ") || process.executable.path || process.name)),
    h(
      "div",
      { class: "about" },
      h("span", {}, process.executable.path || process.name),
      h("span", {}, `pid ${process.pid}`),
      uid && h("span", {}, uid),
      marks(process).map((mark) => h("span", { class: "tag" }, mark)),
    ),
  );
}

/** From the oldest recorded ancestor down to the process itself. */
export function processTree(finding) {
  if (!finding.process) return h("p", { class: "none" }, "No process: this is about a container or a document.");
  const line = [finding.process, ...finding.process.ancestors].reverse();
  let tree = null;
  for (const [index, process] of [...line.entries()].reverse()) {
    tree = h("ul", { class: "tree" }, h("li", {}, processLine(process, index === line.length - 1), tree));
  }
  return tree;
}

/** Who the process is to the kernel. */
export function credentials(finding) {
  const known = finding.process?.credentials;
  if (!known) return null;
  const effective = capabilities(known.effective);
  const names = effective.length
    ? h("span", { class: "tags" }, effective.map((name) => h("span", { class: MIGHTY.has(name) ? "tag mighty" : "tag" }, name)))
    : "none";
  return definitions([
    ["User", `uid ${known.effectiveUid}${known.uid === known.effectiveUid ? "" : ` (real ${known.uid})`}, gid ${known.effectiveGid}`],
    ["Capabilities", effective.length === CAPABILITIES.length ? h("span", { class: "tag mighty" }, "all of them") : names],
    ["Seccomp", { 0: "off", 1: "strict", 2: "filtered" }[known.seccompMode] ?? "not known"],
    ["New privileges", known.noNewPrivileges ? "cannot be gained" : "can be gained"],
  ]);
}

/** Container and pod. */
export function container(finding) {
  const known = finding.container;
  if (known.identity === "host") return h("p", { class: "none" }, `On the node ${finding.node} itself, in no container.`);
  const pod = known.pod;
  return definitions([
    ["Container", known.name || (known.identity === "pending" ? "not confirmed by the runtime yet" : "unnamed")],
    ["Id", h("code", { title: known.id }, known.id.slice(0, 12))],
    ["Image", h("code", {}, known.image)],
    ["Digest", known.imageDigest && h("code", { title: known.imageDigest }, known.imageDigest.slice(0, 23))],
    ["Pod", pod && `${pod.namespace}/${pod.name}`],
    ["Workload", pod?.workload],
    ["Labels", pod && Object.keys(pod.labels).length ? h("span", { class: "tags" }, Object.entries(pod.labels).map(([key, value]) => h("span", { class: "tag" }, `${key}=${value}`))) : ""],
    ["Host namespaces", known.grantedHostNamespaces.length ? known.grantedHostNamespaces.join(", ") : "none given"],
    ["Runtime", known.runtime],
    ["Started", known.startedTime && clock(known.startedTime)],
    ["Node", finding.node],
  ]);
}

/** Where in a document it stands. */
export function place(finding) {
  if (!finding.place) return null;
  const at = finding.place;
  return definitions([
    ["Document", `${at.kind} ${at.namespace ? `${at.namespace}/` : ""}${at.name}`],
    ["File", h("code", {}, at.line ? `${at.file}:${at.line}` : at.file)],
    ["Field", h("code", {}, at.pointer)],
  ]);
}
