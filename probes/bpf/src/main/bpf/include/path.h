/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef VEDETTE_PATH_H
#define VEDETTE_PATH_H

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

static __always_inline long prepend(struct scratch *scratch, struct dentry *dentry, bool slash)
{
	struct path_walk *walk = &scratch->walk;
	__u32 length = FIELD(dentry, d_name.len) & (COMPONENT_BYTES - 1);
	__u32 position = walk->position;

	if (position < length + 1 || position > PATH_BYTES) {
		walk->end = VDT_PATH_TRUNCATED;
		return 1;
	}
	position -= length;
	if (bpf_probe_read_kernel(&scratch->path[position & (PATH_BYTES - 1)], length,
				  FIELD(dentry, d_name.name)))
		count_failure(scratch->place, REASON_READ_FAULT);
	if (slash)
		scratch->path[--position & (PATH_BYTES - 1)] = '/';
	walk->position = position;
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
	if (walk->dentry == walk->root && walk->mount == walk->root_mount) {
		walk->end = VDT_PATH_ROOT;
		return 1;
	}
	if (walk->dentry == (__u64)FIELD(mount, mnt_root))
		return leave_mount(walk);
	walk->parent = (__u64)FIELD(dentry, d_parent);
	if (walk->parent == walk->dentry || !walk->parent) {
		/* No tree above: a memfd's or pipe's whole path is its name, a file system's root is one of which
		 * all that stands below it begins with the slash that is its name (d_make_root). */
		if (has_steps(walk) && is_root_name(dentry)) {
			walk->end = VDT_PATH_DETACHED;
			return 1;
		}
		if (!prepend(scratch, dentry, false))
			walk->end = VDT_PATH_DETACHED;
		return 1;
	}
	if (prepend(scratch, dentry, true))
		return 1;
	walk->dentry = walk->parent;
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
	__u32 at = scratch->length;
	__u32 slot = scratch->slot;
	__u32 position;
	__u32 length;

	text->offset = 0;
	text->length = 0;
	walk->dentry = (__u64)dentry;
	walk->mount = (__u64)mount;
	walk->root = (__u64)FIELD(task, fs, root.dentry);
	walk->root_mount = (__u64)FIELD(task, fs, root.mnt);
	walk->position = PATH_BYTES;
	walk->end = VDT_PATH_TRUNCATED;
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
	if (at > RECORD_BYTES - TEXT_BYTES || length > TEXT_BYTES)
		return VDT_PATH_TRUNCATED;
	at &= RECORD_BYTES - 1;
	if (bpf_probe_read_kernel(&scratch->record[at], length & (2 * TEXT_BYTES - 1),
				  &scratch->path[position & (PATH_BYTES - 1)])) {
		count_failure(scratch->place, REASON_READ_FAULT);
		return walk->end;
	}
	text->offset = at;
	text->length = length;
	scratch->length = at + length;
	return walk->end;
}

static __always_inline __u32 append_path(struct scratch *scratch, struct vdt_text *text,
					 const struct path *path, struct task_struct *task)
{
	return append_walk(scratch, text, FIELD(path, dentry), FIELD(path, mnt), task);
}

#endif
