// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "block.h"
#include "disk.h"
#include "failure.h"
#include "journal.h"
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
 * What the thread of a journal asks for is taken for that of who makes it: journal.bpf.c. Writing out the device's cache is
 * the doing of who asked for it last. Requests without a known group (writeback on version 1) have slices that nobody is
 * blamed for. Nothing of this passes the ring.
 */
/* A stamp so old is of a bio that went another way. */
#define LONGEST_NANOS (60ULL * 1000 * 1000 * 1000)

struct asked {
	__u64 since;
	__u64 issued; /* 0: not yet */
	__u64 cgroup_id; /* 0: not known */
	bool by_kernel; /* for the group, which goes on meanwhile or waits for something else */
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

/* Whether the stamp is this request's. Its memory is used again and again, and the end of one is missed where
 * the program that sees it interrupts itself. Without statistics of the device nobody notes when it began. */
static __always_inline bool is_of(struct request *request, const struct asked *asked)
{
	__u64 began = request->start_time_ns;

	return began ? asked->since >= began : !asked->issued;
}

/* For whom a bio is; 0 if that is not known. */
static __always_inline __u64 owner_of_bio(__u32 place, struct bio *bio)
{
	__u64 group = group_of_bio(place, bio);

	if (group || !bio || !is_journal_thread(bpf_get_current_task_btf()))
		return group;
	return owner_of_journal(bio->bi_bdev->bd_dev);
}

/* Whether the device has to write out its cache before it, or after. */
static __always_inline bool flushes(__u32 flags)
{
	return flags & (1U << bpf_core_enum_value(enum req_flag_bits, __REQ_PREFLUSH) |
			1U << bpf_core_enum_value(enum req_flag_bits, __REQ_FUA));
}

/* The kernel makes a request of its own of the flush, and may leave what comes with it to another thread: block/blk-flush.c. */
static __always_inline __u64 owner_of_request(__u32 place, struct request *request)
{
	__u64 group = owner_of_bio(place, request->bio);
	struct disk *disk;

	if (group || !(flushes(request->cmd_flags) || (request->cmd_flags & REQ_OP_MASK) == REQ_OP_FLUSH))
		return group;
	disk = disk_of(place, request->q);
	return disk ? disk->flusher : 0;
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
	asked.cgroup_id = owner_of_request(place, request);
	asked.by_kernel = bpf_get_current_task_btf()->flags & PF_KTHREAD;
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
	struct disk_group *group = disk_group_of(PLACE(block_request__complete), asked->cgroup_id);

	if (!group)
		return;
	__sync_fetch_and_add(&group->times.served, served);
	__sync_fetch_and_add(&group->times.requests, 1);
	if (moves_data(request))
		__sync_fetch_and_add(&group->times.bytes, bytes);
	count_length(group->times.lengths, now - asked->since);
	if (!asked->by_kernel)
		group->complete_at = now;
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
	end_wait(PLACE(block_request__complete), &disk->slices, asked.cgroup_id, asked.since, start);
	keep_slice(&disk->slices, asked.cgroup_id, start, now);
	if (asked.cgroup_id)
		count_request(request, &asked, now - start, bytes, now);
	return 0;
}

static __always_inline void end_throttling(__u32 place, struct bio *bio, __u64 now)
{
	__u64 key = (__u64)bio;
	struct asked *held = bpf_map_lookup_elem(&throttled_bios, &key);
	struct disk_group *group;
	struct asked asked;

	if (!held)
		return;
	asked = *held;
	bpf_map_delete_elem(&throttled_bios, &key);
	if (!asked.cgroup_id || now - asked.since > LONGEST_NANOS)
		return;
	if (!charge(&disk_blame, asked.cgroup_id, OWN_QUOTA, now - asked.since))
		count_failure_of(place, REASON_MAP_FULL, asked.cgroup_id);
	group = disk_group_of(place, asked.cgroup_id);
	if (group)
		__sync_fetch_and_add(&group->times.waited, now - asked.since);
}

static __always_inline void note_flusher(__u32 place, struct bio *bio)
{
	struct disk *disk = disk_of(place, bio->bi_bdev->bd_disk->queue);

	if (disk)
		disk->flusher = owner_of_bio(place, bio);
}

/* From here a task goes on to get a request for its bio, and may have to wait for one. */
static __always_inline void ask(__u32 place, struct bio *bio, __u64 now)
{
	__u64 *since = bpf_task_storage_get(&disk_askers, bpf_get_current_task_btf(), NULL,
					    BPF_LOCAL_STORAGE_GET_F_CREATE);

	if (since)
		*since = now;
	else
		count_failure_of(place, REASON_MAP_FULL, 0);
	if (flushes(bio->bi_opf))
		note_flusher(place, bio);
}

/* Where a bio comes that no limit holds back, or not any more. */
SEC("fentry/submit_bio_noacct_nocheck")
int BPF_PROG(block_bio__fentry_queue, struct bio *bio)
{
	__u64 now = bpf_ktime_get_ns();

	beat(PLACE(block_bio__fentry_queue));
	end_throttling(PLACE(block_bio__fentry_queue), bio, now);
	ask(PLACE(block_bio__fentry_queue), bio, now);
	return 0;
}

SEC("tp_btf/block_bio_queue")
int BPF_PROG(block_bio__queue, struct bio *bio)
{
	beat(PLACE(block_bio__queue));
	ask(PLACE(block_bio__queue), bio, bpf_ktime_get_ns());
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
		end_wait(PLACE(block_request__get), &disk->slices, group_of_bio(PLACE(block_request__get), bio), since, now);
	return 0;
}
