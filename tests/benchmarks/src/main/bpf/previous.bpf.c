// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * What our matrix is compared with: each wait for a CPU is charged as a whole to whoever ran there right before it ended.
 *
 * The groups are those of the CPU controller, in whichever hierarchy it is.
 */
#include <linux/bpf.h>
#include <stdbool.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#define LEAST_WAIT_NANOS 5000

char LICENSE[] SEC("license") = "Dual BSD/GPL";

struct kernfs_node {
	__u64 id;
} __attribute__((preserve_access_index));

struct cgroup {
	struct kernfs_node *kn;
} __attribute__((preserve_access_index));

struct cgroup_subsys_state {
	struct cgroup *cgroup;
} __attribute__((preserve_access_index));

struct task_group {
	struct cgroup_subsys_state css;
} __attribute__((preserve_access_index));

struct task_struct {
	int pid;
	unsigned int __state;
	struct task_group *sched_task_group;
} __attribute__((preserve_access_index));

struct blame_key {
	__u64 victim;
	__u64 culprit;
};

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 16384);
	__type(key, int);
	__type(value, __u64);
} waiting_since SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16384);
	__type(key, struct blame_key);
	__type(value, __u64);
} previous_blame SEC(".maps");

static __u64 group_of(struct task_struct *task)
{
	return task->sched_task_group->css.cgroup->kn->id;
}

static void waits(int pid)
{
	__u64 now = bpf_ktime_get_ns();

	bpf_map_update_elem(&waiting_since, &pid, &now, BPF_ANY);
}

SEC("tp_btf/sched_wakeup")
int BPF_PROG(wakes, struct task_struct *task)
{
	waits(task->pid);
	return 0;
}

SEC("tp_btf/sched_wakeup_new")
int BPF_PROG(wakes_new, struct task_struct *task)
{
	waits(task->pid);
	return 0;
}

static void charge(__u64 victim, __u64 culprit, __u64 nanos)
{
	struct blame_key key = {.victim = victim, .culprit = culprit};
	__u64 none = 0;
	__u64 *sum;

	bpf_map_update_elem(&previous_blame, &key, &none, BPF_NOEXIST);
	sum = bpf_map_lookup_elem(&previous_blame, &key);
	if (sum)
		__sync_fetch_and_add(sum, nanos);
}

SEC("tp_btf/sched_switch")
int BPF_PROG(switches, bool preempt, struct task_struct *previous, struct task_struct *next)
{
	__u64 now = bpf_ktime_get_ns();
	int pid = next->pid;
	__u64 *since;

	if (previous->pid && (preempt || !previous->__state))
		waits(previous->pid);
	since = pid ? bpf_map_lookup_elem(&waiting_since, &pid) : NULL;
	if (!since)
		return 0;
	if (previous->pid && now > *since + LEAST_WAIT_NANOS)
		charge(group_of(next), group_of(previous), now - *since);
	bpf_map_delete_elem(&waiting_since, &pid);
	return 0;
}
