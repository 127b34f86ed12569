/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef VEDETTE_MEMORY_H
#define VEDETTE_MEMORY_H

#include "call.h"
#include "change.h"

/*
 * Memory that becomes executable, in a way that programs without a compiler of their own do not need:
 * anonymous, writable at the same time or written before, or of a file that is no part of the program's
 * image: in memory only, removed, of overlay's upper layer, or of another file system than the root
 * directory's, where that is a container's. The first of a kind by a process and file within the
 * novelty window. What the kernel maps itself at an execution is told by that.
 */

/* include/uapi/asm-generic/mman-common.h, the same bits as VM_READ ... of include/linux/mm.h */
#define PROT_READ 1
#define PROT_WRITE 2
#define PROT_EXEC 4
#define PROT_ALL (PROT_READ | PROT_WRITE | PROT_EXEC)
#define MAP_SHARED 1 /* also a bit of MAP_SHARED_VALIDATE, and not of MAP_PRIVATE */
#define MAP_ANONYMOUS 0x20
/* include/uapi/linux/personality.h: what can be read can be executed */
#define READ_IMPLIES_EXEC 0x0400000
/* include/uapi/linux/magic.h */
#define TMPFS_MAGIC 0x01021994
#define RAMFS_MAGIC 0x858458f6
#define HUGETLBFS_MAGIC 0x958458f6

/* The number of an error, as a call answers it instead of an address. */
#define IS_ERROR(address) ((__u64)(address) >= LEAST_ERROR_POINTER)

struct mapping {
	struct file *file; /* NULL: anonymous */
	__u64 address; /* 0: not known on this rung */
	__u64 length;
	__u32 protection;
	__u32 protection_before; /* 0 for a new one; all ones: not known */
	__u32 flags; /* MAP_* of a new one */
	__u32 operation;
	bool written; /* private, and differs from its file */
	bool raceable;
};

static __always_inline bool is_foreign_file(const struct file *file, struct task_struct *task)
{
	const struct inode *inode = FIELD(file, f_inode);
	const struct super_block *super = FIELD(inode, i_sb);
	const struct super_block *root = FIELD(task, fs, root.dentry, d_sb);
	__u64 magic = FIELD(super, s_magic);

	if (!FIELD(inode, i_nlink) || magic == TMPFS_MAGIC || magic == RAMFS_MAGIC ||
	    magic == HUGETLBFS_MAGIC)
		return true;
	if (magic == OVERLAYFS_SUPER_MAGIC && overlay_of((struct inode *)inode) & VDT_OVERLAY_UPPER)
		return true;
	return (__u64)super != (__u64)root &&
	       (magic == OVERLAYFS_SUPER_MAGIC || FIELD(root, s_magic) == OVERLAYFS_SUPER_MAGIC);
}

static __always_inline bool was_mapping_told(__u32 place, const struct mapping *mapping)
{
	struct deed deed = {
		.kind = VDT_MEMORY,
		.operation = mapping->operation,
		.detail = mapping->protection,
	};
	struct file *file = mapping->file;

	if (file)
		set_inode(&deed, FIELD(file, f_inode));
	return is_repeat(place, &deed);
}

static __always_inline void tell_executable(__u32 place, const struct mapping *mapping)
{
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();
	struct vdt_memory *memory;
	struct scratch *scratch;

	if (current_is_own() || current_is_quiet())
		return;
	if (mapping->file && !(mapping->protection & PROT_WRITE) && !mapping->written &&
	    !is_foreign_file(mapping->file, task))
		return;
	if (was_mapping_told(place, mapping))
		return;
	scratch = take_scratch(place, sizeof(*memory));
	if (!scratch)
		return;
	memory = &scratch->memory;
	__builtin_memset(memory, 0, sizeof(*memory));
	fill_header_of(&memory->header, VDT_MEMORY, task);
	memory->address = mapping->address;
	memory->length = mapping->length;
	memory->operation = mapping->operation;
	memory->protection = mapping->protection;
	memory->protection_before = mapping->protection_before;
	memory->map_flags = mapping->flags;
	if (mapping->file)
		fill_file(scratch, &memory->file, mapping->file, task);
	submit(scratch, false);
}

/* A new mapping: executable, or one that changes its file without a call for each write. */
static __always_inline void tell_mapped(__u32 place, const struct mapping *mapping)
{
	struct file *file = mapping->file;

	if (mapping->protection & PROT_EXEC)
		tell_executable(place, mapping);
	else if (file && mapping->flags & MAP_SHARED && mapping->protection & PROT_WRITE &&
		 FIELD(file, f_inode, i_nlink))
		tell_written(place, file, VDT_MAP_SHARED_WRITABLE, mapping->protection, NULL,
			     mapping->raceable);
}

static __always_inline __u32 with_implied(__u64 protection)
{
	if (protection & PROT_READ && bpf_get_current_task_btf()->personality & READ_IMPLIES_EXEC)
		protection |= PROT_EXEC;
	return protection & PROT_ALL;
}

/* The call is frequent, so most leave after three loads. */
static __always_inline int mapped(__u32 place, __u64 address, __u64 length, __u64 protection,
				  __u32 flags, __s32 descriptor)
{
	struct mapping mapping = {.operation = VDT_MAP_EXECUTABLE};
	struct task_struct *task;

	mapping.protection = with_implied(protection);
	mapping.flags = flags;
	if (!(mapping.protection & PROT_EXEC) &&
	    !(mapping.protection & PROT_WRITE && mapping.flags & MAP_SHARED &&
	      !(mapping.flags & MAP_ANONYMOUS)))
		return 0;
	task = (struct task_struct *)bpf_get_current_task();
	mapping.address = address;
	mapping.length = length;
	if (!(mapping.flags & MAP_ANONYMOUS)) {
		mapping.file = file_at(task, descriptor);
		mapping.raceable = descriptors_are_shared(task);
		if (!mapping.file)
			count_failure(place, REASON_NO_FILE);
	}
	tell_mapped(place, &mapping);
	return 0;
}

/* An address of a 32-bit call has no sign. */
#define ADDRESS_OF_CALL(result) (IS_COMPAT_CALL ? (__u64)(__u32)(result) : (__u64)(result))

static __always_inline int mmap_returned(__u32 place, __s64 result)
{
	if (IS_ERROR(result))
		return 0;
	return mapped(place, ADDRESS_OF_CALL(result), CALL_ARGUMENT(2), CALL_ARGUMENT(3),
		      CALL_ARGUMENT(4), CALL_ARGUMENT(5));
}

/* Of the area at an address; kept as numbers, the area's lock is free again when they are looked at. */
struct found_area {
	__u64 file;
	__u64 written;
	__u64 found;
};

static long look_at_area(struct task_struct *task, struct vm_area_struct *area,
			 struct found_area *found)
{
	found->file = (__u64)area->vm_file;
	found->written = area->anon_vma != NULL;
	found->found = true;
	return 0;
}

/* The call has changed the area already, so what it was before is not known. */
static __always_inline int made_executable(__u32 place, __u64 address, __u64 length,
					   __u32 protection)
{
	struct found_area found = {};
	struct mapping mapping = {
		.operation = VDT_MAKE_EXECUTABLE,
		.address = address,
		.length = length,
		.protection = protection,
		.protection_before = -1,
	};

	if (bpf_find_vma(bpf_get_current_task_btf(), address, look_at_area, &found, 0) ||
	    !found.found)
		count_failure(place, REASON_READ_FAULT);
	mapping.file = (struct file *)found.file;
	mapping.written = found.written;
	tell_executable(place, &mapping);
	return 0;
}

static __always_inline int mprotect_returned(__u32 place, __s64 result)
{
	__u32 protection;

	if (result)
		return 0;
	protection = with_implied(CALL_ARGUMENT(3));
	if (!(protection & PROT_EXEC))
		return 0;
	return made_executable(place, CALL_ARGUMENT(1), CALL_ARGUMENT(2), protection);
}

static __always_inline int pkey_mprotect_returned(__u32 place, __s64 result)
{
	return mprotect_returned(place, result);
}

#endif
