// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "credentials.h"
#include <bpf/bpf_tracing.h>

PLACED(credentials__commit);

/*
 * Why commit_creds() (kernel/cred.c): no task comes to other credentials but through it, so whoever was
 * made root by a hole in the kernel, without any call for it, is seen here as well. Program starts and
 * new user namespaces come through it, too, and are told by events of their own: the former before the
 * new memory is filled, the latter by going to a namespace nested deeper. A way up is told.
 */
SEC("fentry/commit_creds")
int BPF_PROG(credentials__commit, struct cred *new)
{
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();
	struct vdt_credentials_change record = {};
	const struct cred *old;

	beat(PLACE(credentials__commit));
	if (current_is_own() || is_within_exec(task))
		return 0;
	old = FIELD(task, real_cred);
	if (FIELD(new, user_ns, level) > FIELD(old, user_ns, level))
		return 0;
	fill_credentials_of(&record.before, old, task);
	fill_credentials_of(&record.after, new, task);
	return tell_credentials(PLACE(credentials__commit), &record);
}

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 4096);
	__type(key, __u64);
	__type(value, struct vdt_credentials);
} credentials_at_entry SEC(".maps");

static __always_inline int entered(__u32 place)
{
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();
	__u64 thread = bpf_get_current_pid_tgid();
	struct vdt_credentials before = {};

	if (current_is_own())
		return 0;
	fill_credentials(&before, task);
	if (bpf_map_update_elem(&credentials_at_entry, &thread, &before, BPF_ANY))
		count_failure(place, REASON_MAP_FULL);
	return 0;
}

static __always_inline int left(__u32 place)
{
	struct vdt_credentials_change record = {};
	__u64 thread = bpf_get_current_pid_tgid();
	struct vdt_credentials *before;

	if (current_is_own())
		return 0;
	before = bpf_map_lookup_elem(&credentials_at_entry, &thread);
	if (!before) {
		count_failure(place, REASON_NO_ENTRY);
		return 0;
	}
	record.before = *before;
	bpf_map_delete_elem(&credentials_at_entry, &thread);
	fill_credentials(&record.after, (struct task_struct *)bpf_get_current_task());
	return tell_credentials(place, &record);
}

/*
 * Without that hook, both ends of the calls that change credentials: task->cred is replaced as a
 * whole, so the old one is in sight only before. These calls are rare.
 */
#define WATCH_CALL(call)                                            \
	PLACED(credentials__##call##_enter);                        \
	SEC("tracepoint/syscalls/sys_enter_" #call)                 \
	int credentials__##call##_enter(void *context)              \
	{                                                           \
		beat(PLACE(credentials__##call##_enter));           \
		return entered(PLACE(credentials__##call##_enter)); \
	}                                                           \
	PLACED(credentials__##call##_exit);                         \
	SEC("tracepoint/syscalls/sys_exit_" #call)                  \
	int credentials__##call##_exit(void *context)               \
	{                                                           \
		beat(PLACE(credentials__##call##_exit));            \
		return left(PLACE(credentials__##call##_exit));     \
	}

WATCH_CALL(setuid)
WATCH_CALL(setgid)
WATCH_CALL(setreuid)
WATCH_CALL(setregid)
WATCH_CALL(setresuid)
WATCH_CALL(setresgid)
WATCH_CALL(setfsuid)
WATCH_CALL(setfsgid)
WATCH_CALL(setgroups)
WATCH_CALL(capset)
