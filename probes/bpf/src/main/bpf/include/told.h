/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef VEDETTE_TOLD_H
#define VEDETTE_TOLD_H

#include "novelty.h"
#include "record.h"

/*
 * What a process did to an object is told once within the novelty window; what is left out is counted.
 * The process is known by its number and its start, so that one with a used number is another; and a
 * program that takes the place of another one in it is somebody else, as in novelty.h.
 */
struct told {
	__u64 started; /* with the count of programs it executed in the upper bits */
	__u64 object; /* another process's start, say; 0: the deed alone counts */
	__u32 pid;
	__u32 kind; /* enum vdt_kind */
	__u32 operation;
	__u32 detail;
};

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 8192);
	__type(key, struct told);
	__type(value, __u64);
} told_deeds SEC(".maps") __weak;

/* Of the current process. */
static __always_inline bool was_told(__u32 place, struct told *deed)
{
	struct task_struct *task = bpf_get_current_task_btf();
	__u64 now = bpf_ktime_get_boot_ns();
	__u64 *last;

	if (!novelty_window_nanos)
		return false;
	deed->pid = task->tgid;
	deed->started = task->group_leader->start_boottime ^ (__u64)task->self_exec_id << 48;
	last = bpf_map_lookup_elem(&told_deeds, deed);
	if (last && now - *last < novelty_window_nanos) {
		count_failure(place, REASON_REPEAT);
		return true;
	}
	if (last)
		*last = now;
	else if (bpf_map_update_elem(&told_deeds, deed, &now, BPF_ANY))
		count_failure(place, REASON_MAP_FULL);
	return false;
}

#endif
