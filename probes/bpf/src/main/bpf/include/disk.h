/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef VEDETTE_DISK_H
#define VEDETTE_DISK_H

#include "failure.h"
#include "service.h"
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

/* What block devices did for whom, and how a wait for one is charged: disk.bpf.c, journal.bpf.c. */

struct disk {
	__u64 served_until;
	__u64 flusher; /* the group that last asked for its cache to be written out; 0: not known */
	struct slices slices; /* of time */
};

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 256);
	__type(key, __u64); /* the address of its queue */
	__type(value, struct disk);
} disks SEC(".maps") __weak;

static const struct disk no_disk;

/* What a group had of all disks, as user space reads it, and when one had last done what it waited for itself. */
struct disk_group {
	struct service_times times;
	__u64 complete_at;
};

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 4096);
	__type(key, __u64);
	__type(value, struct disk_group);
} disk_times SEC(".maps") __weak;

static const struct disk_group no_group;

/* As blame, of devices. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 16384);
	__type(key, struct blame_key);
	__type(value, __u64);
} disk_blame SEC(".maps") __weak;

static __always_inline struct disk *disk_of(__u32 place, struct request_queue *queue)
{
	return kept_of(place, &disks, (__u64)queue, &no_disk, 0);
}

static __always_inline struct disk_group *disk_group_of(__u32 place, __u64 cgroup_id)
{
	return kept_of(place, &disk_times, cgroup_id, &no_group, cgroup_id);
}

/* A wait that is charged, going back slice by slice. */
struct charging {
	struct slices *slices;
	__u64 count; /* of them as it begins */
	__u64 victim;
	__u64 since;
	__u64 until;
	__u32 place;
};

static long charge_slice(__u32 back, struct charging *charging)
{
	struct slice *slice = slice_before(charging->slices, charging->count, back);
	__u64 nanos = part_of(slice, charging->since, charging->until);

	if (slice->end <= charging->since)
		return 1;
	if (nanos && slice->cgroup_id &&
	    !charge(&disk_blame, charging->victim, slice->cgroup_id, nanos))
		count_failure_of(charging->place, REASON_MAP_FULL, charging->victim);
	return 0;
}

/* A wait for what has served so, or for being let at it. */
static __always_inline void end_wait(__u32 place, struct slices *slices, __u64 victim, __u64 since,
				     __u64 until)
{
	struct disk_group *group;

	if (!victim || until < since + least_wait_nanos)
		return;
	struct charging charging = {
		.slices = slices,
		.count = slices->count,
		.victim = victim,
		.since = since,
		.until = until,
		.place = place,
	};
	bpf_loop(SLICES, charge_slice, &charging, 0);
	group = disk_group_of(place, victim);
	if (group)
		__sync_fetch_and_add(&group->times.waited, until - since);
}

#endif
