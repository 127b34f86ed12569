/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef VEDETTE_ISOLATION_H
#define VEDETTE_ISOLATION_H

#include "call.h"
#include "scope.h"
#include "scratch.h"
#include "task.h"

/* The kinds that differ, as CLONE_NEW* bits. */
/* The flag if the numbers differ. Without a branch: the verifier would go through what follows once for each set of
 * flags. */
static __always_inline __u64 if_changed(__u32 before, __u32 after, __u64 flag)
{
	__u64 carry = (__u64)(before ^ after) + (__u32)-1;

	barrier_var(carry);
	return -(carry >> 32) & flag;
}

static __always_inline __u64 changed_namespaces(const struct vdt_namespaces *before,
						const struct vdt_namespaces *after)
{
	return if_changed(before->mount, after->mount, CLONE_NEWNS) |
	       if_changed(before->pid, after->pid, CLONE_NEWPID) |
	       if_changed(before->network, after->network, CLONE_NEWNET) |
	       if_changed(before->user, after->user, CLONE_NEWUSER) |
	       if_changed(before->ipc, after->ipc, CLONE_NEWIPC) |
	       if_changed(before->uts, after->uts, CLONE_NEWUTS) |
	       if_changed(before->cgroup, after->cgroup, CLONE_NEWCGROUP);
}

/* What the task had when the call began, by thread. Least recently used goes first, so that a
 * thread that died within its call leaves no hole. */
struct namespaces_before {
	struct vdt_namespaces namespaces;
	__u32 pid_for_children;
	__u32 padding;
};

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 4096);
	__type(key, __u64);
	__type(value, struct namespaces_before);
} namespaces_at_entry SEC(".maps") __weak;

static __always_inline __u32 pid_for_children_of(struct task_struct *task)
{
	return BPF_CORE_READ(task, nsproxy, pid_ns_for_children, ns.inum);
}

static __always_inline int namespaces_entered(__u32 place)
{
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();
	struct namespaces_before before = {};
	__u64 thread = bpf_get_current_pid_tgid();

	if (current_is_own())
		return 0;
	fill_namespaces(&before.namespaces, task);
	before.pid_for_children = pid_for_children_of(task);
	if (bpf_map_update_elem(&namespaces_at_entry, &thread, &before, BPF_ANY))
		count_failure(place, REASON_MAP_FULL);
	return 0;
}

static __always_inline int namespaces_left(__u32 place, __u32 operation, __u64 asked, __s64 result)
{
	__u64 thread = bpf_get_current_pid_tgid();
	struct vdt_namespace record = {};
	struct namespaces_before *before;
	struct task_struct *task;

	if (current_is_own())
		return 0;
	task = fill_header(&record.header, VDT_NAMESPACE);
	record.header.length = sizeof(record);
	record.operation = operation;
	record.result = result;
	fill_namespaces(&record.after, task);
	before = bpf_map_lookup_elem(&namespaces_at_entry, &thread);
	if (before) {
		record.before = before->namespaces;
		if (!asked && before->pid_for_children != pid_for_children_of(task))
			asked = CLONE_NEWPID;
		bpf_map_delete_elem(&namespaces_at_entry, &thread);
	} else {
		/* The call began before the programs were attached. */
		count_failure(place, REASON_NO_ENTRY);
		record.before = record.after;
	}
	record.clone_flags = asked | changed_namespaces(&record.before, &record.after);
	submit_fixed(place, &record, sizeof(record), record.header.cgroup_id);
	return 0;
}

static __always_inline int setns_returned(__u32 place, __s64 result)
{
	return namespaces_left(place, VDT_SETNS, CALL_ARGUMENT(2) & CLONE_NEW_ANY, result);
}

static __always_inline int unshare_returned(__u32 place, __s64 result)
{
	__u64 asked = CALL_ARGUMENT(1) & CLONE_NEW_ANY;

	return asked ? namespaces_left(place, VDT_UNSHARE, asked, result) : 0;
}

#endif
