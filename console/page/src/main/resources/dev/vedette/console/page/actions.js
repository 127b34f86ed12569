// The steps of the response ladder, mildest first: what each does, and what can be said of how.

const FOR = { key: "for", label: "Undo by itself after", kind: "choice", choices: [["", "never: when somebody undoes it"], ["10m", "10 minutes"], ["1h", "1 hour"], ["8h", "8 hours"]] };
const GRACE = { key: "grace", label: "Time to end by itself", placeholder: "as the node does it, e.g. 30s" };
const DENIABLE = ["exec", "open", "write", "mount", "connect", "ptrace", "module", "bpf", "device", "sysctl"];

export const ACTIONS = {
  deny: {
    label: "Deny",
    effect: "The kernel refuses the container what is chosen here, from now on. What it does already goes on. Where the kernel has no hook for it, the answer says so.",
    options: [{ key: "deny", label: "What is refused", kind: "several", choices: DENIABLE }, FOR],
  },
  throttle: {
    label: "Throttle",
    effect: "The container gets less processor time, disk and fewer processes, and goes on.",
    options: [
      { key: "cpu", label: "Processor", placeholder: "100m, a tenth of one" },
      { key: "io", label: "Disk, each second", placeholder: "1Mi" },
      { key: "memory", label: "Memory", placeholder: "as before" },
      { key: "pids", label: "Processes", placeholder: "64" },
      FOR,
    ],
  },
  "isolate-network": {
    label: "Isolate network",
    effect: "It reaches nobody and nobody reaches it, but for what is excepted. Open connections stand still.",
    options: [
      { key: "except", label: "Still within reach", placeholder: "addresses or ranges, 10.0.0.0/8" },
      { key: "dns", label: "Name servers within reach", placeholder: "addresses, on port 53 alone" },
      FOR,
    ],
  },
  pause: {
    label: "Pause container",
    effect: "All its processes stand still and keep their memory, for a look at them. Probes of Kubernetes may fail meanwhile. It can be resumed.",
    options: [FOR],
  },
  resume: { label: "Resume container", effect: "Its processes go on from where they stood.", options: [] },
  "kill-process": {
    label: "Kill process",
    effect: "The process and what it has started end at once by SIGKILL; they cannot clean up. The container goes on without them.",
    danger: true,
    options: [],
  },
  stop: {
    label: "Stop container",
    effect: "The runtime ends the container. Kubernetes may start it again by its restart policy. What is in its memory is lost.",
    danger: true,
    options: [GRACE],
  },
  evict: {
    label: "Evict pod",
    effect: "Kubernetes takes the whole pod away from this node and may start another elsewhere, within its disruption budget.",
    danger: true,
    options: [GRACE],
  },
};

/** What an action is called; those of later sensors by their own name. */
export function actionLabel(action) {
  return ACTIONS[action]?.label ?? (action === "undo" ? "Undo" : action);
}
