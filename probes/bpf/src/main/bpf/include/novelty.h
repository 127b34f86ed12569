/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef VEDETTE_NOVELTY_H
#define VEDETTE_NOVELTY_H

#include "failure.h"
#include "kernel.h"
#include <bpf/bpf_core_read.h>

/* For so long a process's repeated doings of one kind with one object are told once, and counted. 0: tell
 * each. */
const volatile __u64 novelty_window_nanos __weak = 10ULL * 1000 * 1000 * 1000;

/*
 * Whose doing it is. A program that takes the place of another one in the same process is somebody else,
 * and so is a process that got the number of one that ended: what they do is not a repeat.
 */
static __always_inline void set_program(struct seen_file *key)
{
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();

	key->pid = FIELD(task, tgid);
	key->start_boot_nanos = FIELD(task, group_leader, start_boottime);
	key->execution = FIELD(task, self_exec_id);
}

static __always_inline bool is_repeat(__u32 place, struct seen_file *key)
{
	__u64 now = bpf_ktime_get_boot_ns();
	__u64 *last;

	if (!novelty_window_nanos)
		return false;
	set_program(key);
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
