/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef VEDETTE_CHANGE_H
#define VEDETTE_CHANGE_H

#include "destruction.h"
#include "file.h"
#include "group.h"
#include "novelty.h"
#include "scope.h"
#include "task.h"
#include "watched.h"

/*
 * Changes of files come in masses: a build, a package manager, a cleaner. Told is each change of what
 * is watched, of what stands below a watched folder and of what is dangerous by itself (an executable's
 * name, set-user-id, a security attribute, the length of a file); of the rest the first of its kind by
 * a process in a folder within the novelty window. What is not told is counted, for the control group.
 */
#define XATTR_NAME_BYTES 256
#define LINK_TEXT_BYTES 1024

/* The value is not known on this rung. */
#define NOT_KNOWN ((__u64)-1)

/* So far up is looked for a watched folder. */
#define FOLDERS_LOOKED_AT 8

/* Eight letters of an attribute's name as a number, on the little-endian machines supported. */
#define LETTERS_SECURITY 0x7974697275636573ULL
#define LETTERS_TRUSTED_ 0x2e64657473757274ULL
#define LETTERS_OVERLAY_ 0x2e79616c7265766fULL

static __always_inline bool is_below_watched(const struct dentry *dentry)
{
	__u64 at = (__u64)dentry;

	for (__u32 i = 0; i < FOLDERS_LOOKED_AT; i++) {
		const struct dentry *parent = FIELD((const struct dentry *)at, d_parent);

		if (!parent || (__u64)parent == at)
			return false;
		if (is_watched_inode(FIELD(parent, d_inode)))
			return true;
		at = (__u64)parent;
	}
	return false;
}

static __always_inline bool is_watched_entry(const struct dentry *dentry)
{
	const struct inode *inode = FIELD(dentry, d_inode);

	return (inode && is_watched_inode(inode)) || is_watched_dentry(dentry) ||
	       is_below_watched(dentry);
}

/* Whether the process changed this very object, or anything in this folder, in this way lately. */
static __always_inline bool was_changed(__u32 place, const struct inode *inode, __u32 operation,
					bool by_itself, __u64 detail)
{
	struct deed deed = {
		.within = detail,
		.kind = VDT_FILE_CHANGE,
		.operation = operation,
		.detail = by_itself,
	};

	set_inode(&deed, inode);
	return is_repeat(place, &deed);
}

/* What the opening of the file has told already: that this process writes to it. */
static __always_inline bool was_opening_told(const struct file *file)
{
	struct deed deed = deed_of_opening(file);

	return was_told(&deed);
}

static __always_inline struct vdt_file_change *begin_change(struct scratch *scratch,
							    __u32 operation, __u64 value)
{
	struct vdt_file_change *change = &scratch->file_change;

	__builtin_memset(change, 0, sizeof(*change));
	fill_header(&change->header, VDT_FILE_CHANGE);
	change->operation = operation;
	change->value = value;
	return change;
}

/* An entry of a folder. */
struct entry {
	const struct dentry *dentry;
	const struct vfsmount *mount;
};

static __always_inline const struct inode *folder_of(const struct dentry *dentry)
{
	return FIELD(dentry, d_parent, d_inode);
}

static __always_inline bool was_entry_changed(__u32 place, const struct entry *entry,
					      __u32 operation, bool by_itself, __u64 detail)
{
	const struct dentry *dentry =
		entry->dentry; /* copied first: in FIELD() our own struct would be relocated as well */
	const struct inode *inode = FIELD(dentry, d_inode);

	by_itself = by_itself || is_watched_entry(dentry);
	if (!by_itself)
		return was_changed(place, folder_of(dentry), operation, false, detail);
	if (inode)
		return was_changed(place, inode, operation, true, detail);
	/* One that is not there yet: told by its folder and its name's hash. */
	return was_changed(place, folder_of(dentry), operation, true,
			   detail ^ FIELD(dentry, d_name.hash_len));
}

static __always_inline void fill_entry(struct scratch *scratch, struct vdt_file *into,
				       const struct entry *entry)
{
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();
	const struct dentry *dentry =
		entry->dentry; /* copied first: in FIELD() our own struct would be relocated as well */
	const struct inode *inode = FIELD(dentry, d_inode);

	if (inode)
		fill_object(scratch, into, inode, dentry, entry->mount, task);
	else
		into->path_end = append_walk(scratch, &into->path, dentry, entry->mount, task);
}

static __always_inline struct scratch *begin_entry(__u32 place, const struct entry *entry,
						   __u32 operation, __u64 value)
{
	struct scratch *scratch = take_scratch(place, sizeof(struct vdt_file_change));

	if (scratch)
		fill_entry(scratch, &begin_change(scratch, operation, value)->file, entry);
	return scratch;
}

/* A change through a descriptor that the process writes with: told by the opening, or else here. */
static __always_inline void tell_written(__u32 place, struct file *file, __u32 operation,
					 __u64 value, struct file *source, bool raceable)
{
	const struct inode *inode = FIELD(file, f_inode);
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();
	struct vdt_file_change *change;
	struct scratch *scratch;

	if ((FIELD(inode, i_mode) & S_IFMT) != S_IFREG || FIELD(file, f_mode) & FMODE_NOACCOUNT ||
	    current_is_own() || current_is_quiet())
		return;
	if (operation == VDT_TRUNCATE)
		note_entry_destroyed(place, FILE_EMPTIED, inode, FIELD(file, f_path.dentry),
				     FIELD(file, f_path.mnt));
	if (was_opening_told(file) || was_changed(place, inode, operation, true, 0))
		return;
	scratch = take_scratch(place, sizeof(*change));
	if (!scratch)
		return;
	change = begin_change(scratch, operation, value);
	change->raceable = raceable;
	fill_file(scratch, &change->file, file, task);
	if (source)
		fill_file(scratch, &change->other, source, task);
	submit(scratch, false);
}

#endif
