/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef VEDETTE_NOVELTY_H
#define VEDETTE_NOVELTY_H

#include "failure.h"
#include <bpf/bpf_core_read.h>

/* For so long a process's repeated doings of one kind with one object are told once, and counted. 0: tell
 * each. */
const volatile __u64 novelty_window_nanos __weak = 10ULL * 1000 * 1000 * 1000;

static __always_inline bool is_repeat(__u32 place, struct seen_file *key)
{
	__u64 now = bpf_ktime_get_boot_ns();
	__u64 *last;

	if (!novelty_window_nanos)
		return false;
	last = bpf_map_lookup_elem(&seen_files, key);
	if (last && now - *last < novelty_window_nanos) {
		count_failure(place, REASON_REPEAT);
		return true;
	}
	if (last)
		*last = now;
	else if (bpf_map_update_elem(&seen_files, key, &now, BPF_ANY))
		count_failure(place, REASON_MAP_FULL);
	return false;
}

#endif
