/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef VEDETTE_BPF_CALL_H
#define VEDETTE_BPF_CALL_H

#include "call.h"
#include "file.h"
#include "scope.h"
#include "task.h"

#define BPF_NAME_BYTES 16

/* Reads, writes and walks of maps, and questions about what is loaded: a networking plug-in makes
 * thousands of them a second, and none brings anything into the kernel. */
static __always_inline bool is_everyday_command(__u32 command)
{
	switch (command) {
	case BPF_MAP_LOOKUP_ELEM:
	case BPF_MAP_UPDATE_ELEM:
	case BPF_MAP_DELETE_ELEM:
	case BPF_MAP_GET_NEXT_KEY:
	case BPF_PROG_TEST_RUN:
	case BPF_PROG_GET_NEXT_ID:
	case BPF_MAP_GET_NEXT_ID:
	case BPF_OBJ_GET_INFO_BY_FD:
	case BPF_PROG_QUERY:
	case BPF_TASK_FD_QUERY:
	case BPF_MAP_LOOKUP_AND_DELETE_ELEM:
	case BPF_MAP_FREEZE:
	case BPF_BTF_GET_NEXT_ID:
	case BPF_MAP_LOOKUP_BATCH:
	case BPF_MAP_LOOKUP_AND_DELETE_BATCH:
	case BPF_MAP_UPDATE_BATCH:
	case BPF_MAP_DELETE_BATCH:
	case BPF_LINK_GET_NEXT_ID:
		return true;
	default:
		return false;
	}
}

/* What the record tells of the attributes of a call. */
struct asked_of_bpf {
	__u32 program_type;
	__u32 attach_type;
	char name[BPF_NAME_BYTES];
	bool untrusted;
};

/* Attributes by where they are: the kernel's copy or the caller's memory. */
static __always_inline void read_attributes(struct asked_of_bpf *asked, __u32 command,
					    const union bpf_attr *attributes, enum text_source from)
{
	union bpf_attr copy = {};
	/* All that is read stands within it. */
	const __u32 length = bpf_core_field_offset(union bpf_attr, expected_attach_type) +
			     sizeof(copy.expected_attach_type);

	if (length > sizeof(copy))
		return;
	if (from == FROM_USER)
		bpf_probe_read_user(&copy, length, attributes);
	else
		bpf_probe_read_kernel(&copy, length, attributes);
	switch (command) {
	case BPF_PROG_LOAD:
		asked->program_type = copy.prog_type;
		asked->attach_type = copy.expected_attach_type;
		__builtin_memcpy(asked->name, copy.prog_name, sizeof(asked->name));
		break;
	case BPF_MAP_CREATE:
		__builtin_memcpy(asked->name, copy.map_name, sizeof(asked->name));
		break;
	case BPF_PROG_ATTACH:
	case BPF_PROG_DETACH:
		asked->attach_type = copy.attach_type;
		break;
	case BPF_LINK_CREATE:
		asked->attach_type = copy.link_create.attach_type;
		break;
	}
	asked->untrusted = from == FROM_USER;
}

static __always_inline int tell_bpf(__u32 place, __u32 command, const struct asked_of_bpf *asked,
				    __s64 result)
{
	struct scratch *scratch = take_scratch(place, sizeof(struct vdt_bpf));
	struct vdt_bpf *record;

	if (!scratch)
		return 0;
	record = &scratch->bpf;
	__builtin_memset(record, 0, sizeof(*record));
	fill_header(&record->header, VDT_BPF);
	if (asked->untrusted)
		record->header.flags = VDT_UNTRUSTED;
	record->result = result;
	record->command = command;
	record->program_type = asked->program_type;
	record->attach_type = asked->attach_type;
	append_text(scratch, &record->name, asked->name, BPF_NAME_BYTES, FROM_KERNEL);
	submit(scratch, false);
	return 0;
}

/* "bpf-prog" and "bpf-map": the names of their files, as bpf_prog_new_fd() and bpf_map_new_fd() give
 * them (kernel/bpf/syscall.c). */
#define PROGRAM_FILE_NAME 0x676f72702d667062ULL
#define MAP_FILE_NAME 0x0070616d2d667062ULL

/* What was made, by the descriptor that it was given: the caller's memory may say other things by now.
 * Another thread may have put another file there, which is then no such object as a rule. */
static __always_inline bool read_made(struct asked_of_bpf *asked, __u32 command, __s64 descriptor)
{
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();
	struct file *file = file_at(task, descriptor);
	__u64 name = 0;

	if (!file)
		return false;
	bpf_probe_read_kernel(&name, sizeof(name), FIELD(file, f_path.dentry, d_name.name));
	if (command == BPF_PROG_LOAD && name == PROGRAM_FILE_NAME) {
		struct bpf_prog *program = (struct bpf_prog *)FIELD(file, private_data);

		asked->program_type = FIELD(program, type);
		asked->attach_type = FIELD(program, expected_attach_type);
		BPF_CORE_READ_STR_INTO(&asked->name, program, aux, name);
		return true;
	}
	if (command == BPF_MAP_CREATE && name == MAP_FILE_NAME) {
		struct bpf_map *map = (struct bpf_map *)FIELD(file, private_data);

		BPF_CORE_READ_STR_INTO(&asked->name, map, name);
		return true;
	}
	return false;
}

static __always_inline int bpf_returned(__u32 place, __s64 result)
{
	__u32 command = CALL_ARGUMENT(1);
	struct asked_of_bpf asked = {};

	if (is_everyday_command(command) || current_is_own())
		return 0;
	if (result < 0 || !read_made(&asked, command, result))
		read_attributes(&asked, command, (const union bpf_attr *)CALL_ARGUMENT(2),
				FROM_USER);
	return tell_bpf(place, command, &asked, result);
}

#endif
