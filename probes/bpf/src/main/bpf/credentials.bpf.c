// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "call.h"
#include "scope.h"
#include "scratch.h"
#include "task.h"

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

static __always_inline bool differ(const struct vdt_credentials *a, const struct vdt_credentials *b)
{
	return a->uid != b->uid || a->gid != b->gid || a->euid != b->euid || a->egid != b->egid ||
	       a->effective != b->effective || a->permitted != b->permitted ||
	       a->inheritable != b->inheritable || a->ambient != b->ambient;
}

/* A call that failed or changed nothing that counts is not told. */
static __always_inline int left(__u32 place)
{
	struct vdt_credentials_change record = {};
	__u64 thread = bpf_get_current_pid_tgid();
	struct vdt_credentials *before;
	struct task_struct *task;

	if (current_is_own())
		return 0;
	before = bpf_map_lookup_elem(&credentials_at_entry, &thread);
	if (!before) {
		count_failure(place, REASON_NO_ENTRY);
		return 0;
	}
	record.before = *before;
	bpf_map_delete_elem(&credentials_at_entry, &thread);
	task = (struct task_struct *)bpf_get_current_task();
	fill_credentials(&record.after, task);
	if (!differ(&record.before, &record.after))
		return 0;
	fill_header_of(&record.header, VDT_CREDENTIALS, task);
	record.header.length = sizeof(record);
	submit_fixed(place, &record, sizeof(record), record.header.cgroup_id);
	return 0;
}

/*
 * Why both ends of these calls: task->cred is replaced as a whole, so the old one is in sight only
 * before. These calls are rare. What changes credentials elsewhere is told by its own event: exec by
 * the exec record, user namespaces by the namespace record.
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
