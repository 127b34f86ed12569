// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "block.h"
#include "failure.h"
#include "service.h"
#include <bpf/bpf_tracing.h>

PLACED(block_request__insert);
PLACED(block_request__issue);
PLACED(block_request__merge);
PLACED(block_request__complete);
PLACED(block_request__get);
PLACED(block_bio__fentry_queue);
PLACED(block_bio__fexit_throttle);
PLACED(block_bio__queue);

/*
 * Who made whom wait for a block device. A request is stamped when it comes to the device's queue; when
 * it is complete, its wait is charged, slice by slice, to the groups whose requests the device served
 * meanwhile. A device is taken for one that serves one request after the other: what it did between two
 * completions was the later one's, from its issue at the earliest. The request's own slice is service and
 * no wait. Of a device that serves many at once this tells shares rather than times, and whether there is
 * harm is told by how long single requests take, which is counted whole.
 *
 * Before there is a request, a bio waits for one (all of the device's are taken, or its writeback is held
 * back): that is charged in the same way. A bio that its own group's limit holds back is charged to
 * OWN_QUOTA.
 *
 * Requests without a known group (flushes, the journal's, writeback on version 1) have slices that nobody
 * is blamed for. Nothing of this passes the ring.
 */
/* A stamp so old is of a bio that went another way. */
#define LONGEST_NANOS (60ULL * 1000 * 1000 * 1000)

struct disk {
	__u64 served_until;
	struct slices slices; /* of time */
};

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 256);
	__type(key, __u64); /* the address of its queue */
	__type(value, struct disk);
} disks SEC(".maps");

static const struct disk no_disk;

struct asked {
	__u64 since;
	__u64 issued; /* 0: not yet */
	__u64 cgroup_id; /* 0: not known */
};

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 8192);
	__type(key, __u64); /* the address of the request */
	__type(value, struct asked);
} disk_requests SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 4096);
	__type(key, __u64); /* the address of the bio */
	__type(value, struct asked);
} throttled_bios SEC(".maps");

/* When the task came to ask for a request; 0: it does not. */
struct {
	__uint(type, BPF_MAP_TYPE_TASK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, __u64);
} disk_askers SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 4096);
	__type(key, __u64);
	__type(value, struct service_times);
} disk_times SEC(".maps");

static const struct service_times no_times;

/* As blame, of devices. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 16384);
	__type(key, struct blame_key);
	__type(value, __u64);
} disk_blame SEC(".maps");

static __always_inline struct disk *disk_of(__u32 place, struct request_queue *queue)
{
	return kept_of(place, &disks, (__u64)queue, &no_disk, 0);
}

static __always_inline struct service_times *times_of(__u32 place, __u64 cgroup_id)
{
	return kept_of(place, &disk_times, cgroup_id, &no_times, cgroup_id);
}

/* A wait that is charged, going back slice by slice. */
struct charging {
	struct disk *disk;
	__u64 count; /* of the disk's slices as it begins */
	__u64 victim;
	__u64 since;
	__u64 until;
	__u32 place;
};

static long charge_slice(__u32 back, struct charging *charging)
{
	struct slice *slice = slice_before(&charging->disk->slices, charging->count, back);
	__u64 nanos = part_of(slice, charging->since, charging->until);

	if (slice->end <= charging->since)
		return 1;
	if (nanos && slice->cgroup_id &&
	    !charge(&disk_blame, charging->victim, slice->cgroup_id, nanos))
		count_failure_of(charging->place, REASON_MAP_FULL, charging->victim);
	return 0;
}

/* A wait for the device, or for being let at it. */
static __always_inline void end_wait(__u32 place, struct disk *disk, __u64 victim, __u64 since,
				     __u64 until)
{
	struct service_times *times;

	if (!victim || until < since + least_wait_nanos)
		return;
	struct charging charging = {
		.disk = disk,
		.count = disk->slices.count,
		.victim = victim,
		.since = since,
		.until = until,
		.place = place,
	};
	bpf_loop(SLICES, charge_slice, &charging, 0);
	times = times_of(place, victim);
	if (times)
		__sync_fetch_and_add(&times->waited, until - since);
}

/* Whether the stamp is this request's. Its memory is used again and again, and the end of one is missed where
 * the program that sees it interrupts itself. Without statistics of the device nobody notes when it began. */
static __always_inline bool is_of(struct request *request, const struct asked *asked)
{
	__u64 began = request->start_time_ns;

	return began ? asked->since >= began : !asked->issued;
}

/* What was put back into the queue goes on to wait since it came first. */
static __always_inline void stamp(__u32 place, struct request *request, __u64 issued)
{
	__u64 key = (__u64)request;
	struct asked *known = bpf_map_lookup_elem(&disk_requests, &key);
	struct asked asked = {};

	if (known && is_of(request, known)) {
		known->issued = issued;
		return;
	}
	asked.since = bpf_ktime_get_ns();
	asked.issued = issued;
	asked.cgroup_id = group_of_bio(place, request->bio);
	if (bpf_map_update_elem(&disk_requests, &key, &asked, BPF_ANY))
		count_failure_of(place, REASON_MAP_FULL, asked.cgroup_id);
}

SEC("tp_btf/block_rq_insert")
int BPF_PROG(block_request__insert, struct request *request)
{
	beat(PLACE(block_request__insert));
	stamp(PLACE(block_request__insert), request, 0);
	return 0;
}

SEC("tp_btf/block_rq_issue")
int BPF_PROG(block_request__issue, struct request *request)
{
	beat(PLACE(block_request__issue));
	stamp(PLACE(block_request__issue), request, bpf_ktime_get_ns());
	return 0;
}

/* It is a part of another from now on, and never complete by itself. */
SEC("tp_btf/block_rq_merge")
int BPF_PROG(block_request__merge, struct request *request)
{
	__u64 key = (__u64)request;

	beat(PLACE(block_request__merge));
	bpf_map_delete_elem(&disk_requests, &key);
	return 0;
}

static __always_inline void count_request(struct request *request, const struct asked *asked,
					  __u64 served, __u32 bytes, __u64 now)
{
	struct service_times *times = times_of(PLACE(block_request__complete), asked->cgroup_id);

	if (!times)
		return;
	__sync_fetch_and_add(&times->served, served);
	__sync_fetch_and_add(&times->requests, 1);
	if (moves_data(request))
		__sync_fetch_and_add(&times->bytes, bytes);
	count_length(times->lengths, now - asked->since);
}

SEC("tp_btf/block_rq_complete")
int BPF_PROG(block_request__complete, struct request *request, int error, unsigned int bytes)
{
	__u64 key = (__u64)request;
	__u64 now = bpf_ktime_get_ns();
	struct asked *known;
	struct asked asked;
	struct disk *disk;
	__u64 start;

	beat(PLACE(block_request__complete));
	known = bpf_map_lookup_elem(&disk_requests, &key);
	/* Of one that is complete in part the rest follows. */
	if (!known || bytes < request->__data_len)
		return 0;
	asked = *known;
	bpf_map_delete_elem(&disk_requests, &key);
	disk = disk_of(PLACE(block_request__complete), request->q);
	if (!disk || !asked.issued || asked.since < request->start_time_ns)
		return 0;
	start = __sync_lock_test_and_set(&disk->served_until, now);
	if (start < asked.issued)
		start = asked.issued;
	if (start > now) /* another CPU was first */
		start = now;
	end_wait(PLACE(block_request__complete), disk, asked.cgroup_id, asked.since, start);
	keep_slice(&disk->slices, asked.cgroup_id, start, now);
	if (asked.cgroup_id)
		count_request(request, &asked, now - start, bytes, now);
	return 0;
}

static __always_inline void end_throttling(__u32 place, struct bio *bio, __u64 now)
{
	__u64 key = (__u64)bio;
	struct asked *held = bpf_map_lookup_elem(&throttled_bios, &key);
	struct service_times *times;
	struct asked asked;

	if (!held)
		return;
	asked = *held;
	bpf_map_delete_elem(&throttled_bios, &key);
	if (!asked.cgroup_id || now - asked.since > LONGEST_NANOS)
		return;
	if (!charge(&disk_blame, asked.cgroup_id, OWN_QUOTA, now - asked.since))
		count_failure_of(place, REASON_MAP_FULL, asked.cgroup_id);
	times = times_of(place, asked.cgroup_id);
	if (times)
		__sync_fetch_and_add(&times->waited, now - asked.since);
}

/* From here a task goes on to get a request for its bio, and may have to wait for one. */
static __always_inline void ask(__u32 place, __u64 now)
{
	__u64 *since = bpf_task_storage_get(&disk_askers, bpf_get_current_task_btf(), NULL,
					    BPF_LOCAL_STORAGE_GET_F_CREATE);

	if (since)
		*since = now;
	else
		count_failure_of(place, REASON_MAP_FULL, 0);
}

/* Where a bio comes that no limit holds back, or not any more. */
SEC("fentry/submit_bio_noacct_nocheck")
int BPF_PROG(block_bio__fentry_queue, struct bio *bio)
{
	__u64 now = bpf_ktime_get_ns();

	beat(PLACE(block_bio__fentry_queue));
	end_throttling(PLACE(block_bio__fentry_queue), bio, now);
	ask(PLACE(block_bio__fentry_queue), now);
	return 0;
}

SEC("tp_btf/block_bio_queue")
int BPF_PROG(block_bio__queue, struct bio *bio)
{
	beat(PLACE(block_bio__queue));
	ask(PLACE(block_bio__queue), bpf_ktime_get_ns());
	return 0;
}

/* Whether the group's own limit (io.max, blkio.throttle.*) holds the bio back. No tracepoint tells. */
SEC("fexit/__blk_throtl_bio")
int BPF_PROG(block_bio__fexit_throttle, struct bio *bio, bool held)
{
	__u64 key = (__u64)bio;
	struct asked asked = {};

	if (!held)
		return 0;
	beat(PLACE(block_bio__fexit_throttle));
	asked.since = bpf_ktime_get_ns();
	asked.cgroup_id = group_of_bio(PLACE(block_bio__fexit_throttle), bio);
	if (bpf_map_update_elem(&throttled_bios, &key, &asked, BPF_ANY))
		count_failure_of(PLACE(block_bio__fexit_throttle), REASON_MAP_FULL,
				 asked.cgroup_id);
	return 0;
}

SEC("tp_btf/block_getrq")
int BPF_PROG(block_request__get, struct bio *bio)
{
	__u64 now = bpf_ktime_get_ns();
	struct disk *disk;
	__u64 *asked;
	__u64 since;

	beat(PLACE(block_request__get));
	asked = bpf_task_storage_get(&disk_askers, bpf_get_current_task_btf(), NULL, 0);
	if (!asked || !*asked)
		return 0;
	since = *asked;
	*asked = 0;
	if (now < since + least_wait_nanos)
		return 0;
	disk = disk_of(PLACE(block_request__get), bio->bi_bdev->bd_disk->queue);
	if (disk)
		end_wait(PLACE(block_request__get), disk, group_of_bio(PLACE(block_request__get), bio), since, now);
	return 0;
}
