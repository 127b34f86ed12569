/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef VEDETTE_CREDENTIALS_H
#define VEDETTE_CREDENTIALS_H

#include "scope.h"
#include "scratch.h"
#include "task.h"

static __always_inline bool differ(const struct vdt_credentials *a, const struct vdt_credentials *b)
{
	return a->uid != b->uid || a->gid != b->gid || a->euid != b->euid || a->egid != b->egid ||
	       a->effective != b->effective || a->permitted != b->permitted ||
	       a->inheritable != b->inheritable || a->bounding != b->bounding ||
	       a->ambient != b->ambient;
}

/* Before and after are filled. What changed nothing that counts is not told. */
static __always_inline int tell_credentials(__u32 place, struct vdt_credentials_change *record)
{
	if (!differ(&record->before, &record->after))
		return 0;
	fill_header(&record->header, VDT_CREDENTIALS);
	record->header.length = sizeof(*record);
	submit_fixed(place, record, sizeof(*record), record->header.cgroup_id);
	return 0;
}

/* What the thread had when the call began. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 4096);
	__type(key, __u64);
	__type(value, struct vdt_credentials);
} credentials_at_entry SEC(".maps") __weak;

static __always_inline int credentials_entered(__u32 place)
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

static __always_inline int credentials_left(__u32 place)
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

/* The calls that change them, for whoever has something for each. Whether one failed is seen by what it
 * changed. */
#define CREDENTIALS_CALLS(each)                                                                 \
	each(setuid) each(setgid) each(setreuid) each(setregid) each(setresuid) each(setresgid) \
		each(setfsuid) each(setfsgid) each(setgroups) each(capset)

#define CREDENTIALS_RETURNED(call)                                            \
	static __always_inline int call##_returned(__u32 place, __s64 result) \
	{                                                                     \
		return credentials_left(place);                               \
	}
CREDENTIALS_CALLS(CREDENTIALS_RETURNED)

#endif
