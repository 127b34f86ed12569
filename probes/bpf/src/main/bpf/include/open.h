/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef VEDETTE_OPEN_H
#define VEDETTE_OPEN_H

#include "file.h"
#include "novelty.h"
#include "scope.h"
#include "task.h"

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

static __always_inline bool is_telling_write(struct file *file, struct inode *inode)
{
	if (!(FIELD(file, f_mode) & FMODE_WRITE))
		return false;
	switch (FIELD(inode, i_mode) & S_IFMT) {
	case S_IFREG:
	case S_IFBLK:
		return true;
	case S_IFCHR:
		return !is_everyday_device(FIELD(inode, i_rdev));
	default:
		return false;
	}
}

static __always_inline bool is_watched(struct file *file, struct inode *inode)
{
	struct name_key name = {};
	struct inode_key key = {
		.device = FIELD(inode, i_sb, s_dev),
		.inode = FIELD(inode, i_ino),
	};

	if (bpf_map_lookup_elem(&watched_inodes, &key))
		return true;
	bpf_probe_read_kernel_str(name.name, sizeof(name.name),
				  FIELD(file, f_path.dentry, d_name.name));
	return bpf_map_lookup_elem(&watched_names, &name) != NULL;
}

static __always_inline bool was_seen(__u32 place, struct file *file, struct inode *inode)
{
	struct seen_file key = {
		.cgroup_id = bpf_get_current_cgroup_id(),
		.mount = (__u64)FIELD(file, f_path.mnt),
		.inode = FIELD(inode, i_ino),
		.device = FIELD(inode, i_sb, s_dev),
		.generation = FIELD(inode, i_generation),
		.access = FIELD(file, f_mode) & (FMODE_READ | FMODE_WRITE),
		.pid = bpf_get_current_pid_tgid() >> 32,
	};

	return is_repeat(place, &key);
}

/* What a call asked for. */
struct asked {
	const char *path; /* in the caller's memory; NULL where there is none (any more) */
	__u64 flags; /* 0 where they are in the caller's memory as well */
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

static __always_inline bool is_news(__u32 place, struct file *file)
{
	struct inode *inode = FIELD(file, f_inode);

	if (!is_telling_write(file, inode) && !is_watched(file, inode))
		return false;
	return !was_seen(place, file, inode);
}

/* Opened for reading, as asked, and not watched: to be passed over even if it could be swapped. */
static __always_inline bool is_everyday_read(struct file *file, const struct asked *asked)
{
	struct inode *inode = FIELD(file, f_inode);

	return !(asked->flags & O_ACCMODE) && !(FIELD(file, f_mode) & FMODE_WRITE) &&
	       !is_watched(file, inode);
}

/*
 * Tells that a file was opened, if it was opened for writing or is watched. A file that is gone
 * already is told as well: what cannot be seen any more is no less telling.
 */
static __always_inline int tell_open(__u32 place, struct file *file, const struct asked *asked)
{
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();
	bool shared = descriptors_are_shared(task);
	struct vdt_file_open *open;
	struct scratch *scratch;

	/* Most opens end here, before anything is copied. */
	if (file && (shared ? is_everyday_read(file, asked) : !is_news(place, file)))
		return 0;
	scratch = take_scratch(place, sizeof(*open));
	if (!scratch)
		return 0;
	open = &scratch->file_open;
	__builtin_memset(open, 0, sizeof(*open));
	append_text(scratch, &open->requested_path, asked->path, REQUESTED_BYTES, FROM_USER);
	if (file && shared && !may_be_swapped(scratch, asked, file) && !is_news(place, file)) {
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

#endif
