/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef VEDETTE_FAILURE_H
#define VEDETTE_FAILURE_H

#include "hierarchy.h"
#include "maps.h"

/*
 * Nothing is lost silently: each place that can fail says where, why and for whom. A place is one
 * program: its name is the program's, its number the program's position in the object, which the
 * loader writes here. The same number is its slot in the heartbeat map. The Java half of the reasons
 * is dev.vedette.probes.record.FailureReason, held equal by a test.
 */
#define PLACED(program) const volatile __u32 place_of_##program = 0
#define PLACE(program) place_of_##program

enum vdt_reason {
	REASON_RING_FULL = 0, /* the record is lost */
	REASON_SCRATCH_BUSY = 1, /* the record is lost: too many programs interrupted each other */
	REASON_MAP_FULL = 2, /* something could not be remembered */
	REASON_READ_FAULT = 3, /* a text or fact is missing from a record that was sent */
	REASON_PATH_TRUNCATED = 4, /* the beginning of a path is missing */
	REASON_TEXT_TRUNCATED = 5, /* the end of a text is missing */
	REASON_NO_FILE = 6, /* the descriptor no longer led to a file: closed by another thread */
	REASON_NO_ENTRY = 7, /* a call returned whose beginning was not seen */
	REASON_REPEAT = 8, /* not told: the same was told within the novelty window */
	REASON_OVER_BUDGET = 9, /* the record is lost: its control group sent more than its share */
	REASON_NOT_KILLED = 10, /* a program that is denied runs: the signal could not be sent */
};

/* A function that the verifier goes through by itself, once in each program and not at each of its calls. */
__weak __noinline int count_failure_of(__u32 place, __u32 reason, __u64 cgroup_id)
{
	struct failure_key key = {.place = place, .reason = reason, .cgroup_id = cgroup_id};
	__u64 *count = bpf_map_lookup_elem(&failures, &key);
	__u64 one = 1;

	if (!count) {
		if (!bpf_map_update_elem(&failures, &key, &one, BPF_NOEXIST))
			return 0;
		/* Either another CPU was first, or the map is full. */
		count = bpf_map_lookup_elem(&failures, &key);
	}
	if (!count) {
		__u32 slot = 0;

		count = bpf_map_lookup_elem(&failures_overflow, &slot);
	}
	if (count)
		__sync_fetch_and_add(count, 1);
	return 0;
}

static __always_inline void count_failure(__u32 place, __u32 reason)
{
	count_failure_of(place, reason, current_cgroup_id());
}

/* Lets user space tell a program that never runs from one that has nothing to say. Not atomic: a
 * lost increment does no harm, a contended cache line would. */
static __always_inline void beat(__u32 place)
{
	__u64 *count = bpf_map_lookup_elem(&heartbeat, &place);

	if (count)
		*count += 1;
}

#endif
