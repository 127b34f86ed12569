/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef VEDETTE_MOUNT_CALL_H
#define VEDETTE_MOUNT_CALL_H

#include "call.h"
#include "mount.h"

/*
 * Mounts as the end of a call shows them. Texts are the call's own arguments, so untrusted; what is
 * mounted, and where, is told by the mount itself where it is found. Refused calls are told as
 * well, with their result.
 */

/* include/uapi/linux/mount.h, include/uapi/linux/fcntl.h */
#define OPEN_TREE_CLONE 1

static __always_inline int mount_returned(__u32 place, __s64 result)
{
	struct mount_deed deed = {
	    .type = CALL_ARGUMENT(3),
	    .source = CALL_ARGUMENT(1),
	    .target = CALL_ARGUMENT(2),
	    .options = CALL_ARGUMENT(5),
	    .flags = CALL_ARGUMENT(4),
	    .result = result,
	    .place = place,
	    .texts_are_users = true,
	};
	struct mount *made;

	if (!result && !(deed.flags & MS_NO_NEW_MOUNT)) {
		made = newest_mount((struct task_struct *)bpf_get_current_task());
		deed.mount = (__u64)made;
		if (made)
			set_mountpoint(&deed, made);
		if (deed.dentry)
			deed.target = 0;
	}
	return tell_mount(&deed);
}

static __always_inline int umount_returned(__u32 place, __s64 result)
{
	struct mount_deed deed = {
	    .target = CALL_ARGUMENT(1),
	    .flags = CALL_ARGUMENT(2),
	    .result = result,
	    .place = place,
	    .operation = VDT_UMOUNT,
	    .texts_are_users = true,
	};

	return tell_mount(&deed);
}

/* The task's root is the new one by now, and its own path within itself says nothing. */
static __always_inline int root_changed(struct mount_deed *deed)
{
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();

	if (!deed->result) {
		deed->dentry = (__u64)FIELD(task, fs, root.dentry);
		deed->vfsmount = (__u64)FIELD(task, fs, root.mnt);
	}
	return tell_mount(deed);
}

static __always_inline int pivot_root_returned(__u32 place, __s64 result)
{
	struct mount_deed deed = {
	    .target = CALL_ARGUMENT(1),
	    .source = CALL_ARGUMENT(2),
	    .result = result,
	    .place = place,
	    .operation = VDT_PIVOT_ROOT,
	    .texts_are_users = true,
	};

	return root_changed(&deed);
}

static __always_inline int chroot_returned(__u32 place, __s64 result)
{
	struct mount_deed deed = {
	    .target = CALL_ARGUMENT(1),
	    .result = result,
	    .place = place,
	    .operation = VDT_CHROOT,
	    .texts_are_users = true,
	};

	return root_changed(&deed);
}

/* By the descriptor of a mount. */
static __always_inline struct mount *mount_at(__u32 place, __s64 descriptor)
{
	struct file *file = file_at((struct task_struct *)bpf_get_current_task(), descriptor);

	if (file)
		return mount_of(FIELD(file, f_path.mnt));
	count_failure(place, REASON_NO_FILE);
	return NULL;
}

static __always_inline int fsmount_returned(__u32 place, __s64 result)
{
	struct mount_deed deed = {
	    .result = result < 0 ? result : 0,
	    .place = place,
	    .api = VDT_MOUNT_DESCRIPTORS,
	};

	if (result >= 0)
		deed.mount = (__u64)mount_at(place, result);
	return tell_mount(&deed);
}

/* A text of the caller's whose first byte is its end. */
static __always_inline bool is_empty(__u64 text)
{
	char first = 0;

	return !text || bpf_probe_read_user(&first, sizeof(first), (const void *)text) || !first;
}

/* The descriptor moved from leads to the mount at its new place. Without one only the names are
 * left. */
static __always_inline int move_mount_returned(__u32 place, __s64 result)
{
	struct mount_deed deed = {
	    .result = result,
	    .place = place,
	    .api = VDT_MOUNT_DESCRIPTORS,
	    .texts_are_users = true,
	};

	if (!result && is_empty(CALL_ARGUMENT(2)))
		deed.mount = (__u64)mount_at(place, (__s32)CALL_ARGUMENT(1));
	else
		deed.source = CALL_ARGUMENT(2);
	if (deed.mount)
		set_mountpoint(&deed, (struct mount *)deed.mount);
	if (deed.dentry)
		deed.texts_are_users = false;
	else
		deed.target = CALL_ARGUMENT(4);
	return tell_mount(&deed);
}

/* Of a tree that is merely opened nothing is changed. */
static __always_inline int open_tree_returned(__u32 place, __s64 result)
{
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();
	struct mount_deed deed = {
	    .flags = CALL_ARGUMENT(3),
	    .result = result < 0 ? result : 0,
	    .place = place,
	    .operation = VDT_OPEN_TREE,
	    .api = VDT_MOUNT_DESCRIPTORS,
	    .source = CALL_ARGUMENT(2),
	    .texts_are_users = true,
	};
	struct file *file;

	if (!(deed.flags & OPEN_TREE_CLONE))
		return 0;
	file = file_at(task, result);
	if (file) {
		deed.mount = (__u64)mount_of(FIELD(file, f_path.mnt));
		deed.dentry = (__u64)FIELD(file, f_path.dentry);
		deed.vfsmount = (__u64)FIELD(file, f_path.mnt);
	}
	return tell_mount(&deed);
}

/* Since 6.15: like open_tree(2), and sets attributes of the copy, or of what is mounted already. */
static __always_inline int open_tree_attr_returned(__u32 place, __s64 result)
{
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();
	struct mount_deed deed = {
	    .target = CALL_ARGUMENT(2),
	    .result = result < 0 ? result : 0,
	    .place = place,
	    .operation = VDT_MOUNT_SETATTR,
	    .api = VDT_MOUNT_DESCRIPTORS,
	    .texts_are_users = true,
	};
	struct file *file;

	if (CALL_ARGUMENT(3) & OPEN_TREE_CLONE)
		return open_tree_returned(place, result);
	if (!CALL_ARGUMENT(4))
		return 0;
	bpf_probe_read_user(&deed.flags, sizeof(deed.flags), (const void *)CALL_ARGUMENT(4));
	file = file_at(task, result);
	if (file) {
		deed.target = 0;
		deed.dentry = (__u64)FIELD(file, f_path.dentry);
		deed.vfsmount = (__u64)FIELD(file, f_path.mnt);
	}
	return tell_mount(&deed);
}

/* The flags are the attributes that were set: MOUNT_ATTR_* */
static __always_inline int mount_setattr_returned(__u32 place, __s64 result)
{
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();
	struct mount_deed deed = {
	    .target = CALL_ARGUMENT(2),
	    .result = result,
	    .place = place,
	    .operation = VDT_MOUNT_SETATTR,
	    .api = VDT_MOUNT_DESCRIPTORS,
	    .texts_are_users = true,
	};
	struct file *file;

	bpf_probe_read_user(&deed.flags, sizeof(deed.flags), (const void *)CALL_ARGUMENT(4));
	if (is_empty(deed.target)) {
		file = file_at(task, (__s32)CALL_ARGUMENT(1));
		deed.target = 0;
		if (file) {
			deed.dentry = (__u64)FIELD(file, f_path.dentry);
			deed.vfsmount = (__u64)FIELD(file, f_path.mnt);
		}
	}
	return tell_mount(&deed);
}

/* The call succeeded, so its descriptor is one of fsopen(2) and not any other. */
static __always_inline int fsconfig_returned(__u32 place, __s64 result)
{
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();
	struct release_agent agent = {.result = result, .place = place, .value_is_users = true};
	struct fs_context *context;
	char key[KEY_BYTES] = {};
	struct file *file;

	if (CALL_ARGUMENT(2) != FSCONFIG_SET_STRING ||
	    !is_release_agent(
		key, bpf_probe_read_user_str(key, sizeof(key), (const void *)CALL_ARGUMENT(3))))
		return 0;
	agent.value = CALL_ARGUMENT(4);
	file = file_at(task, (__s32)CALL_ARGUMENT(1));
	if (file && !result) {
		context = FIELD(file, private_data);
		agent.type = (__u64)BPF_CORE_READ(context, fs_type, name);
	}
	return tell_release_agent(&agent);
}

#endif
