// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "isolation.h"
#include "call.h"
#include "scope.h"
#include "scratch.h"

PLACED(setns__enter);
PLACED(setns__exit);
PLACED(unshare__enter);
PLACED(unshare__exit);

/* What the task had when the call began, by thread. Least recently used goes first, so that a thread
 * that died within its call leaves no hole. */
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
} namespaces_at_entry SEC(".maps");

static __always_inline __u32 pid_for_children_of(struct task_struct *task)
{
	return BPF_CORE_READ(task, nsproxy, pid_ns_for_children, ns.inum);
}

static __always_inline int entered(__u32 place)
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

static __always_inline int left(__u32 place, __u32 operation, __u64 asked, __s64 result)
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

/*
 * Why both ends of the calls: only there are the namespaces of before and after in sight, and only a
 * call that succeeded has changed them. A pid namespace counts for children only: the task's own
 * stays, and what changes is pid_ns_for_children.
 */
SEC("tracepoint/syscalls/sys_enter_setns")
int setns__enter(void *context)
{
	beat(PLACE(setns__enter));
	return entered(PLACE(setns__enter));
}

SEC("tracepoint/syscalls/sys_exit_setns")
int setns__exit(struct trace_event_raw_sys_exit *call)
{
	beat(PLACE(setns__exit));
	return left(PLACE(setns__exit), VDT_SETNS, CALL_ARGUMENT(2) & CLONE_NEW_ANY, call->ret);
}

SEC("tracepoint/syscalls/sys_enter_unshare")
int unshare__enter(void *context)
{
	beat(PLACE(unshare__enter));
	/* Threads unshare their files and working directory all the time. */
	if (!(CALL_ARGUMENT(1) & CLONE_NEW_ANY))
		return 0;
	return entered(PLACE(unshare__enter));
}

SEC("tracepoint/syscalls/sys_exit_unshare")
int unshare__exit(struct trace_event_raw_sys_exit *call)
{
	__u64 asked = CALL_ARGUMENT(1) & CLONE_NEW_ANY;

	beat(PLACE(unshare__exit));
	if (!asked)
		return 0;
	return left(PLACE(unshare__exit), VDT_UNSHARE, asked, call->ret);
}
