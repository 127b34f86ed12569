// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "change_call.h"
#include "permission.h"
#include <bpf/bpf_tracing.h>

/*
 * Why the security hooks for paths (fs/namei.c, fs/open.c): they have the kernel's own entries of the
 * folders, before and after, and the mount, by whatever call, of whatever table, or by io_uring; file
 * systems that change one beneath themselves (overlay) do not pass here again. They run before
 * permission is asked for, so what is sure to be refused is left out: see permission.h. That the file
 * system may still fail is not known here. What a policy refuses is told where it is refused:
 * refuse.bpf.c.
 *
 * An attribute has no such hook; the one for inodes (fs/xattr.c) knows the entry but no mount, so its
 * path is that by a mount which is likely, or begins at the file system's own root.
 */

static __always_inline bool is_left_out(void)
{
	return current_is_own() || current_is_quiet();
}

/* Files whose every change of name is told: what can be executed. */
static __always_inline bool is_executable(const struct inode *inode)
{
	__u32 mode = inode ? FIELD(inode, i_mode) : 0;

	return (mode & S_IFMT) == S_IFREG && mode & S_IXUGO;
}

static __always_inline void tell_removed(__u32 place, const struct path *folder,
					 const struct dentry *dentry, __u32 operation)
{
	struct entry entry = {.dentry = dentry, .mount = folder->mnt};
	struct scratch *scratch;

	if (is_left_out() || !may_write(folder_of(dentry), entry.mount))
		return;
	if (operation == VDT_UNLINK)
		note_entry_destroyed(place, FILE_REMOVED, dentry->d_inode, dentry, folder->mnt);
	if (was_entry_changed(place, &entry, operation, is_executable(dentry->d_inode), 0))
		return;
	scratch = begin_entry(place, &entry, operation, 0);
	if (scratch)
		submit(scratch, false);
}

static __always_inline void tell_renamed(__u32 place, const struct path *from,
					 const struct dentry *old, const struct path *to,
					 const struct dentry *new, __u64 flags)
{
	struct entry before = {.dentry = old, .mount = from->mnt};
	struct entry after = {.dentry = new, .mount = to->mnt};
	struct vdt_file_change *change;
	struct scratch *scratch;
	bool by_itself;

	if (is_left_out() || !may_write(folder_of(old), from->mnt) ||
	    !may_write(folder_of(new), to->mnt))
		return;
	if (!note_entry_destroyed(place, FILE_REMOVED, new->d_inode, new, to->mnt))
		note_entry_destroyed(place, FILE_RENAMED, old->d_inode, old, from->mnt);
	by_itself = is_executable(old->d_inode) || is_watched_entry(new);
	if (was_entry_changed(place, &before, VDT_RENAME, by_itself, FIELD(folder_of(new), i_ino)))
		return;
	scratch = begin_entry(place, &before, VDT_RENAME, flags);
	if (!scratch)
		return;
	change = &scratch->file_change;
	fill_entry(scratch, &change->other, &after);
	change->other_path = change->other.path;
	submit(scratch, false);
}

static __always_inline void tell_linked(__u32 place, const struct dentry *old,
					const struct path *folder, const struct dentry *new)
{
	struct entry before = {.dentry = old, .mount = folder->mnt};
	struct entry after = {.dentry = new, .mount = folder->mnt};
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();
	struct scratch *scratch;
	bool by_itself;

	if (is_left_out() || !may_write(folder_of(new), folder->mnt))
		return;
	by_itself = is_executable(old->d_inode) || is_watched_entry(new);
	if (was_entry_changed(place, &before, VDT_LINK, by_itself, FIELD(folder_of(new), i_ino)))
		return;
	scratch = begin_entry(place, &before, VDT_LINK, 0);
	if (!scratch)
		return;
	append_walk(scratch, &scratch->file_change.other_path, after.dentry, after.mount, task);
	submit(scratch, false);
}

/* Something new in a folder, of which there is no inode yet. The text is in the kernel's memory. */
static __always_inline void tell_made(__u32 place, const struct path *folder,
				      const struct dentry *dentry, __u32 operation, __u64 value,
				      __u32 mode, const char *text)
{
	struct entry entry = {.dentry = dentry, .mount = folder->mnt};
	struct vdt_file_change *change;
	struct scratch *scratch;
	bool watched;

	if (is_left_out() || !may_write(folder_of(dentry), folder->mnt))
		return;
	scratch = take_scratch(place, sizeof(*change));
	if (!scratch)
		return;
	change = begin_change(scratch, operation, value);
	append_text(scratch, &change->other_path, text, LINK_TEXT_BYTES, FROM_KERNEL);
	watched = text && ends_with_watched(scratch, &change->other_path);
	if (was_entry_changed(place, &entry, operation, watched, value)) {
		give_back(scratch);
		return;
	}
	fill_entry(scratch, &change->file, &entry);
	change->file.mode = mode;
	change->requested_path = change->file.path;
	submit(scratch, false);
}

static __always_inline void tell_node(__u32 place, const struct path *folder,
				      const struct dentry *dentry, __u32 mode, __u32 device)
{
	/* An ordinary file is told when it is opened, a socket when it is bound. */
	if (!is_telling_node(mode))
		return;
	tell_made(place, folder, dentry, VDT_MKNOD, device_of_call(device), mode, NULL);
}

static __always_inline void tell_attributes(__u32 place, const struct path *path, __u32 operation,
					    __u64 value, __u32 capability, bool by_itself)
{
	struct entry entry = {.dentry = path->dentry, .mount = path->mnt};
	struct scratch *scratch;

	if (is_left_out() || !may_set_attributes(path->dentry->d_inode, entry.mount, capability) ||
	    was_entry_changed(place, &entry, operation, by_itself, by_itself ? value : 0))
		return;
	scratch = begin_entry(place, &entry, operation, value);
	if (scratch)
		submit(scratch, false);
}

static __always_inline void tell_mode(__u32 place, const struct path *path, __u32 mode)
{
	tell_attributes(place, path, VDT_CHMOD, mode, CAP_FOWNER, mode & (S_ISUID | S_ISGID));
}

static __always_inline void tell_owner(__u32 place, const struct path *path, __u64 uid, __u64 gid)
{
	tell_attributes(place, path, VDT_CHOWN, (__u32)uid | gid << 32, CAP_CHOWN, false);
}

/* Here permission has been asked for already (vfs_truncate). */
static __always_inline void tell_truncated(__u32 place, const struct path *path)
{
	struct entry entry = {.dentry = path->dentry, .mount = path->mnt};
	struct scratch *scratch;

	if (is_left_out())
		return;
	note_entry_destroyed(place, FILE_EMPTIED, path->dentry->d_inode, path->dentry, path->mnt);
	if (was_entry_changed(place, &entry, VDT_TRUNCATE, true, 0))
		return;
	scratch = begin_entry(place, &entry, VDT_TRUNCATE, NOT_KNOWN);
	if (scratch)
		submit(scratch, false);
}

/* The mounts of a file system (fs/mount.h, include/linux/fs/super_types.h): a chain since 6.18, a list before. */
struct mount___chained {
	struct mount *mnt_next_for_sb;
} __attribute__((preserve_access_index));

struct super_block___chained {
	struct mount *s_mounts;
} __attribute__((preserve_access_index));

struct mount___listed {
	struct list_head mnt_instance;
} __attribute__((preserve_access_index));

struct super_block___listed {
	struct list_head s_mounts;
} __attribute__((preserve_access_index));

#define MOUNTS_LOOKED_AT 16

/* Functions by themselves, since what a kernel does not have must not be spoken of but where it is left out:
 * as a part of their caller, some of it would be done before that is asked. */
static __noinline __u64 after_in_chain(__u64 mount, __u64 super)
{
	if (mount)
		return (__u64)BPF_CORE_READ((struct mount___chained *)mount, mnt_next_for_sb);
	return (__u64)BPF_CORE_READ((struct super_block___chained *)super, s_mounts);
}

static __noinline __u64 after_in_list(__u64 mount, __u64 super)
{
	const struct super_block___listed *listed = (const void *)super;
	__u64 member;

	if (mount)
		member = (__u64)BPF_CORE_READ((struct mount___listed *)mount, mnt_instance.next);
	else
		member = (__u64)BPF_CORE_READ(listed, s_mounts.next);
	if (!member || member == (__u64)&listed->s_mounts)
		return 0;
	return member - bpf_core_field_offset(struct mount___listed, mnt_instance);
}

/* Without a lock: the worst that comes of it is a path from another place. */
static __always_inline __u64 mount_after(__u64 mount, __u64 super)
{
	if (bpf_core_field_exists(struct mount___chained, mnt_next_for_sb))
		return after_in_chain(mount, super);
	return after_in_list(mount, super);
}

/* One in the task's namespace that has all of the file system. */
static __always_inline const struct vfsmount *whole_mount(const struct super_block *super,
							  struct task_struct *task)
{
	__u64 namespace = (__u64)BPF_CORE_READ(task, nsproxy, mnt_ns);
	__u64 root = (__u64)BPF_CORE_READ(super, s_root);
	__u64 at = 0;

	for (__u32 i = 0; i < MOUNTS_LOOKED_AT; i++) {
		at = mount_after(at, (__u64)super);
		if (!at)
			return NULL;
		if ((__u64)BPF_CORE_READ((struct mount *)at, mnt_ns) == namespace &&
		    (__u64)BPF_CORE_READ((struct mount *)at, mnt.mnt_root) == root)
			return (const void *)at + bpf_core_field_offset(struct mount, mnt);
	}
	return NULL;
}

/* The mount of the task's root or working directory, if the entry's file system is mounted there, or
 * another one of it: that which the call went through is not known. */
static __always_inline const struct vfsmount *likely_mount(const struct dentry *dentry)
{
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();
	const struct super_block *super = FIELD(dentry, d_sb);
	const struct vfsmount *mount = FIELD(task, fs, root.mnt);

	if ((__u64)FIELD(mount, mnt_sb) == (__u64)super)
		return mount;
	mount = FIELD(task, fs, pwd.mnt);
	if ((__u64)FIELD(mount, mnt_sb) == (__u64)super)
		return mount;
	return whole_mount(BPF_CORE_READ(dentry, d_sb), task);
}

static __always_inline void tell_xattr(__u32 place, const struct dentry *dentry, const char *name,
				       __u32 operation)
{
	struct entry entry = {.dentry = dentry, .mount = likely_mount(dentry)};
	__u64 letters[2] = {};
	struct scratch *scratch;

	bpf_probe_read_kernel_str(letters, sizeof(letters), name);
	/* Overlay's own notes on its layers. */
	if (letters[0] == LETTERS_TRUSTED_ && (letters[1] ^ LETTERS_OVERLAY_) << 8 == 0)
		return;
	if (is_left_out() ||
	    was_entry_changed(place, &entry, operation, letters[0] == LETTERS_SECURITY, 0))
		return;
	scratch = begin_entry(place, &entry, operation, 0);
	if (!scratch)
		return;
	append_text(scratch, &scratch->file_change.other_path, name, XATTR_NAME_BYTES, FROM_KERNEL);
	submit(scratch, false);
}

/* One hook on both of its rungs. */
#define ON_BOTH_RUNGS(detail, prefix, hook, tell, ...)                  \
	PLACED(file_change__lsm_##detail);                              \
	PLACED(file_change__fexit_##detail);                            \
                                                                        \
	SEC(prefix "lsm/" #hook)                                        \
	int BPF_PROG(file_change__lsm_##detail, __VA_ARGS__, int ret)   \
	{                                                               \
		const __u32 place = PLACE(file_change__lsm_##detail);   \
                                                                        \
		beat(place);                                            \
		if (!ret)                                               \
			tell;                                           \
		return ret;                                             \
	}                                                               \
                                                                        \
	SEC(prefix "fexit/security_" #hook)                             \
	int BPF_PROG(file_change__fexit_##detail, __VA_ARGS__, int ret) \
	{                                                               \
		const __u32 place = PLACE(file_change__fexit_##detail); \
                                                                        \
		beat(place);                                            \
		if (!ret)                                               \
			tell;                                           \
		return 0;                                               \
	}

ON_BOTH_RUNGS(unlink, "", path_unlink, tell_removed(place, folder, dentry, VDT_UNLINK),
	      const struct path *folder, struct dentry *dentry)
ON_BOTH_RUNGS(rmdir, "", path_rmdir, tell_removed(place, folder, dentry, VDT_RMDIR),
	      const struct path *folder, struct dentry *dentry)
ON_BOTH_RUNGS(rename, "", path_rename, tell_renamed(place, from, old, to, new, flags),
	      const struct path *from, struct dentry *old, const struct path *to,
	      struct dentry *new, unsigned int flags)
ON_BOTH_RUNGS(link, "", path_link, tell_linked(place, old, folder, new), struct dentry *old,
	      const struct path *folder, struct dentry *new)
ON_BOTH_RUNGS(symlink, "", path_symlink, tell_made(place, folder, dentry, VDT_SYMLINK, 0, 0, text),
	      const struct path *folder, struct dentry *dentry, const char *text)
ON_BOTH_RUNGS(mknod, "", path_mknod, tell_node(place, folder, dentry, mode, device),
	      const struct path *folder, struct dentry *dentry, umode_t mode, unsigned int device)
ON_BOTH_RUNGS(chmod, "", path_chmod, tell_mode(place, path, mode), const struct path *path,
	      umode_t mode)
/* Its owners are structures, which programs can be given since 6.1. */
ON_BOTH_RUNGS(chown, "?", path_chown, tell_owner(place, path, uid, gid), const struct path *path,
	      __u64 uid, __u64 gid)
ON_BOTH_RUNGS(truncate, "", path_truncate, tell_truncated(place, path), const struct path *path)
/* Since 6.2; before that the path's hook is asked for descriptors as well. */
ON_BOTH_RUNGS(ftruncate, "?", file_truncate,
	      tell_written(place, file, VDT_TRUNCATE, NOT_KNOWN, NULL, false), struct file *file)
ON_BOTH_RUNGS(setxattr, "", inode_setxattr, tell_xattr(place, dentry, name, VDT_SET_XATTR),
	      void *owners, struct dentry *dentry, const char *name, const void *value, size_t size,
	      int flags)
ON_BOTH_RUNGS(removexattr, "", inode_removexattr, tell_xattr(place, dentry, name, VDT_REMOVE_XATTR),
	      void *owners, struct dentry *dentry, const char *name)

/*
 * Why these facts apart: no security hook tells how a range is allocated, punched or copied, but the
 * functions that all ways lead to can be followed (fs/open.c, fs/read_write.c).
 */
PLACED(file_range__fallocate_fexit);
PLACED(file_range__copy_fexit);

SEC("fexit/vfs_fallocate")
int BPF_PROG(file_range__fallocate_fexit, struct file *file, int mode, loff_t offset, loff_t length,
	     int ret)
{
	beat(PLACE(file_range__fallocate_fexit));
	if (!ret)
		tell_written(PLACE(file_range__fallocate_fexit), file, VDT_FALLOCATE, mode, NULL,
			     false);
	return 0;
}

SEC("fexit/vfs_copy_file_range")
int BPF_PROG(file_range__copy_fexit, struct file *source, loff_t source_at, struct file *file,
	     loff_t at, size_t length, unsigned int flags, ssize_t ret)
{
	beat(PLACE(file_range__copy_fexit));
	if (ret > 0)
		tell_written(PLACE(file_range__copy_fexit), file, VDT_COPY_RANGE, 0, source, false);
	return 0;
}

/* The end of each call, where the above may not be used: see change_call.h. */
#define AT_RETURN(fact, call)   \
	PLACED(fact##__##call); \
	AT_END(fact##__##call, call)
#define CHANGE_AT_RETURN(call) AT_RETURN(file_change, call)

NAME_CHANGES(CHANGE_AT_RETURN)
RIGHTS_CHANGES(CHANGE_AT_RETURN)
AT_RETURN(file_change, ftruncate)
AT_RETURN(file_range, fallocate)
AT_RETURN(file_range, copy_file_range)
