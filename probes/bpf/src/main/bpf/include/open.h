/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef VEDETTE_OPEN_H
#define VEDETTE_OPEN_H

#include "file.h"
#include "novelty.h"
#include "scope.h"
#include "task.h"

#define REQUESTED_BYTES 1024

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
	if (!(BPF_CORE_READ(file, f_mode) & FMODE_WRITE))
		return false;
	switch (BPF_CORE_READ(inode, i_mode) & S_IFMT) {
	case S_IFREG:
	case S_IFBLK:
		return true;
	case S_IFCHR:
		return !is_everyday_device(BPF_CORE_READ(inode, i_rdev));
	default:
		return false;
	}
}

static __always_inline bool is_watched(struct file *file, struct inode *inode)
{
	struct name_key name = {};
	struct inode_key key = {
		.device = BPF_CORE_READ(inode, i_sb, s_dev),
		.inode = BPF_CORE_READ(inode, i_ino),
	};

	if (bpf_map_lookup_elem(&watched_inodes, &key))
		return true;
	bpf_probe_read_kernel_str(name.name, sizeof(name.name),
				  BPF_CORE_READ(file, f_path.dentry, d_name.name));
	return bpf_map_lookup_elem(&watched_names, &name) != NULL;
}

static __always_inline bool was_seen(__u32 place, struct file *file, struct inode *inode)
{
	struct seen_file key = {
		.cgroup_id = bpf_get_current_cgroup_id(),
		.mount = (__u64)BPF_CORE_READ(file, f_path.mnt),
		.inode = BPF_CORE_READ(inode, i_ino),
		.device = BPF_CORE_READ(inode, i_sb, s_dev),
		.generation = BPF_CORE_READ(inode, i_generation),
		.access = BPF_CORE_READ(file, f_mode) & (FMODE_READ | FMODE_WRITE),
		.pid = bpf_get_current_pid_tgid() >> 32,
	};

	return is_repeat(place, &key);
}

/*
 * Tells that a file was opened, if it was opened for writing or is watched. A file that is gone
 * already is told as well: what cannot be seen any more is no less telling.
 */
static __always_inline int tell_open(__u32 place, struct file *file, const char *requested)
{
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();
	struct vdt_file_open *open;
	struct scratch *scratch;
	struct inode *inode;

	if (file) {
		inode = BPF_CORE_READ(file, f_inode);
		if (!is_telling_write(file, inode) && !is_watched(file, inode))
			return 0;
		if (was_seen(place, file, inode))
			return 0;
	} else {
		count_failure(place, REASON_NO_FILE);
	}
	scratch = take_scratch(place, sizeof(*open));
	if (!scratch)
		return 0;
	open = &scratch->file_open;
	__builtin_memset(open, 0, sizeof(*open));
	fill_header_of(&open->header, VDT_FILE_OPEN, task);
	open->raceable = descriptors_are_shared(task);
	if (file) {
		open->flags = BPF_CORE_READ(file, f_flags);
		fill_file(scratch, &open->file, file, task);
	} else {
		open->file.path_end = VDT_PATH_DETACHED;
	}
	append_text(scratch, &open->requested_path, requested, REQUESTED_BYTES, FROM_USER);
	submit(scratch, false);
	return 0;
}

#endif
