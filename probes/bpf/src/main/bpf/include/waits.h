/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef VEDETTE_WAITS_H
#define VEDETTE_WAITS_H

#include "failure.h"
#include "maps.h"
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

/*
 * Waits of control groups for what they share: for how long, behind whom, and how long single ones
 * were. Each resource has a matrix of its own, of the same shape.
 */

/* In the culprit's place. No group has this number. */
#define OWN_QUOTA 0

/* Waits by their length, four buckets to the octave from 4 µs to 17 s: user space reads them by the
 * same sizes (WaitCounts.java). */
#define LENGTHS 88
#define LENGTH_UNIT_SHIFT 10
#define FIRST_OCTAVE 2

/* Shorter waits are noise and cost more to book than they tell. */
const volatile __u64 least_wait_nanos __weak = 5000;

/* What a group had without a break. From where to where is up to the resource: times, or places in what was passed on. */
struct slice {
	__u64 start;
	__u64 end;
	__u64 cgroup_id; /* 0: not known, or nobody */
};

/* Adds to a matrix; false if there is no room. The caller counts that: a place to count it at, held through a
 * loop, costs the verifier a third more. */
static __always_inline bool charge(void *matrix, __u64 victim, __u64 culprit, __u64 nanos)
{
	struct blame_key key = {.victim = victim, .culprit = culprit};
	__u64 *sum = bpf_map_lookup_elem(matrix, &key);

	if (!sum) {
		if (!bpf_map_update_elem(matrix, &key, &nanos, BPF_NOEXIST))
			return true;
		sum = bpf_map_lookup_elem(matrix, &key);
		if (!sum)
			return false;
	}
	__sync_fetch_and_add(sum, nanos);
	return true;
}

/* The place of the highest bit, by halves: there is no instruction for it. */
static __always_inline __u32 log2_of(__u32 value)
{
	__u32 log = 0;

	for (__u32 half = 16; half; half >>= 1) {
		if (value >> half) {
			value >>= half;
			log += half;
		}
	}
	return log;
}

static __always_inline __u32 length_of(__u64 nanos)
{
	__u64 units = nanos >> LENGTH_UNIT_SHIFT;
	__u32 octave;
	__u32 length;

	if (units < 1 << FIRST_OCTAVE)
		return 0;
	if (units >> 31)
		return LENGTHS - 1;
	octave = log2_of(units) - FIRST_OCTAVE;
	length = 4 * octave + ((units >> octave) & 3);
	return length < LENGTHS ? length : LENGTHS - 1;
}

/* Last in its program, since the verifier goes through what follows once for each place of the highest bit. */
static __always_inline void count_length(__u32 *lengths, __u64 nanos)
{
	__u32 length = length_of(nanos);

	if (length < LENGTHS)
		__sync_fetch_and_add(&lengths[length], 1);
}

#endif
