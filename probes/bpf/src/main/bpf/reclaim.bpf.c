// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "failure.h"
#include "memory_limit.h"
#include "task.h"
#include <bpf/bpf_tracing.h>

PLACED(memory_wait__node_begin);
PLACED(memory_wait__node_end);
PLACED(memory_wait__limit_begin);
PLACED(memory_wait__limit_end);

/*
 * For how long whose tasks had to look for memory themselves before they could go on. Two ways lead there: the
 * node has too little (try_to_free_pages() of mm/vmscan.c), and a control group has come to a limit
 * (try_to_free_mem_cgroup_pages(), called for the group whose limit it is: the task's own or one above it). Both
 * run in the task that waits, and neither within the other (PF_MEMALLOC). Nothing of this passes the ring.
 *
 * Who took the memory is not known here: user space sees who grew.
 */

/* In the limit's place: the node's memory, no group's; and some group's that can't be told. No group has these
 * numbers. */
#define OF_NODE 0
#define OF_SOME_GROUP (~0ULL)

struct reclaiming {
	__u64 since; /* 0: not waiting */
	__u64 limit;
};

struct {
	__uint(type, BPF_MAP_TYPE_TASK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, struct reclaiming);
} reclaiming_tasks SEC(".maps");

/* By the waiting group, in the hierarchy by which containers are told apart, and the one whose limit it was, in
 * that of the memory controller. */
struct memory_wait_key {
	__u64 victim;
	__u64 limit;
};

/* Nanoseconds; they only grow. What was not waited for the longest time goes first. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 4096);
	__type(key, struct memory_wait_key);
	__type(value, __u64);
} memory_waits SEC(".maps");

/* The tracepoint does not say for which group (before 6.19). */
static __always_inline __u64 limit_of_current(void)
{
	__u64 group = full_group_of(bpf_get_current_task_btf(), BOUND_OF_MAX_OR_HIGH);

	return group ? group : OF_SOME_GROUP;
}

static __always_inline void begin_wait(__u32 place, __u64 limit)
{
	struct reclaiming *reclaiming;

	reclaiming = bpf_task_storage_get(&reclaiming_tasks, bpf_get_current_task_btf(), NULL,
					  BPF_LOCAL_STORAGE_GET_F_CREATE);
	if (!reclaiming) {
		count_failure(place, REASON_MAP_FULL);
		return;
	}
	reclaiming->limit = limit;
	reclaiming->since = bpf_ktime_get_ns();
}

static __always_inline void end_wait(__u32 place)
{
	struct memory_wait_key key = {.victim = current_cgroup_id()};
	struct reclaiming *reclaiming;
	__u64 nanos;
	__u64 *sum;

	reclaiming = bpf_task_storage_get(&reclaiming_tasks, bpf_get_current_task_btf(), NULL, 0);
	if (!reclaiming || !reclaiming->since)
		return;
	nanos = bpf_ktime_get_ns() - reclaiming->since;
	reclaiming->since = 0;
	key.limit = reclaiming->limit;
	sum = bpf_map_lookup_elem(&memory_waits, &key);
	if (!sum && bpf_map_update_elem(&memory_waits, &key, &nanos, BPF_NOEXIST)) {
		/* Another CPU was first. */
		sum = bpf_map_lookup_elem(&memory_waits, &key);
		if (!sum)
			count_failure(place, REASON_MAP_FULL);
	}
	if (sum)
		__sync_fetch_and_add(sum, nanos);
}

SEC("tp_btf/mm_vmscan_direct_reclaim_begin")
int BPF_PROG(memory_wait__node_begin)
{
	beat(PLACE(memory_wait__node_begin));
	begin_wait(PLACE(memory_wait__node_begin), OF_NODE);
	return 0;
}

SEC("tp_btf/mm_vmscan_direct_reclaim_end")
int BPF_PROG(memory_wait__node_end)
{
	beat(PLACE(memory_wait__node_end));
	end_wait(PLACE(memory_wait__node_end));
	return 0;
}

SEC("tp_btf/mm_vmscan_memcg_reclaim_begin")
int BPF_PROG(memory_wait__limit_begin)
{
	beat(PLACE(memory_wait__limit_begin));
	begin_wait(PLACE(memory_wait__limit_begin), limit_of_current());
	return 0;
}

SEC("tp_btf/mm_vmscan_memcg_reclaim_end")
int BPF_PROG(memory_wait__limit_end)
{
	beat(PLACE(memory_wait__limit_end));
	end_wait(PLACE(memory_wait__limit_end));
	return 0;
}
