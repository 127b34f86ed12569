/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef VEDETTE_SERVICE_H
#define VEDETTE_SERVICE_H

#include "waits.h"

/*
 * Devices that serve what groups ask of them, one after the other: whom they served last, and what each group had
 * of them.
 */
#define SLICES 32

/* Written by several CPUs at once without a lock: a slice that is torn once in a while moves some
 * microseconds of blame. */
struct slices {
	__u64 count;
	struct slice last[SLICES];
};

/* What a group did with all devices of a kind. All only grow; a group that did nothing for the longest time goes
 * first. */
struct service_times {
	__u64 served;
	__u64 waited;
	__u64 requests;
	__u64 bytes;
	__u64 dropped; /* of network devices: packets that a full queue threw away */
	__u32 lengths[LENGTHS];
};

/* The last service of a group and the one before it, without a break, are one slice: else many short ones
 * would push all others out. */
static __always_inline void keep_slice(struct slices *slices, __u64 cgroup_id, __u64 start, __u64 end)
{
	struct slice *slice = &slices->last[(slices->count - 1) & (SLICES - 1)];

	if (slice->cgroup_id != cgroup_id || slice->end != start) {
		slice = &slices->last[__sync_fetch_and_add(&slices->count, 1) & (SLICES - 1)];
		slice->cgroup_id = cgroup_id;
		slice->start = start;
	}
	slice->end = end;
}

/* The one before so many of the first of them. */
static __always_inline struct slice *slice_before(struct slices *slices, __u64 count, __u32 back)
{
	return &slices->last[(count - 1 - back) & (SLICES - 1)];
}

/* How much of it lies between the two. */
static __always_inline __u64 part_of(const struct slice *slice, __u64 since, __u64 until)
{
	__u64 start = slice->start > since ? slice->start : since;
	__u64 end = slice->end < until ? slice->end : until;

	return end > start ? end - start : 0;
}

/* What the map keeps of a key, with zeros if it kept nothing yet. NULL if there is no room, which is counted. */
static __always_inline void *kept_of(__u32 place, void *map, __u64 key, const void *zeros, __u64 cgroup_id)
{
	void *kept = bpf_map_lookup_elem(map, &key);

	if (kept)
		return kept;
	bpf_map_update_elem(map, &key, zeros, BPF_NOEXIST);
	kept = bpf_map_lookup_elem(map, &key);
	if (!kept)
		count_failure_of(place, REASON_MAP_FULL, cgroup_id);
	return kept;
}

#endif
