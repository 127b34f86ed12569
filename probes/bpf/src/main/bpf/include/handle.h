/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef VEDETTE_HANDLE_H
#define VEDETTE_HANDLE_H

#include "call.h"
#include "file.h"
#include "group.h"
#include "novelty.h"
#include "scope.h"
#include "surface.h"

/* include/uapi/linux/magic.h */
#define NSFS_MAGIC 0x6e736673
/* include/uapi/linux/fcntl.h */
#define FD_PIDFS_ROOT -10002
#define FD_NSFS_ROOT -10003

/* Processes and namespaces have handles as well, which everybody may use and which lead to no file (fs/pidfs.c,
 * fs/nsfs.c). On a failure the file is the one that was to say which file system is meant. */
static __always_inline bool is_handle_of_no_file(const struct file *file, __s32 asked)
{
	__u64 magic;

	if (!file)
		return asked == FD_PIDFS_ROOT || asked == FD_NSFS_ROOT;
	magic = FIELD(file, f_inode, i_sb, s_magic);
	return magic == PIDFS_SUPER_MAGIC || magic == NSFS_MAGIC;
}

/* One refused must not hide one granted, nor one file another. */
static __always_inline bool was_handle_told(__u32 place, const struct file *opened)
{
	struct deed deed = {
		.kind = VDT_SURFACE,
		.operation = VDT_OPEN_BY_HANDLE,
		.detail = !opened,
	};

	if (opened)
		set_inode(&deed, FIELD(opened, f_inode));
	return is_repeat(place, &deed);
}

static __always_inline int handle_returned(__u32 place, __s64 result)
{
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();
	__s32 asked = (__s32)CALL_ARGUMENT(1);
	struct file *file = file_at(task, result < 0 ? asked : result);
	struct file *opened = result < 0 ? NULL : file;
	struct vdt_surface *record;
	struct scratch *scratch;

	if (current_is_own() || current_is_quiet() || is_handle_of_no_file(file, asked) ||
	    was_handle_told(place, opened))
		return 0;
	scratch = take_scratch(place, sizeof(*record));
	if (!scratch)
		return 0;
	record = begin_surface(scratch, VDT_OPEN_BY_HANDLE, result >= 0, result);
	if (opened)
		record->value = append_walk(scratch, &record->name, FIELD(opened, f_path.dentry),
					    FIELD(opened, f_path.mnt), task) != VDT_PATH_ROOT;
	submit(scratch, false);
	return 0;
}

#endif
