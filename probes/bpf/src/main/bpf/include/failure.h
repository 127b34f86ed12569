/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef VEDETTE_FAILURE_H
#define VEDETTE_FAILURE_H

#include "maps.h"

/*
 * Nothing is lost silently: each place that can fail says where, why and for whom. The Java half is
 * dev.vedette.probes.record.FailurePlace and FailureReason, held equal by a test. A place is one
 * program and has its name; the same number is its slot in the heartbeat map.
 */
enum vdt_place {
	PLACE_SCHED_PROCESS_EXEC = 0,
	PLACE_SCHED_PROCESS_FORK = 1,
	PLACE_SCHED_PROCESS_EXIT = 2,
	PLACE_SYS_EXIT_OPENAT = 3,
	PLACE_SYS_EXIT_OPEN = 4,
	PLACE_SYS_EXIT_OPENAT2 = 5,
	PLACE_SYS_EXIT_CREAT = 6,
	PLACE_SYS_EXIT_OPEN_BY_HANDLE_AT = 7,
	PLACE_SYS_EXIT_MOUNT = 8,
	PLACE_SYS_EXIT_MOVE_MOUNT = 9,
	PLACE_SYS_EXIT_FSMOUNT = 10,
	PLACE_SYS_EXIT_FSCONFIG = 11,
	PLACE_SYS_ENTER_SETNS = 12,
	PLACE_SYS_EXIT_SETNS = 13,
	PLACE_SYS_ENTER_UNSHARE = 14,
	PLACE_SYS_EXIT_UNSHARE = 15,
	PLACE_INET_SOCK_SET_STATE = 16,
	PLACE_SYS_EXIT_CONNECT = 17,
	PLACE_SYS_EXIT_ACCEPT = 18,
	PLACE_SYS_EXIT_ACCEPT4 = 19,
	PLACE_SYS_EXIT_LISTEN = 20,
	PLACE_SYS_EXIT_INIT_MODULE = 21,
	PLACE_SYS_EXIT_FINIT_MODULE = 22,
	PLACE_SYS_EXIT_BPF = 23,
	PLACE_CGROUP_MKDIR = 24,
	PLACE_CGROUP_RMDIR = 25,
	PLACE_CGROUP_ATTACH_TASK = 26,
	PLACE_SCHED_WAKEUP = 27,
	PLACE_SCHED_WAKEUP_NEW = 28,
	PLACE_SCHED_SWITCH = 29,
	PLACE_SYS_ENTER_SETUID = 30,
	PLACE_SYS_EXIT_SETUID = 31,
	PLACE_SYS_ENTER_SETGID = 32,
	PLACE_SYS_EXIT_SETGID = 33,
	PLACE_SYS_ENTER_SETREUID = 34,
	PLACE_SYS_EXIT_SETREUID = 35,
	PLACE_SYS_ENTER_SETREGID = 36,
	PLACE_SYS_EXIT_SETREGID = 37,
	PLACE_SYS_ENTER_SETRESUID = 38,
	PLACE_SYS_EXIT_SETRESUID = 39,
	PLACE_SYS_ENTER_SETRESGID = 40,
	PLACE_SYS_EXIT_SETRESGID = 41,
	PLACE_SYS_ENTER_SETFSUID = 42,
	PLACE_SYS_EXIT_SETFSUID = 43,
	PLACE_SYS_ENTER_SETFSGID = 44,
	PLACE_SYS_EXIT_SETFSGID = 45,
	PLACE_SYS_ENTER_SETGROUPS = 46,
	PLACE_SYS_EXIT_SETGROUPS = 47,
	PLACE_SYS_ENTER_CAPSET = 48,
	PLACE_SYS_EXIT_CAPSET = 49,
	PLACE_IO_URING_COMPLETE = 50,
	PLACE_COUNT = 51,
};

enum vdt_reason {
	REASON_RING_FULL = 0, /* the record is lost */
	REASON_SCRATCH_BUSY = 1, /* the record is lost: too many programs interrupted each other */
	REASON_MAP_FULL = 2, /* something could not be remembered */
	REASON_READ_FAULT = 3, /* a text or fact is missing from a record that was sent */
	REASON_PATH_TRUNCATED = 4, /* the beginning of a path is missing */
	REASON_TEXT_TRUNCATED = 5, /* the end of a text is missing */
	REASON_NO_FILE = 6, /* the descriptor no longer led to a file: closed by another thread */
	REASON_NO_ENTRY = 7, /* a call returned whose beginning was not seen */
};

static __always_inline void count_failure_of(__u32 place, __u32 reason, __u64 cgroup_id)
{
	struct failure_key key = {.place = place, .reason = reason, .cgroup_id = cgroup_id};
	__u64 *count = bpf_map_lookup_elem(&failures, &key);
	__u64 one = 1;

	if (!count) {
		if (!bpf_map_update_elem(&failures, &key, &one, BPF_NOEXIST))
			return;
		/* Either another CPU was first, or the map is full. */
		count = bpf_map_lookup_elem(&failures, &key);
	}
	if (!count) {
		__u32 slot = 0;

		count = bpf_map_lookup_elem(&failures_overflow, &slot);
	}
	if (count)
		__sync_fetch_and_add(count, 1);
}

static __always_inline void count_failure(__u32 place, __u32 reason)
{
	count_failure_of(place, reason, bpf_get_current_cgroup_id());
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
