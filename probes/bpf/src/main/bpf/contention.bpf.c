// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "failure.h"
#include "task.h"
#include "waits.h"
#include <bpf/bpf_tracing.h>

PLACED(sched_switch);
PLACED(sched_wakeup);
PLACED(sched_wakeup_new);

/*
 * Who made whom wait for a CPU. A task is stamped when it becomes runnable; when it gets the CPU, its
 * wait is charged, slice by slice, to the groups that ran on that CPU meanwhile. "The one before" is
 * the wrong answer too often: the last of many short slices says nothing about the rest.
 *
 * Time during which the task's own group was throttled by its quota is charged to OWN_QUOTA: no
 * neighbour did that. Time when nobody ran, or longer ago than the slices kept, is charged to
 * nobody; the group's whole wait stands beside the matrix, so that what is missing there shows.
 * Nothing of this passes the ring.
 */
#define SLICES 16

struct cpu_slices {
	__u64 running_since;
	__u64 count;
	struct slice slices[SLICES];
};

struct waiting {
	__u64 since; /* 0: not waiting */
	__u64 throttled; /* what throttled_nanos() said then */
};

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct cpu_slices);
} cpu_slices SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_TASK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, struct waiting);
} waiting_tasks SEC(".maps");

/* What a group did with the CPUs. Both only grow; a group that did nothing for the longest time goes first. */
struct cpu_times {
	__u64 ran;
	__u64 waited;
	__u32 lengths[LENGTHS];
};

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 4096);
	__type(key, __u64);
	__type(value, struct cpu_times);
} cpu_times SEC(".maps");

static const struct cpu_times no_times;

/* From kernel/sched/sched.h, since 6.6, where the group scheduler has quotas. */
struct cfs_rq___vdt {
	__u64 throttled_clock_self_time;
} __attribute__((preserve_access_index));

struct sched_entity___vdt {
	struct cfs_rq___vdt *cfs_rq;
} __attribute__((preserve_access_index));

struct task_struct___vdt {
	struct sched_entity___vdt se;
} __attribute__((preserve_access_index));

/* For how long the task's queue was kept from running by its own or an upper group's quota. */
static __always_inline __u64 throttled_nanos(struct task_struct *task)
{
	struct task_struct___vdt *ours = (struct task_struct___vdt *)task;
	struct cfs_rq___vdt *queue = NULL;

	if (!bpf_core_field_exists(queue->throttled_clock_self_time) ||
	    !bpf_core_field_exists(ours->se.cfs_rq))
		return 0;
	return ours->se.cfs_rq->throttled_clock_self_time;
}

/* As cgroup_of(), by plain loads: these programs run at every switch, and what a tracepoint hands over
 * may be followed without a helper's call. */
static __always_inline __u64 group_of_task(struct task_struct *task)
{
	if (group_controller)
		return cgroup_by_controller(task);
	return task->cgroups->dfl_cgrp->kn->id;
}

static __always_inline void stamp(__u32 place, struct task_struct *task, __u64 now)
{
	struct waiting *waiting;

	waiting = bpf_task_storage_get(&waiting_tasks, task, NULL, BPF_LOCAL_STORAGE_GET_F_CREATE);
	if (!waiting) {
		count_failure_of(place, REASON_MAP_FULL, 0);
		return;
	}
	waiting->throttled = throttled_nanos(task);
	waiting->since = now;
}

static __always_inline void charge_slices(struct cpu_slices *cpu, __u64 victim, __u64 since)
{
	for (__u32 back = 1; back <= SLICES; back++) {
		struct slice *slice = &cpu->slices[(cpu->count - back) & (SLICES - 1)];
		__u64 start = slice->start > since ? slice->start : since;

		if (slice->end <= since)
			return;
		if (slice->end > start && slice->cgroup_id &&
		    !charge(&blame, victim, slice->cgroup_id, slice->end - start))
			count_failure_of(PLACE(sched_switch), REASON_MAP_FULL, victim);
	}
}

static __always_inline struct cpu_times *times_of(__u64 cgroup_id)
{
	struct cpu_times *times = bpf_map_lookup_elem(&cpu_times, &cgroup_id);

	if (times)
		return times;
	bpf_map_update_elem(&cpu_times, &cgroup_id, &no_times, BPF_NOEXIST);
	times = bpf_map_lookup_elem(&cpu_times, &cgroup_id);
	if (!times)
		count_failure_of(PLACE(sched_switch), REASON_MAP_FULL, cgroup_id);
	return times;
}

static __always_inline void count_run(__u64 cgroup_id, __u64 nanos)
{
	struct cpu_times *times = times_of(cgroup_id);

	if (times)
		__sync_fetch_and_add(&times->ran, nanos);
}

/* Many short slices of one group, one after the other, are one: else they would push all others out. */
static __always_inline void keep_slice(struct cpu_slices *cpu, __u64 cgroup_id, __u64 now)
{
	struct slice *slice = &cpu->slices[(cpu->count - 1) & (SLICES - 1)];

	if (slice->cgroup_id != cgroup_id || slice->end != cpu->running_since) {
		slice = &cpu->slices[cpu->count & (SLICES - 1)];
		slice->cgroup_id = cgroup_id;
		slice->start = cpu->running_since;
		cpu->count += 1;
	}
	slice->end = now;
}

static __always_inline void close_slice(struct cpu_slices *cpu, struct task_struct *task, __u64 now)
{
	/* The idle task holds the CPU from nobody. */
	__u64 cgroup_id = task->pid ? group_of_task(task) : 0;

	keep_slice(cpu, cgroup_id, now);
	if (cgroup_id && cpu->running_since)
		count_run(cgroup_id, now - cpu->running_since);
	cpu->running_since = now;
}

static __always_inline void count_wait(__u64 cgroup_id, __u64 nanos)
{
	struct cpu_times *times = times_of(cgroup_id);

	if (!times)
		return;
	__sync_fetch_and_add(&times->waited, nanos);
	count_length(times->lengths, nanos);
}

static __always_inline void end_wait(struct cpu_slices *cpu, struct task_struct *task, __u64 now)
{
	struct waiting *waiting = bpf_task_storage_get(&waiting_tasks, task, NULL, 0);
	__u64 throttled;
	__u64 waited;
	__u64 victim;
	__u64 since;

	if (!waiting || !waiting->since)
		return;
	since = waiting->since;
	waiting->since = 0;
	if (now < since + least_wait_nanos)
		return;
	victim = group_of_task(task);
	waited = now - since;
	throttled = throttled_nanos(task) - waiting->throttled;
	if (throttled && throttled <= now - since) {
		/* Throttling comes first: what is left of the wait is its end. */
		if (!charge(&blame, victim, OWN_QUOTA, throttled))
			count_failure_of(PLACE(sched_switch), REASON_MAP_FULL, victim);
		since += throttled;
	}
	charge_slices(cpu, victim, since);
	count_wait(victim, waited);
}

SEC("tp_btf/sched_wakeup")
int BPF_PROG(sched_wakeup, struct task_struct *task)
{
	beat(PLACE(sched_wakeup));
	stamp(PLACE(sched_wakeup), task, bpf_ktime_get_ns());
	return 0;
}

SEC("tp_btf/sched_wakeup_new")
int BPF_PROG(sched_wakeup_new, struct task_struct *task)
{
	beat(PLACE(sched_wakeup_new));
	stamp(PLACE(sched_wakeup_new), task, bpf_ktime_get_ns());
	return 0;
}

/* Still runnable when it leaves the CPU: it was preempted and waits from now on. */
static __always_inline bool still_runnable(struct task_struct *task)
{
	return task->__state == TASK_RUNNING;
}

SEC("tp_btf/sched_switch")
int BPF_PROG(sched_switch, bool preempt, struct task_struct *previous, struct task_struct *next)
{
	__u64 now = bpf_ktime_get_ns();
	struct cpu_slices *cpu;
	__u32 only = 0;

	beat(PLACE(sched_switch));
	cpu = bpf_map_lookup_elem(&cpu_slices, &only);
	if (!cpu)
		return 0;
	close_slice(cpu, previous, now);
	if (previous->pid && (preempt || still_runnable(previous)))
		stamp(PLACE(sched_switch), previous, now);
	if (next->pid)
		end_wait(cpu, next, now);
	return 0;
}
