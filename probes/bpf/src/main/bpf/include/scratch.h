/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef VEDETTE_SCRATCH_H
#define VEDETTE_SCRATCH_H

#include "vmlinux.h"

#include "budget.h"
#include "record.h"

/*
 * Records are built here and then copied to the ring, since their length is known only at the end.
 * A program may be interrupted by another one on the same CPU (softirq, or preemption where
 * tracepoints are preemptible), so each takes a slot of its own.
 */
#define SCRATCH_SLOTS 4
#define PATH_BYTES 4096 /* PATH_MAX */
#define COMPONENT_BYTES 256 /* NAME_MAX + 1 */
#define RECORD_BYTES 8192
#define TEXT_BYTES 4096

/* On the way up a path. Kept in a map's memory, so that its pointers are numbers: see kernel.h. */
struct path_walk {
	__u64 dentry;
	__u64 mount;
	__u64 parent;
	__u64 parent_mount;
	__u64 root;
	__u64 root_mount;
	__u64 beginning;
	__u32 within; /* its own file system, names are taken: see has_own_name() */
	__u32 named; /* nothing more is prepended */
	__u32 position;
	__u32 end; /* enum vdt_path_end */
};

struct scratch {
	struct path_walk walk;
	__u32 busy;
	__u32 slot;
	__u32 length; /* of the record so far */
	__u32 place;
	/* A component is written at most COMPONENT_BYTES beyond the masked position. */
	char path[PATH_BYTES + COMPONENT_BYTES];
	union {
		/* A text is written at most TEXT_BYTES beyond the masked length. */
		char record[RECORD_BYTES + TEXT_BYTES];
		struct vdt_exec exec;
		struct vdt_file_open file_open;
		struct vdt_file_change file_change;
		struct vdt_mount mount;
		struct vdt_socket socket;
		struct vdt_module module;
		struct vdt_bpf bpf;
		struct vdt_cgroup cgroup;
		struct vdt_dns dns;
		struct vdt_key key;
		struct vdt_memory memory;
		struct vdt_surface surface;
		struct vdt_transfer transfer;
		struct vdt_destruction destruction;
		/* Not built here, but this is how their layout gets into the object's type
		 * information, where the test of both sides finds it. */
		struct vdt_fork fork;
		struct vdt_exit exit;
		struct vdt_namespace namespace;
		struct vdt_credentials_change credentials_change;
		struct vdt_process_access process_access;
		struct vdt_signal signal;
		struct vdt_capability capability;
		struct vdt_task_rename task_rename;
		struct vdt_oom_kill oom_kill;
		struct vdt_fetch fetch;
	};
};

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, SCRATCH_SLOTS);
	__type(key, __u32);
	__type(value, struct scratch);
} scratches SEC(".maps") __weak;

static __always_inline struct scratch *take_scratch(__u32 place, __u32 fixed_length)
{
#pragma unroll
	for (__u32 slot = 0; slot < SCRATCH_SLOTS; slot++) {
		__u32 key = slot;
		struct scratch *scratch = bpf_map_lookup_elem(&scratches, &key);

		if (scratch && !__sync_val_compare_and_swap(&scratch->busy, 0, 1)) {
			scratch->slot = slot;
			scratch->place = place;
			scratch->length = fixed_length;
			return scratch;
		}
	}
	count_failure(place, REASON_SCRATCH_BUSY);
	return NULL;
}

static __always_inline void give_back(struct scratch *scratch)
{
	__sync_lock_test_and_set(&scratch->busy, 0);
}

/* A wake-up costs the traced program as much as four records do. One is worth it where an answer is
 * urgent, but in a storm the reader is awake anyway, or looks again within milliseconds. */
#define WAKE_UP_GAP_NANOS (10ULL * 1000 * 1000)

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} last_wake_up SEC(".maps") __weak;

static __always_inline bool wake_up_is_due(void)
{
	__u32 slot = 0;
	__u64 *last = bpf_map_lookup_elem(&last_wake_up, &slot);
	__u64 now = bpf_ktime_get_boot_ns();

	if (!last || now - *last < WAKE_UP_GAP_NANOS)
		return false;
	*last = now;
	return true;
}

/* The reader sleeps and does not look by itself: set by it, and taken back by who wakes it. One record
 * wakes it, so that those of a storm do not pay. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u32);
} reader_rests SEC(".maps") __weak;

static __always_inline bool ends_rest(void)
{
	__u32 slot = 0;
	__u32 *rests = bpf_map_lookup_elem(&reader_rests, &slot);

	return rests && *rests && __sync_lock_test_and_set(rests, 0);
}

static __always_inline __u64 wake_up(bool urgent)
{
	return ends_rest() || (urgent && wake_up_is_due()) ? BPF_RB_FORCE_WAKEUP
							   : BPF_RB_NO_WAKEUP;
}

/* Sends the record and gives the scratch back. The reader looks for records by itself; only what must
 * be answered at once wakes it. */
static __always_inline void submit(struct scratch *scratch, bool urgent)
{
	struct vdt_header *header = (struct vdt_header *)scratch->record;
	__u32 length = scratch->length;

	if (length > RECORD_BYTES)
		length = RECORD_BYTES;
	header->length = length;
	if (within_budget(scratch->place, header->kind, header->cgroup_id) &&
	    bpf_ringbuf_output(&records, scratch->record, length, wake_up(urgent)))
		count_failure_of(scratch->place, REASON_RING_FULL, header->cgroup_id);
	give_back(scratch);
}

/* A record without texts needs no scratch. */
static __always_inline void submit_fixed(__u32 place, void *record, __u32 length, __u64 cgroup_id)
{
	struct vdt_header *header = record;

	if (within_budget(place, header->kind, cgroup_id) &&
	    bpf_ringbuf_output(&records, record, length, wake_up(false)))
		count_failure_of(place, REASON_RING_FULL, cgroup_id);
}

enum text_source {
	FROM_KERNEL,
	FROM_USER,
};

/*
 * Appends the NUL-terminated text at source, at most limit - 1 bytes of it. The text stays empty if
 * it can't be read. Limit is a constant of at most TEXT_BYTES.
 */
static __always_inline void append_text(struct scratch *scratch, struct vdt_text *text,
					const void *source, __u32 limit, enum text_source from)
{
	__u32 at = scratch->length;
	long read;

	text->offset = 0;
	text->length = 0;
	if (!source)
		return;
	if (at > RECORD_BYTES - limit) {
		count_failure(scratch->place, REASON_TEXT_TRUNCATED);
		return;
	}
	at &= RECORD_BYTES - 1;
	if (from == FROM_USER)
		read = bpf_probe_read_user_str(&scratch->record[at], limit, source);
	else
		read = bpf_probe_read_kernel_str(&scratch->record[at], limit, source);
	if (read < 0) {
		count_failure(scratch->place, REASON_READ_FAULT);
		return;
	}
	if (read == limit)
		count_failure(scratch->place, REASON_TEXT_TRUNCATED);
	if (read <= 1)
		return;
	text->offset = at;
	text->length = read - 1;
	scratch->length = at + read - 1;
}

/* Appends length bytes, of which none need be a NUL; limit is a constant power of two, length is
 * below it. */
static __always_inline void append_bytes(struct scratch *scratch, struct vdt_text *text,
					 const void *source, __u32 length, __u32 limit)
{
	__u32 at = scratch->length;

	text->offset = 0;
	text->length = 0;
	length &= limit - 1;
	if (!length || at > RECORD_BYTES - limit)
		return;
	at &= RECORD_BYTES - 1;
	if (bpf_probe_read_kernel(&scratch->record[at], length, source)) {
		count_failure(scratch->place, REASON_READ_FAULT);
		return;
	}
	text->offset = at;
	text->length = length;
	scratch->length = at + length;
}

#endif
