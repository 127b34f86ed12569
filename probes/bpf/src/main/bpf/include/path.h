/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef VEDETTE_PATH_H
#define VEDETTE_PATH_H

#include "constants.h"
#include "kernel.h"
#include "scratch.h"
#include <bpf/bpf_core_read.h>

/* More steps than PATH_MAX can hold components would be 2048; a real tree shows about a dozen. */
#define PATH_STEPS 256

static __always_inline struct mount *mount_of(const struct vfsmount *vfsmount)
{
	return (void *)vfsmount - bpf_core_field_offset(struct mount, mnt);
}

/* At the top of a mount: on to where it is mounted, or the end of the way. */
static __always_inline long leave_mount(struct path_walk *walk)
{
	struct mount *mount = mount_of((struct vfsmount *)walk->mount);

	walk->parent_mount = (__u64)FIELD(mount, mnt_parent);
	if (walk->parent_mount == (__u64)mount) {
		/* The kernel's own mounts (memfd, pipe) and those taken off the tree have no namespace. */
		walk->end = FIELD(mount, mnt_ns) ? VDT_PATH_OUTSIDE : VDT_PATH_DETACHED;
		return 1;
	}
	walk->dentry = (__u64)FIELD(mount, mnt_mountpoint);
	walk->mount = walk->parent_mount + bpf_core_field_offset(struct mount, mnt);
	return 0;
}

/* Length is below COMPONENT_BYTES. */
static __always_inline long prepend_text(struct scratch *scratch, const void *text, __u32 length)
{
	struct path_walk *walk = &scratch->walk;
	__u32 position = walk->position;

	if (position < length || position > PATH_BYTES) {
		walk->end = VDT_PATH_TRUNCATED;
		return 1;
	}
	position -= length;
	walk->position = position;
	if (bpf_probe_read_kernel(&scratch->path[position & (PATH_BYTES - 1)],
				  length & (COMPONENT_BYTES - 1), text))
		count_failure(scratch->place, REASON_READ_FAULT);
	return 0;
}

static __always_inline long prepend(struct scratch *scratch, struct dentry *dentry, bool slash)
{
	struct path_walk *walk = &scratch->walk;
	__u32 length = FIELD(dentry, d_name.len) & (COMPONENT_BYTES - 1);

	/* Room for the slash as well, so that no half component is told. */
	if (walk->position < length + 1) {
		walk->end = VDT_PATH_TRUNCATED;
		return 1;
	}
	if (prepend_text(scratch, FIELD(dentry, d_name.name), length))
		return 1;
	if (slash)
		scratch->path[--walk->position & (PATH_BYTES - 1)] = '/';
	return 0;
}

static __always_inline bool has_steps(const struct path_walk *walk)
{
	return walk->position < PATH_BYTES;
}

static __always_inline bool is_root_name(const struct dentry *dentry)
{
	char first = 0;

	bpf_probe_read_kernel(&first, sizeof(first), FIELD(dentry, d_name.name));
	return first == '/';
}

/*
 * Whether a file is called by its place in its own file system, wherever that is mounted: a file that is bound
 * over another one has that one's name for all who ask by mounts (fs/d_path.c, prepend_path), and the
 * numbers of these files tell nothing, for procfs gives them out at each look-up (fs/proc/proc_sysctl.c,
 * proc_sys_make_inode). By its place in a hierarchy of version 1 nobody knows which hierarchy it is, so
 * there only what is bound as a file has its own name. Directories keep theirs: names begin at them.
 */
static __always_inline bool has_own_name(const struct dentry *dentry, const struct vfsmount *mount)
{
	__u64 magic = FIELD(dentry, d_sb, s_magic);

	if (magic != PROC_SUPER_MAGIC && magic != SYSFS_MAGIC &&
	    (magic != CGROUP_SUPER_MAGIC || (__u64)dentry != (__u64)FIELD(mount, mnt_root)))
		return false;
	return (FIELD(dentry, d_inode, i_mode) & S_IFMT) == S_IFREG;
}

/* At the root of the file system, in front of which comes where it is mounted by everybody. Then the way is
 * gone once more from its beginning, past the mounts and without taking names, to tell how it ends. */
static __always_inline long begin_again(struct scratch *scratch, const struct dentry *dentry)
{
	struct path_walk *walk = &scratch->walk;
	__u64 magic = FIELD(dentry, d_sb, s_magic);
	const char *place = "/sys/fs/cgroup";
	__u32 length = 14;

	if (magic != CGROUP_SUPER_MAGIC) {
		place = magic == PROC_SUPER_MAGIC ? "/proc" : "/sys";
		length = magic == PROC_SUPER_MAGIC ? 5 : 4;
	}
	if (prepend_text(scratch, place, length))
		return 1;
	walk->within = 0;
	walk->named = 1;
	walk->dentry = walk->beginning;
	return 0;
}

/* No tree above: a memfd's or pipe's whole path is its name, a file system's root is one of which all that
 * stands below it begins with the slash that is its name (d_make_root). */
static __always_inline long end_detached(struct scratch *scratch, struct dentry *dentry)
{
	struct path_walk *walk = &scratch->walk;

	if (walk->named || (has_steps(walk) && is_root_name(dentry)) || !prepend(scratch, dentry, false))
		walk->end = VDT_PATH_DETACHED;
	return 1;
}

static long path_step(__u32 step, __u32 *slot)
{
	struct scratch *scratch = bpf_map_lookup_elem(&scratches, slot);
	struct vfsmount *mount;
	struct path_walk *walk;
	struct dentry *dentry;

	if (!scratch)
		return 1;
	walk = &scratch->walk;
	dentry = (struct dentry *)walk->dentry;
	mount = (struct vfsmount *)walk->mount;
	if (!walk->within) {
		if (walk->dentry == walk->root && walk->mount == walk->root_mount) {
			walk->end = VDT_PATH_ROOT;
			return 1;
		}
		if (walk->dentry == (__u64)FIELD(mount, mnt_root))
			return leave_mount(walk);
	}
	walk->parent = (__u64)FIELD(dentry, d_parent);
	if (walk->parent == walk->dentry || !walk->parent)
		return walk->within ? begin_again(scratch, dentry) : end_detached(scratch, dentry);
	if (!walk->named && prepend(scratch, dentry, true))
		return 1;
	walk->dentry = walk->parent;
	return 0;
}

/* Copies the way that was gone to the record's end. A function that the verifier goes through by itself, once in
 * each program: many append several paths. */
__weak __noinline int walk_up(struct scratch *scratch)
{
	struct path_walk *walk;
	__u32 position;
	__u32 length;
	__u32 slot;
	__u32 at;

	if (!scratch)
		return 0;
	walk = &scratch->walk;
	slot = scratch->slot;
	bpf_loop(PATH_STEPS, path_step, &slot, 0);
	if (walk->end == VDT_PATH_TRUNCATED)
		count_failure(scratch->place, REASON_PATH_TRUNCATED);
	position = walk->position;
	if (position >= PATH_BYTES && walk->end != VDT_PATH_TRUNCATED) {
		/* The root itself. */
		position = PATH_BYTES - 1;
		scratch->path[position] = '/';
	}
	length = PATH_BYTES - position;
	at = scratch->length;
	if (at > RECORD_BYTES - TEXT_BYTES || length > TEXT_BYTES) {
		walk->end = VDT_PATH_TRUNCATED;
		return 0;
	}
	at &= RECORD_BYTES - 1;
	if (bpf_probe_read_kernel(&scratch->record[at], length & (2 * TEXT_BYTES - 1),
				  &scratch->path[position & (PATH_BYTES - 1)])) {
		count_failure(scratch->place, REASON_READ_FAULT);
		return 0;
	}
	scratch->length = at + length;
	return 0;
}

/*
 * The path of a file as the task sees it, appended to the record. Returns why the walk ended. No
 * lock is taken: a rename at the same moment can mix the old name with the new one.
 */
static __always_inline __u32 append_walk(struct scratch *scratch, struct vdt_text *text,
					 const struct dentry *dentry, const struct vfsmount *mount,
					 struct task_struct *task)
{
	struct path_walk *walk = &scratch->walk;
	__u32 before = scratch->length;

	walk->beginning = (__u64)dentry;
	walk->within = has_own_name(dentry, mount);
	walk->named = 0;
	walk->dentry = (__u64)dentry;
	walk->mount = (__u64)mount;
	walk->root = (__u64)FIELD(task, fs, root.dentry);
	walk->root_mount = (__u64)FIELD(task, fs, root.mnt);
	walk->position = PATH_BYTES;
	walk->end = VDT_PATH_TRUNCATED;
	walk_up(scratch);
	text->length = scratch->length - before;
	text->offset = text->length ? before : 0;
	return walk->end;
}

static __always_inline __u32 append_path(struct scratch *scratch, struct vdt_text *text,
					 const struct path *path, struct task_struct *task)
{
	return append_walk(scratch, text, FIELD(path, dentry), FIELD(path, mnt), task);
}

#endif
