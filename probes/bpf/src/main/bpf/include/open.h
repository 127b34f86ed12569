/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef VEDETTE_OPEN_H
#define VEDETTE_OPEN_H

#include "call.h"
#include "climb.h"
#include "destruction.h"
#include "file.h"
#include "group.h"
#include "novelty.h"
#include "scope.h"
#include "task.h"
#include "watched.h"

#define REQUESTED_BYTES 1024
#define COMPARED_BYTES 64

/* Devices that every program writes and nobody can harm: null, zero, full, random, terminals. */
static __always_inline bool is_everyday_device(__u32 device)
{
	__u32 major = DEVICE_MAJOR(device);
	__u32 minor = DEVICE_MINOR(device);

	if (major == MEM_MAJOR)
		return minor == 3 || minor == 5 || minor == 7 || minor == 8 || minor == 9;
	return major == TTYAUX_MAJOR ||
	       (major >= UNIX98_PTY_SLAVE_FIRST && major <= UNIX98_PTY_SLAVE_LAST);
}

/* The node's memory and its ports: mem, kmem, port. */
static __always_inline bool is_memory_device(__u32 device)
{
	__u32 minor = DEVICE_MINOR(device);

	return DEVICE_MAJOR(device) == MEM_MAJOR && (minor == 1 || minor == 2 || minor == 4);
}

/* Of disks and memory reading tells as much as writing, and is as rare. */
static __always_inline bool is_telling(const struct file *file, const struct inode *inode)
{
	bool writes = FIELD(file, f_mode) & FMODE_WRITE;

	switch (FIELD(inode, i_mode) & S_IFMT) {
	case S_IFREG:
		/* The descriptor of a process is such a file, opened for both, since Linux 6.9. */
		return writes && FIELD(inode, i_sb, s_magic) != PIDFS_SUPER_MAGIC;
	case S_IFBLK:
		return true;
	case S_IFCHR:
		return writes ? !is_everyday_device(FIELD(inode, i_rdev)) :
				is_memory_device(FIELD(inode, i_rdev));
	default:
		return false;
	}
}

/* Names up to this length stand in the dentry itself (DNAME_INLINE_LEN of include/linux/dcache.h). */
#define INLINE_NAME_BYTES 31

static __always_inline bool is_everyday_object(const struct file *file)
{
	const struct inode *inode = FIELD(file, f_inode);

	return !is_telling(file, inode) && !is_watched_inode(inode) &&
	       !is_watched_dentry(FIELD(file, f_path.dentry));
}

/*
 * Whether nobody asks for such an open: most are left out here, before anything is called or copied.
 * A mere reference to a path (O_PATH) lets nobody read or write; what is opened through it is told.
 * The file is a typed pointer, so that all this is a dozen plain loads.
 */
static __always_inline bool is_everyday_typed(const struct file *file)
{
	const struct inode *inode = file->f_inode;
	const struct dentry *dentry;
	__u32 length;

	if (file->f_mode & FMODE_PATH)
		return true;
	/* Both kinds of devices have that bit, and nothing else that can be opened. */
	if (file->f_mode & FMODE_WRITE || inode->i_mode & S_IFCHR ||
	    inode_is_outlined(inode->i_ino))
		return is_everyday_object(file);
	dentry = file->f_path.dentry;
	length = dentry->d_name.len;
	if (bpf_core_field_exists(dentry->d_shortname) && length <= INLINE_NAME_BYTES)
		return !name_is_outlined(dentry->d_shortname.words[0], length) ||
		       is_everyday_object(file);
	return !is_watched_dentry(dentry);
}

static __always_inline bool is_everyday(const struct file *file)
{
	if (has_casts)
		return is_everyday_typed(TYPED(file));
	return FIELD(file, f_mode) & FMODE_PATH || is_everyday_object(file);
}

/* One by a path that climbs is no repeat of one by another. */
static __always_inline bool was_seen(__u32 place, const struct file *file, bool climbs)
{
	struct deed deed = deed_of_opening(file);

	deed.operation = climbs;
	return is_repeat(place, &deed);
}

/* What a call asked for. */
struct asked {
	const char *path; /* in the caller's memory; NULL where there is none (any more) */
	__u64 flags; /* 0 where they are in the caller's memory as well */
	bool certain; /* the file is the kernel's own argument, not looked up again */
	bool climbs; /* told whatever the file: see climb.h */
};

/* Whether the last component of the requested path, which was appended to the record, is the file's
 * name. Only so many bytes are compared. */
static __always_inline bool has_requested_name(struct scratch *scratch,
					       const struct vdt_text *requested, struct file *file)
{
	struct qstr name = FIELD(file, f_path.dentry, d_name);
	__u32 from = requested->offset + requested->length - name.len;
	char bytes[COMPARED_BYTES] = {};

	if (name.len > requested->length)
		return false;
	if (name.len < requested->length && scratch->record[(from - 1) & (RECORD_BYTES - 1)] != '/')
		return false;
	bpf_probe_read_kernel_str(bytes, sizeof(bytes), name.name);
	for (__u32 i = 0; i < COMPARED_BYTES - 1; i++) {
		if (i >= name.len)
			break;
		if (bytes[i] != scratch->record[(from + i) & (RECORD_BYTES - 1)])
			return false;
	}
	return true;
}

/*
 * Whether another thread has put a different file behind the descriptor since: the call asked to
 * write and the file is not open for that, or it has another name. A symbolic link looks the same as
 * the latter, so it is told and left to those who know more.
 */
static __always_inline bool may_be_swapped(struct scratch *scratch, const struct asked *asked,
					   struct file *file)
{
	if (!(asked->flags & O_ACCMODE) || asked->flags & O_PATH)
		return false;
	if (!(FIELD(file, f_mode) & FMODE_WRITE))
		return true;
	return scratch->file_open.requested_path.length &&
	       !has_requested_name(scratch, &scratch->file_open.requested_path, file);
}

/*
 * A file that is there already is opened to be written. Where the kernel asks before it empties one, that counts it:
 * see change.bpf.c. At the end of a call it has been done, and whose file it was is not known any more.
 */
static __always_inline void note_rewritten(__u32 place, struct file *file, const struct asked *asked)
{
	const struct dentry *dentry = FIELD(file, f_path.dentry);
	__u32 mode = FIELD(file, f_mode);
	__u64 flags = asked->flags | FIELD(file, f_flags);

	if (!(mode & FMODE_WRITE) || is_of_kernel(FIELD(dentry, d_sb, s_magic)))
		return;
	if (mode & FMODE_CREATED) {
		if (!asked->certain && !current_is_own() && !current_is_quiet())
			note_made();
		return;
	}
	if (flags & O_APPEND)
		return;
	if (!(flags & O_TRUNC))
		note_entry_destroyed(place, FILE_REWRITTEN, FIELD(file, f_inode), dentry,
				     FIELD(file, f_path.mnt));
	else if (!asked->certain)
		note_name_destroyed(place, FILE_EMPTIED, (__u64)asked->path,
				    FIELD(dentry, d_parent, d_inode, i_ino));
}

/*
 * Tells that a file was opened, if it was opened for writing, is watched, or is a disk, or a server was made
 * to climb to it. A file that is gone already is told as well: what cannot be seen any more is no less telling.
 */
static __always_inline int tell_open(__u32 place, struct file *file, const struct asked *asked)
{
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();
	bool shared = !asked->certain && descriptors_are_shared(task);
	struct vdt_file_open *open;
	struct scratch *scratch;
	bool everyday;

	if (current_is_own() || current_is_quiet())
		return 0;
	everyday = file && !asked->climbs && is_everyday(file);
	if (everyday && (!shared || !(asked->flags & O_ACCMODE)))
		return 0;
	if (file)
		note_rewritten(place, file, asked);
	if (file && !shared && was_seen(place, file, asked->climbs))
		return 0;
	scratch = take_scratch(place, sizeof(*open));
	if (!scratch)
		return 0;
	open = &scratch->file_open;
	__builtin_memset(open, 0, sizeof(*open));
	append_text(scratch, &open->requested_path, asked->path, REQUESTED_BYTES, FROM_USER);
	if (file && shared && !may_be_swapped(scratch, asked, file) &&
	    (everyday || was_seen(place, file, asked->climbs))) {
		give_back(scratch);
		return 0;
	}
	fill_header_of(&open->header, VDT_FILE_OPEN, task);
	open->raceable = shared;
	if (file) {
		open->flags = FIELD(file, f_flags);
		fill_file(scratch, &open->file, file, task);
	} else {
		count_failure(place, REASON_NO_FILE);
		open->flags = asked->flags;
		open->file.path_end = VDT_PATH_DETACHED;
	}
	submit(scratch, false);
	return 0;
}

/*
 * A hook within the kernel that has the file as its argument. Left out are files that a program is
 * executed from, which the execution tells, and those that a file system opens beneath another one
 * (overlay's layers): no call opened them.
 */
static __always_inline bool is_opened_by_call(const struct file *file)
{
	return !(file->f_flags & FMODE_EXEC) && !(file->f_mode & FMODE_NOACCOUNT);
}

static __always_inline void tell_opening(__u32 place, struct file *file)
{
	struct asked asked = {.certain = true};
	__u64 path;

	if (!is_opened_by_call(file))
		return;
	path = current_may_serve() ? path_to_open() : 0;
	if (path && may_climb(path)) {
		asked.path = (const char *)path;
		asked.climbs = true;
	}
	if (asked.climbs || !is_everyday_typed(file))
		tell_open(place, file, &asked);
}

/* As file_at() for the current task, whose type is known: plain loads but for the last one. */
static __always_inline struct file *own_file_at(const struct files_struct *files, __s64 descriptor)
{
	const struct fdtable *table = files->fdt;
	struct file *file = NULL;

	if (descriptor < table->max_fds)
		bpf_probe_read_kernel(&file, sizeof(file), &table->fd[descriptor]);
	return file;
}

/* The call's arguments are looked at only if neither the process nor the file ends it: reading them is dearer. */
#define TELL_RETURNED(place, descriptor, path_asked, flags_asked)                         \
	({                                                                                \
		const struct files_struct *files_ = bpf_get_current_task_btf()->files;    \
		__s64 descriptor_ = (descriptor);                                         \
		bool climbs_ = current_may_serve() && (path_asked) &&                     \
			       may_climb((__u64)(path_asked));                            \
		struct file *file_ = NULL;                                                \
                                                                                          \
		if (descriptor_ >= 0)                                                     \
			file_ = own_file_at(files_, descriptor_);                         \
		if (descriptor_ < 0) {                                                    \
			if (climbs_)                                                      \
				tell_climb_in_vain(place, (__u64)(path_asked), descriptor_); \
		} else if (!file_ || climbs_ || !is_everyday(file_) ||                    \
			   (files_->count.counter > 1 && (flags_asked)&O_ACCMODE)) {      \
			struct asked asked_ = {.path = (const char *)(path_asked),        \
					       .flags = (flags_asked),                    \
					       .climbs = climbs_};                        \
                                                                                          \
			tell_open(place, file_, &asked_);                                 \
		}                                                                         \
		0;                                                                        \
	})

static __always_inline int openat_returned(__u32 place, __s64 result)
{
	return TELL_RETURNED(place, result, CALL_ARGUMENT(2), CALL_ARGUMENT(3));
}

/* The flags are in the caller's memory. */
static __always_inline int openat2_returned(__u32 place, __s64 result)
{
	return TELL_RETURNED(place, result, CALL_ARGUMENT(2), 0);
}

static __always_inline int open_returned(__u32 place, __s64 result)
{
	return TELL_RETURNED(place, result, CALL_ARGUMENT(1), CALL_ARGUMENT(2));
}

static __always_inline int creat_returned(__u32 place, __s64 result)
{
	return TELL_RETURNED(place, result, CALL_ARGUMENT(1), O_WRONLY | O_TRUNC);
}

/* Its argument is a handle, not a path. */
static __always_inline int open_by_handle_at_returned(__u32 place, __s64 result)
{
	return TELL_RETURNED(place, result, NULL, CALL_ARGUMENT(3));
}

#endif
