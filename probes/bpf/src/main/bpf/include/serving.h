/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef VEDETTE_SERVING_H
#define VEDETTE_SERVING_H

#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

/*
 * Which processes listen or have accepted a connection: a bit for each number of a process, so that whoever opens
 * a file is asked for it by two loads. Bits are never cleared, and large numbers share them: a set one says that
 * it may serve, which only costs a closer look.
 */
#define SERVING_BITS 16

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1 << (SERVING_BITS - 6));
	__type(key, __u32);
	__type(value, __u64);
} serving SEC(".maps") __weak;

static __always_inline __u64 *serving_word(__u32 process)
{
	__u32 word = (process & ((1 << SERVING_BITS) - 1)) >> 6;

	return bpf_map_lookup_elem(&serving, &word);
}

static __always_inline void note_serving(void)
{
	__u32 process = bpf_get_current_pid_tgid() >> 32;
	__u64 *word = serving_word(process);

	if (word)
		__sync_fetch_and_or(word, 1ULL << (process & 63));
}

static __always_inline bool may_serve(__u32 process)
{
	const __u64 *word = serving_word(process);

	return word && *word >> (process & 63) & 1;
}

static __always_inline bool current_may_serve(void)
{
	return may_serve(bpf_get_current_task_btf()->tgid);
}

/* As well: some servers leave each connection to a child. */
static __always_inline bool parent_may_serve(void)
{
	return may_serve(bpf_get_current_task_btf()->real_parent->tgid);
}

#endif
