package dev.vedette.probes.record;

/** Inode numbers of a task's namespaces. The pid namespace is the one the task lives in, not the one for its children. */
public record RawNamespaces(long mount, long pid, long network, long user, long ipc, long uts, long cgroup) {}
