/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef VEDETTE_NOVELTY_H
#define VEDETTE_NOVELTY_H

#include "constants.h"
#include "failure.h"
#include "hierarchy.h"
#include "kernel.h"
#include "record.h"

/* For so long a process's repeated doings of one kind with one object are told once, and counted. 0: tell
 * each. */
const volatile __u64 novelty_window_nanos __weak = 10ULL * 1000 * 1000 * 1000;

/*
 * What somebody did to an object. Whose doing it is: a program that takes the place of another one in the
 * same process is somebody else, and so is a process that got the number of one that ended, or that went to
 * another group: what they do is not a repeat.
 */
struct deed {
	__u64 cgroup_id;
	__u64 started;
	__u64 object; /* an inode, another process's start, an address; 0: the doing alone counts */
	__u64 within; /* what else tells objects apart: a mount, a folder */
	__u32 pid;
	__u32 execution; /* grows with each program that the process executes */
	__u32 device;
	__u32 generation;
	__u16 kind; /* enum vdt_kind */
	__u16 operation;
	__u32 detail;
};

/* When each was last told, CLOCK_BOOTTIME. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 32768);
	__type(key, struct deed);
	__type(value, __u64);
} told_deeds SEC(".maps") __weak;

/* What the file system calls the object. */
static __always_inline void set_inode(struct deed *deed, const struct inode *inode)
{
	deed->object = FIELD(inode, i_ino);
	deed->device = FIELD(inode, i_sb, s_dev);
	deed->generation = FIELD(inode, i_generation);
}

static __always_inline struct deed deed_of_opening(const struct file *file)
{
	struct deed deed = {
		.within = (__u64)FIELD(file, f_path.mnt),
		.kind = VDT_FILE_OPEN,
		.detail = FIELD(file, f_mode) & (FMODE_READ | FMODE_WRITE),
	};

	set_inode(&deed, FIELD(file, f_inode));
	return deed;
}

static __always_inline void set_current(struct deed *deed)
{
	struct task_struct *task = bpf_get_current_task_btf();

	deed->cgroup_id = current_cgroup_id();
	deed->pid = task->tgid;
	deed->started = task->group_leader->start_boottime;
	deed->execution = task->self_exec_id;
}

/* Whether the current program did the same lately; notes nothing. */
static __always_inline bool was_told(struct deed *deed)
{
	__u64 *last;

	set_current(deed);
	last = bpf_map_lookup_elem(&told_deeds, deed);
	return last && bpf_ktime_get_boot_ns() - *last < novelty_window_nanos;
}

/* As is_repeat(), of a deed that says whose it is. */
static __always_inline bool is_repeat_of(__u32 place, struct deed *deed)
{
	__u64 now = bpf_ktime_get_boot_ns();
	__u64 *last;

	if (!novelty_window_nanos)
		return false;
	last = bpf_map_lookup_elem(&told_deeds, deed);
	if (last && now - *last < novelty_window_nanos) {
		count_failure_of(place, REASON_REPEAT, deed->cgroup_id);
		return true;
	}
	if (last)
		*last = now;
	else if (bpf_map_update_elem(&told_deeds, deed, &now, BPF_ANY))
		count_failure_of(place, REASON_MAP_FULL, deed->cgroup_id);
	return false;
}

/* Whether it is a deed of the current program that was told lately: then it is counted, and else it is about
 * to be told. A function that the verifier goes through by itself; that of 6.1 takes no key of a map from its
 * caller, so it is copied. */
__weak __noinline int is_repeat(__u32 place, const struct deed *asked)
{
	struct deed deed;

	if (!asked || !novelty_window_nanos)
		return false;
	deed = *asked;
	set_current(&deed);
	return is_repeat_of(place, &deed);
}

#endif
