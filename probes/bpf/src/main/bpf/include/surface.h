/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef VEDETTE_SURFACE_H
#define VEDETTE_SURFACE_H

#include "call.h"
#include "group.h"
#include "hash.h"
#include "scope.h"
#include "target.h"
#include "novelty.h"

#define SURFACE_NAME_BYTES 256

/* include/uapi/linux/seccomp.h */
#define SECCOMP_SET_MODE_FILTER 1
#define SECCOMP_FILTER_FLAG_NEW_LISTENER 8

/* As the kernel names the file: mm/memfd.c */
#define MEMFD_PREFIX_BYTES 6

/* What else a record of surface can hold: a name and where that is. */
struct surface_name {
	const void *text;
	enum text_source from;
};

/* Of a name's beginning, so that another one is news. */
static __always_inline __u64 digest_of(struct surface_name name)
{
	__u64 words[4] = {};
	__u64 digest = 0;

	if (!name.text)
		return 0;
	if (name.from == FROM_USER)
		bpf_probe_read_user_str(words, sizeof(words), name.text);
	else
		bpf_probe_read_kernel_str(words, sizeof(words), name.text);
#pragma unroll
	for (int i = 0; i < 4; i++)
		digest = (digest + words[i]) * HASH_FACTOR;
	return digest;
}

struct surface_deed {
	__u64 value;
	__s64 result;
	__u64 name; /* the text's address, or 0 */
	__u32 name_is_users;
	__u32 surface;
	__u32 place;
	__u32 padding;
};

static __always_inline struct vdt_surface *begin_surface(struct scratch *scratch, __u32 surface,
							 __u64 value, __s64 result)
{
	struct vdt_surface *record = &scratch->surface;

	__builtin_memset(record, 0, sizeof(*record));
	fill_header(&record->header, VDT_SURFACE);
	record->surface = surface;
	record->value = value;
	record->result = result < 0 ? result : 0;
	return record;
}

/* One function for all, verified by itself. */
__weak __noinline int tell_surface_deed(const struct surface_deed *asked)
{
	struct deed deed = {.kind = VDT_SURFACE};
	struct surface_name name = {};
	struct vdt_surface *record;
	struct scratch *scratch;
	__s64 result;
	__u32 place;

	if (!asked || current_is_own() || current_is_quiet())
		return 0;
	place = asked->place;
	result = asked->result;
	deed.operation = asked->surface;
	deed.detail = asked->value;
	name.text = (const void *)asked->name;
	name.from = asked->name_is_users ? FROM_USER : FROM_KERNEL;
	/* One refused must not hide one granted. */
	deed.object = digest_of(name) << 1 | (result < 0);
	if (is_repeat(place, &deed))
		return 0;
	scratch = take_scratch(place, sizeof(*record));
	if (!scratch)
		return 0;
	record = begin_surface(scratch, asked->surface, asked->value, result);
	if (name.from == FROM_USER && name.text) {
		record->header.flags = VDT_UNTRUSTED;
		append_text(scratch, &record->name, name.text, SURFACE_NAME_BYTES, FROM_USER);
	} else {
		append_text(scratch, &record->name, name.text, SURFACE_NAME_BYTES, FROM_KERNEL);
	}
	submit(scratch, false);
	return 0;
}

static __always_inline int tell_surface_named(__u32 place, __u32 surface, __u64 value, __s64 result,
					      struct surface_name name)
{
	struct surface_deed deed = {
		.value = value,
		.result = result,
		.name = (__u64)name.text,
		.name_is_users = name.from == FROM_USER,
		.surface = surface,
		.place = place,
	};

	tell_surface_deed(&deed);
	return 0;
}

static __always_inline int tell_surface(__u32 place, __u32 surface, __u64 value, __s64 result)
{
	struct surface_name none = {.from = FROM_KERNEL};

	return tell_surface_named(place, surface, value, result, none);
}

static __always_inline int userfaultfd_returned(__u32 place, __s64 result)
{
	return tell_surface(place, VDT_USERFAULTFD, CALL_ARGUMENT(1), result);
}

static __always_inline int kexec_load_returned(__u32 place, __s64 result)
{
	return tell_surface(place, VDT_KEXEC, CALL_ARGUMENT(4), result);
}

static __always_inline int kexec_file_load_returned(__u32 place, __s64 result)
{
	return tell_surface(place, VDT_KEXEC, CALL_ARGUMENT(5), result);
}

static __always_inline int fanotify_init_returned(__u32 place, __s64 result)
{
	return tell_surface(place, VDT_FANOTIFY_INIT, CALL_ARGUMENT(1), result);
}

static __always_inline int syslog_returned(__u32 place, __s64 result)
{
	return tell_surface(place, VDT_SYSLOG, CALL_ARGUMENT(1), result);
}

static __always_inline int swapon_returned(__u32 place, __s64 result)
{
	struct surface_name file = {
		.text = (const void *)CALL_ARGUMENT(1),
		.from = FROM_USER,
	};

	return tell_surface_named(place, VDT_SWAP, CALL_ARGUMENT(2), result, file);
}

static __always_inline int seccomp_returned(__u32 place, __s64 result)
{
	if (CALL_ARGUMENT(1) != SECCOMP_SET_MODE_FILTER ||
	    !(CALL_ARGUMENT(2) & SECCOMP_FILTER_FLAG_NEW_LISTENER))
		return 0;
	return tell_surface(place, VDT_SECCOMP_USER_NOTIFICATION, CALL_ARGUMENT(2), result);
}

/* The attributes are in the caller's memory, but what came of them is the kernel's. */
static __always_inline int perf_event_open_returned(__u32 place, __s64 result)
{
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();
	struct file *file = result < 0 ? NULL : file_at(task, result);
	__u32 type = 0;

	if (file) {
		struct perf_event *event = FIELD(file, private_data);

		type = FIELD(event, attr.type);
	} else {
		bpf_probe_read_user(&type, sizeof(type), (const void *)CALL_ARGUMENT(1));
	}
	return tell_surface(place, VDT_PERF_EVENT_OPEN, type, result);
}

static __always_inline int memfd_create_returned(__u32 place, __s64 result)
{
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();
	struct file *file = result < 0 ? NULL : file_at(task, result);
	struct surface_name name = {
		.text = (const void *)CALL_ARGUMENT(1),
		.from = FROM_USER,
	};

	if (file) {
		name.text = FIELD(file, f_path.dentry, d_name.name) + MEMFD_PREFIX_BYTES;
		name.from = FROM_KERNEL;
	}
	return tell_surface_named(place, VDT_MEMFD_CREATE, CALL_ARGUMENT(2), result, name);
}

#endif
