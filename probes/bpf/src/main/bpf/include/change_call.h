/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef VEDETTE_CHANGE_CALL_H
#define VEDETTE_CHANGE_CALL_H

#include "call.h"
#include "change.h"
#include "split.h"

/*
 * Changes as the end of a call shows them, where no hook within the kernel may be used. Of a descriptor
 * the object is known; of a name only what the caller wrote, read from its memory once more, and where
 * a relative one begins. Failed calls are not told.
 */
#define NAME_BYTES 1024

struct named_change {
	__u64 path; /* in the caller's memory */
	__u64 other; /* the same, 0: none */
	__u64 value;
	__u32 place;
	__u32 operation;
	__s32 directory; /* a descriptor or AT_FDCWD */
	__s32 other_directory;
	__u32 other_is_path;
	__u32 by_itself; /* each is told, by its name */
};

/* include/linux/kdev_t.h: from the number that calls use to that of super_block.s_dev. */
static __always_inline __u64 device_of_call(__u32 device)
{
	__u64 major = device >> 8 & 0xfff;
	__u64 minor = (device & 0xff) | (device >> 12 & 0xfff00);

	return major << 20 | minor;
}

/* An ordinary file is told when it is opened, a socket when it is bound. */
static __always_inline bool is_telling_node(__u32 mode)
{
	__u32 type = mode & S_IFMT;

	return type == S_IFCHR || type == S_IFBLK || type == S_IFIFO;
}

static __always_inline bool has_watched_name(struct scratch *scratch, const struct split *split)
{
	return split->name < split->length &&
	       is_watched_name(&scratch->record[(split->offset + split->name) & (RECORD_BYTES - 1)],
			       split->length - split->name);
}

static __always_inline bool ends_with_watched(struct scratch *scratch, const struct vdt_text *text)
{
	struct split split = split_path(scratch, text);

	return has_watched_name(scratch, &split);
}

static __always_inline bool is_absolute(struct scratch *scratch, const struct vdt_text *text)
{
	return text->length && scratch->record[text->offset & (RECORD_BYTES - 1)] == '/';
}

static __always_inline const struct path *beginning_of(struct task_struct *task, __s32 directory)
{
	struct file *file;

	if (directory == AT_FDCWD)
		return (const struct path *)((__u64)FIELD(task, fs) +
					     bpf_core_field_offset(struct fs_struct, pwd));
	file = file_at(task, directory);
	return file ? (const struct path *)((__u64)file +
					    bpf_core_field_offset(struct file, f_path))
		    : NULL;
}

/* Where the name begins, if it is relative. */
static __always_inline const struct path *beginning_of_name(struct scratch *scratch,
							    const struct named_change *named)
{
	if (is_absolute(scratch, &scratch->file_change.requested_path))
		return NULL;
	return beginning_of((struct task_struct *)bpf_get_current_task(), named->directory);
}

/* Whether a second thread may have changed the names or the descriptors since. */
static __always_inline bool may_be_changed(struct task_struct *task)
{
	return FIELD(task, mm, mm_users.counter) > 1 || descriptors_are_shared(task);
}

/* What a change by name that is written down is to the filter of repeats. Like those below, a function that the
 * verifier goes through by itself: together, what one leaves open multiplies with what the next does. */
__weak __noinline int was_named(struct scratch *scratch, const struct named_change *named)
{
	struct deed deed = {.kind = VDT_FILE_CHANGE};
	const struct path *beginning;
	struct split split;
	struct split other;
	bool by_itself;

	if (!scratch || !named)
		return false;
	split = split_path(scratch, &scratch->file_change.requested_path);
	other = split_path(scratch, &scratch->file_change.other_path);
	by_itself = named->by_itself || has_watched_name(scratch, &split) ||
		    has_watched_name(scratch, &other);
	deed.within = by_itself ? split.hash ^ other.hash : split.folder_hash;
	deed.operation = named->operation;
	deed.detail = by_itself;
	/* Of a link's text or an attribute's name the rest says nothing. */
	if (!by_itself && named->other_is_path)
		deed.within ^= other.folder_hash;
	if (by_itself)
		deed.generation = (__u32)named->value;
	beginning = beginning_of_name(scratch, named);
	if (beginning)
		deed.object = FIELD(beginning, dentry, d_inode, i_ino);
	return is_repeat(named->place, &deed);
}

static __always_inline bool destroys(__u32 operation)
{
	return operation == VDT_UNLINK || operation == VDT_RENAME || operation == VDT_TRUNCATE;
}

static __always_inline enum destruction_way way_of(__u32 operation)
{
	if (operation == VDT_UNLINK)
		return FILE_REMOVED;
	return operation == VDT_RENAME ? FILE_RENAMED : FILE_EMPTIED;
}

/* Counts what its name led to. */
__weak __noinline int note_named(struct scratch *scratch, const struct named_change *named)
{
	const struct path *beginning;
	struct split split;
	__u64 folder;

	if (!scratch || !named)
		return 0;
	split = split_path(scratch, &scratch->file_change.requested_path);
	folder = split.folder_hash;
	beginning = beginning_of_name(scratch, named);
	if (beginning)
		folder ^= FIELD(beginning, dentry, d_inode, i_ino);
	note_name_destroyed(named->place, way_of(named->operation), named->path, folder);
	return 0;
}

/* The other name, where it is relative, from its own beginning on: the record has one only. */
__weak __noinline int complete_other(struct scratch *scratch, const struct named_change *named)
{
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();
	static const char slash[] = "/";
	const struct path *beginning;
	struct vdt_text whole = {};
	struct vdt_text rest = {};
	struct vdt_text asked;

	if (!scratch || !named)
		return 0;
	asked = scratch->file_change.other_path;
	if (!named->other_is_path || !asked.length || is_absolute(scratch, &asked))
		return 0;
	beginning = beginning_of(task, named->other_directory);
	if (!beginning)
		return 0;
	append_path(scratch, &whole, beginning, task);
	if (whole.length > 1) {
		append_bytes(scratch, &rest, slash, 1, 2);
		whole.length += rest.length;
	}
	append_bytes(scratch, &rest, &scratch->record[asked.offset & (RECORD_BYTES - 1)],
		     asked.length, NAME_BYTES);
	whole.length += rest.length;
	scratch->file_change.other_path = whole;
	return 0;
}

/* With an empty path the descriptor itself is meant (AT_EMPTY_PATH). */
__weak __noinline int fill_beginning(struct scratch *scratch, const struct named_change *named)
{
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();
	struct vdt_file_change *change;
	const struct path *beginning;

	if (!scratch || !named)
		return 0;
	beginning = beginning_of_name(scratch, named);
	if (!beginning)
		return 0;
	change = &scratch->file_change;
	fill_path(scratch, change->requested_path.length ? &change->directory : &change->file,
		  beginning, task);
	return 0;
}

/* One function for all calls, verified by itself. */
__weak __noinline int changed_by_name(const struct named_change *named)
{
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();
	struct vdt_file_change *change;
	struct scratch *scratch;

	if (!named || current_is_own() || current_is_quiet())
		return 0;
	scratch = take_scratch(named->place, sizeof(*change));
	if (!scratch)
		return 0;
	change = begin_change(scratch, named->operation, named->value);
	append_text(scratch, &change->requested_path, (const void *)named->path, NAME_BYTES,
		    FROM_USER);
	append_text(scratch, &change->other_path, (const void *)named->other, NAME_BYTES,
		    FROM_USER);
	if (destroys(named->operation))
		note_named(scratch, named);
	if (was_named(scratch, named)) {
		give_back(scratch);
		return 0;
	}
	change->header.flags |= VDT_UNTRUSTED;
	change->raceable = may_be_changed(task);
	complete_other(scratch, named);
	fill_beginning(scratch, named);
	submit(scratch, false);
	return 0;
}

/* The same for what a descriptor leads to. */
__weak __noinline int changed_by_descriptor(const struct named_change *named)
{
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();
	struct vdt_file_change *change;
	struct scratch *scratch;
	struct entry entry;
	struct file *file;

	if (!named || current_is_own() || current_is_quiet())
		return 0;
	file = file_at(task, named->directory);
	if (!file) {
		count_failure(named->place, REASON_NO_FILE);
		return 0;
	}
	entry.dentry = FIELD(file, f_path.dentry);
	entry.mount = FIELD(file, f_path.mnt);
	if (was_entry_changed(named->place, &entry, named->operation, named->by_itself,
			      named->by_itself ? named->value : 0))
		return 0;
	scratch = begin_entry(named->place, &entry, named->operation, named->value);
	if (!scratch)
		return 0;
	change = &scratch->file_change;
	change->raceable = descriptors_are_shared(task);
	append_text(scratch, &change->other_path, (const void *)named->other, XATTR_NAME_BYTES,
		    FROM_USER);
	if (change->other_path.length)
		change->header.flags |= VDT_UNTRUSTED;
	submit(scratch, false);
	return 0;
}

/* What is given are the members of struct named_change that are not 0. */
#define CHANGED(how, failed, ...)                                   \
	({                                                          \
		if (!(failed)) {                                    \
			struct named_change named_ = {__VA_ARGS__}; \
                                                                    \
			how(&named_);                               \
		}                                                   \
		0;                                                  \
	})

static __always_inline bool has_rights(__u64 mode)
{
	return mode & (S_ISUID | S_ISGID);
}

static __always_inline __u64 owners(__u64 uid, __u64 gid)
{
	return (__u32)uid | gid << 32;
}

static __always_inline bool is_security_attribute(__u64 name)
{
	__u64 letters = 0;

	bpf_probe_read_user(&letters, sizeof(letters), (const void *)name);
	return letters == LETTERS_SECURITY;
}

/* What a call's arguments are to it, by their numbers. */
#define PATH(name) .directory = AT_FDCWD, .path = CALL_ARGUMENT(name)
#define PATH_AT(folder, name) .directory = CALL_ARGUMENT(folder), .path = CALL_ARGUMENT(name)
#define DESCRIPTOR(number) .directory = CALL_ARGUMENT(number)
#define TO_PATH(name) \
	.other = CALL_ARGUMENT(name), .other_is_path = true, .other_directory = AT_FDCWD
#define TO_PATH_AT(folder, name)                             \
	.other = CALL_ARGUMENT(name), .other_is_path = true, \
	.other_directory = CALL_ARGUMENT(folder)
#define TEXT(name) .other = CALL_ARGUMENT(name)
#define VALUE(number) .value = CALL_ARGUMENT(number)
#define MODE(number) VALUE(number), .by_itself = has_rights(CALL_ARGUMENT(number))
#define OWNERS(uid, gid) .value = owners(CALL_ARGUMENT(uid), CALL_ARGUMENT(gid))
#define ATTRIBUTE(name) TEXT(name), .by_itself = is_security_attribute(CALL_ARGUMENT(name))
/* Each device by itself: one without a number marks a removed file, as builds of images do by the thousand. */
#define DEVICE(number)                                    \
	.value = device_of_call(CALL_ARGUMENT(number)), \
	.by_itself = CALL_ARGUMENT(number) != 0

/* How a call's end is told: <call>_returned(). */
#define RETURNED(call, how, failed, change, ...)                                               \
	static __always_inline int call##_returned(__u32 place, __s64 result)                  \
	{                                                                                      \
		return CHANGED(how, failed, .place = place, .operation = change, __VA_ARGS__); \
	}
#define BY_NAME(call, change, ...) RETURNED(call, changed_by_name, result, change, __VA_ARGS__)
#define BY_DESCRIPTOR(call, change, ...) \
	RETURNED(call, changed_by_descriptor, result, change, __VA_ARGS__)
#define OF_NODE(call, mode, ...)                                                         \
	RETURNED(call, changed_by_name, result || !is_telling_node(CALL_ARGUMENT(mode)), \
		 VDT_MKNOD, __VA_ARGS__)

BY_NAME(truncate, VDT_TRUNCATE, PATH(1), VALUE(2), .by_itself = true)
BY_NAME(unlink, VDT_UNLINK, PATH(1))
BY_NAME(unlinkat, CALL_ARGUMENT(3) & AT_REMOVEDIR ? VDT_RMDIR : VDT_UNLINK, PATH_AT(1, 2))
BY_NAME(rmdir, VDT_RMDIR, PATH(1))
BY_NAME(rename, VDT_RENAME, PATH(1), TO_PATH(2))
BY_NAME(renameat, VDT_RENAME, PATH_AT(1, 2), TO_PATH_AT(3, 4))
BY_NAME(renameat2, VDT_RENAME, PATH_AT(1, 2), TO_PATH_AT(3, 4), VALUE(5))
BY_NAME(link, VDT_LINK, PATH(1), TO_PATH(2))
BY_NAME(linkat, VDT_LINK, PATH_AT(1, 2), TO_PATH_AT(3, 4))
BY_NAME(symlink, VDT_SYMLINK, PATH(2), TEXT(1))
BY_NAME(symlinkat, VDT_SYMLINK, PATH_AT(2, 3), TEXT(1))
OF_NODE(mknod, 2, PATH(1), DEVICE(3))
OF_NODE(mknodat, 3, PATH_AT(1, 2), DEVICE(4))
BY_NAME(chmod, VDT_CHMOD, PATH(1), MODE(2))
BY_DESCRIPTOR(fchmod, VDT_CHMOD, DESCRIPTOR(1), MODE(2))
BY_NAME(fchmodat, VDT_CHMOD, PATH_AT(1, 2), MODE(3))
BY_NAME(fchmodat2, VDT_CHMOD, PATH_AT(1, 2), MODE(3))
BY_NAME(chown, VDT_CHOWN, PATH(1), OWNERS(2, 3))
BY_NAME(lchown, VDT_CHOWN, PATH(1), OWNERS(2, 3))
BY_DESCRIPTOR(fchown, VDT_CHOWN, DESCRIPTOR(1), OWNERS(2, 3))
BY_NAME(fchownat, VDT_CHOWN, PATH_AT(1, 2), OWNERS(3, 4))
BY_NAME(setxattr, VDT_SET_XATTR, PATH(1), ATTRIBUTE(2))
BY_NAME(lsetxattr, VDT_SET_XATTR, PATH(1), ATTRIBUTE(2))
BY_DESCRIPTOR(fsetxattr, VDT_SET_XATTR, DESCRIPTOR(1), ATTRIBUTE(2))
BY_NAME(setxattrat, VDT_SET_XATTR, PATH_AT(1, 2), ATTRIBUTE(4))
BY_NAME(removexattr, VDT_REMOVE_XATTR, PATH(1), ATTRIBUTE(2))
BY_NAME(lremovexattr, VDT_REMOVE_XATTR, PATH(1), ATTRIBUTE(2))
BY_DESCRIPTOR(fremovexattr, VDT_REMOVE_XATTR, DESCRIPTOR(1), ATTRIBUTE(2))
BY_NAME(removexattrat, VDT_REMOVE_XATTR, PATH_AT(1, 2), ATTRIBUTE(4))

static __always_inline int ftruncate_returned(__u32 place, __s64 result)
{
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();
	struct file *file = result ? NULL : file_at(task, (__s32)CALL_ARGUMENT(1));

	if (file)
		tell_written(place, file, VDT_TRUNCATE, CALL_ARGUMENT(2), NULL,
			     descriptors_are_shared(task));
	return 0;
}

static __always_inline int fallocate_returned(__u32 place, __s64 result)
{
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();
	struct file *file = result ? NULL : file_at(task, (__s32)CALL_ARGUMENT(1));

	if (file)
		tell_written(place, file, VDT_FALLOCATE, CALL_ARGUMENT(2), NULL,
			     descriptors_are_shared(task));
	return 0;
}

static __always_inline int copy_file_range_returned(__u32 place, __s64 result)
{
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();
	struct file *file = result <= 0 ? NULL : file_at(task, (__s32)CALL_ARGUMENT(3));

	if (file)
		tell_written(place, file, VDT_COPY_RANGE, 0, file_at(task, (__s32)CALL_ARGUMENT(1)),
			     descriptors_are_shared(task));
	return 0;
}

/* The calls above, for whoever has something for each of them. */
#define NAME_CHANGES(each)                                                                        \
	each(truncate) each(unlink) each(unlinkat) each(rmdir) each(rename) each(renameat)        \
		each(renameat2) each(link) each(linkat) each(symlink) each(symlinkat) each(mknod) \
			each(mknodat)
#define RIGHTS_CHANGES(each)                                                                     \
	each(chmod) each(fchmod) each(fchmodat) each(fchmodat2) each(chown) each(lchown)         \
		each(fchown) each(fchownat) each(setxattr) each(lsetxattr) each(fsetxattr)       \
			each(setxattrat) each(removexattr) each(lremovexattr) each(fremovexattr) \
				each(removexattrat)

#endif
