/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef VEDETTE_BUDGET_H
#define VEDETTE_BUDGET_H

#include "failure.h"
#include "group.h"
#include "record.h"

/*
 * A container that floods the ring must not blind the sensor for the others: each may fill a share of
 * it within a window, and a small one while the ring is more than half full. What goes beyond is
 * counted for that container. The lives of processes and groups have twice the share and keep it
 * under pressure, since all else rests on them.
 */
#define WINDOW_SHIFT 27 /* of nanoseconds: 134 ms */
#define PRESSED_SHARE_SHIFT 4

/* Records of one container within a window. 0: no limit. */
const volatile __u32 container_budget __weak = 8192;

struct spending {
	__u64 window;
	__u64 records;
};

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 4096);
	__type(key, __u64);
	__type(value, struct spending);
} spendings SEC(".maps") __weak;

static __always_inline bool is_vital(__u32 kind)
{
	return kind == VDT_EXEC || kind == VDT_FORK || kind == VDT_EXIT || kind == VDT_CGROUP;
}

static __always_inline bool ring_is_pressed(void)
{
	return bpf_ringbuf_query(&records, BPF_RB_AVAIL_DATA) >
	       bpf_ringbuf_query(&records, BPF_RB_RING_SIZE) / 2;
}

/* Counts the record; false if it is one too many. Two CPUs that begin a window at once may both
 * begin at nothing: a share is exceeded by at most the number of CPUs. */
__weak __noinline int within_budget(__u32 place, __u32 kind, __u64 cgroup_id)
{
	__u64 container = container_of_group(cgroup_id);
	__u64 window = bpf_ktime_get_boot_ns() >> WINDOW_SHIFT;
	__u64 budget = container_budget;
	struct spending *spending;

	if (!budget)
		return true;
	spending = bpf_map_lookup_elem(&spendings, &container);
	if (!spending) {
		struct spending first = {.window = window, .records = 1};

		if (bpf_map_update_elem(&spendings, &container, &first, BPF_ANY))
			count_failure_of(place, REASON_MAP_FULL, cgroup_id);
		return true;
	}
	if (spending->window != window) {
		spending->window = window;
		spending->records = 0;
	}
	__sync_fetch_and_add(&spending->records, 1);
	if (is_vital(kind))
		budget *= 2;
	else if (spending->records > budget >> PRESSED_SHARE_SHIFT && ring_is_pressed())
		budget >>= PRESSED_SHARE_SHIFT;
	if (spending->records <= budget)
		return true;
	count_failure_of(place, REASON_OVER_BUDGET, cgroup_id);
	return false;
}

#endif
