/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef VEDETTE_DESTRUCTION_H
#define VEDETTE_DESTRUCTION_H

#include "file.h"
#include "group.h"
#include "hash.h"
#include "scope.h"
#include "task.h"

/*
 * How many files a container destroys that it has not made. Repeats of such deeds are not told one by one, so they
 * are counted here, and what was counted is told each time it has doubled. Who counts is the container and not the
 * process, for a script has a program started for each file.
 *
 * A file is the container's own if its inode was changed since the container began: that time (ctime) nobody can
 * set. So a file that is written in place counts when it is opened, and not again when it is renamed after that.
 */
#define DESTRUCTION_NANOS (300ULL * 1000 * 1000 * 1000)
#define FIRST_DESTRUCTION_TOLD 64
#define DESTROYED_NAME_BYTES 1024
/* The kernel's times of inodes lag behind by a tick. */
#define CTIME_SLACK_NANOS (100ULL * 1000 * 1000)

enum destruction_way {
	FILE_REMOVED = 0, /* or replaced by another one */
	FILE_RENAMED = 1,
	FILE_EMPTIED = 2,
	FILE_REWRITTEN = 3, /* opened to be written in place */
};

#define DESTRUCTION_WAYS 4

struct destruction {
	__u64 began;
	__u64 folders; /* a bit by the hash of each */
	__u32 ways[DESTRUCTION_WAYS];
	__u32 unsure; /* of them: nobody knows which files they were */
	__u32 all;
};

/* By the group of the container. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 4096);
	__type(key, __u64);
	__type(value, struct destruction);
} destructions SEC(".maps") __weak;

/* How many files a container has made, by its group: counted at the ends of calls, where of a file that is gone
 * nobody knows whether it was one of them. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 4096);
	__type(key, __u64);
	__type(value, __u64);
} made_files SEC(".maps") __weak;

/* What the time of day is ahead of the boot clock, nanoseconds: times of inodes are by the former, those of
 * processes by the latter. Said by user space, which looks again each second. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} boot_to_epoch SEC(".maps") __weak;

/* Of which file is told. Addresses are numbers here, for they pass between functions. */
struct destroyed {
	__u64 inode; /* 0: only a name is known */
	__u64 dentry;
	__u64 mount;
	__u64 name; /* in the caller's memory */
	__u64 folder; /* of the name; of an entry its own is taken */
	__u32 way;
	__u32 place;
};

/* include/linux/fs.h: seconds since 6.11, a structure before, which had no underscores until 6.5 */
struct inode___seconds {
	__s64 i_ctime_sec;
	__u32 i_ctime_nsec;
} __attribute__((preserve_access_index));

struct inode___hidden {
	struct timespec64 __i_ctime;
} __attribute__((preserve_access_index));

struct inode___plain {
	struct timespec64 i_ctime;
} __attribute__((preserve_access_index));

#define NANOS_PER_SECOND 1000000000ULL
/* Above them a bit says that somebody has asked for the time since (I_CTIME_QUERIED, since 6.13). */
#define CTIME_NANOS 0x3fffffff

/* Functions by themselves, for the reason that after_in_chain() has one. */
static __noinline __u64 changed_by_seconds(__u64 inode)
{
	return BPF_CORE_READ((struct inode___seconds *)inode, i_ctime_sec) * NANOS_PER_SECOND +
	       (BPF_CORE_READ((struct inode___seconds *)inode, i_ctime_nsec) & CTIME_NANOS);
}

static __noinline __u64 changed_by_hidden(__u64 inode)
{
	struct timespec64 at = BPF_CORE_READ((struct inode___hidden *)inode, __i_ctime);

	return at.tv_sec * NANOS_PER_SECOND + at.tv_nsec;
}

static __noinline __u64 changed_by_plain(__u64 inode)
{
	struct timespec64 at = BPF_CORE_READ((struct inode___plain *)inode, i_ctime);

	return at.tv_sec * NANOS_PER_SECOND + at.tv_nsec;
}

/* When an inode was last changed, time of day. */
static __always_inline __u64 last_changed(__u64 inode)
{
	if (bpf_core_field_exists(((struct inode___seconds *)0)->i_ctime_sec))
		return changed_by_seconds(inode);
	if (bpf_core_field_exists(((struct inode___hidden *)0)->__i_ctime))
		return changed_by_hidden(inode);
	return changed_by_plain(inode);
}

/* When the current container began, boot clock: its first process did, or the pod's where they share one. In the
 * node's own pid namespace that says nothing, and the process's own beginning is taken. */
static __always_inline __u64 container_began(struct task_struct *task)
{
	struct pid *pid = FIELD(task, thread_pid);
	__u32 level = FIELD(pid, level);
	struct upid upid = {};
	__u64 began = 0;

	bpf_core_read(&upid, sizeof(upid), &pid->numbers[level & 31]);
	if (level)
		began = FIELD(upid.ns, child_reaper, start_boottime);
	return began ? began : FIELD(task, group_leader, start_boottime);
}

/* Files that are doors to the kernel, and keep nothing. */
static __always_inline bool is_of_kernel(__u64 magic)
{
	return magic == PROC_SUPER_MAGIC || magic == SYSFS_MAGIC || magic == CGROUP_SUPER_MAGIC ||
	       magic == CGROUP2_SUPER_MAGIC;
}

static __always_inline bool is_foreign(const struct inode *inode)
{
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();
	__u64 magic = FIELD(inode, i_sb, s_magic);
	__u32 only = 0;
	__u64 *ahead = bpf_map_lookup_elem(&boot_to_epoch, &only);

	if (!ahead || (FIELD(inode, i_mode) & S_IFMT) != S_IFREG || is_of_kernel(magic))
		return false;
	return last_changed((__u64)inode) + CTIME_SLACK_NANOS < container_began(task) + *ahead;
}

static __always_inline struct destruction *destruction_of(__u64 container, __u64 now)
{
	struct destruction *known = bpf_map_lookup_elem(&destructions, &container);
	struct destruction first = {.began = now};

	if (known && now - known->began < DESTRUCTION_NANOS)
		return known;
	/* Of two CPUs that begin at once one may lose its first count. */
	bpf_map_update_elem(&destructions, &container, &first, BPF_ANY);
	return bpf_map_lookup_elem(&destructions, &container);
}

static __always_inline __u64 bit_of(__u64 folder)
{
	return 1ULL << (folder * HASH_FACTOR >> 58);
}

/* Whether it is the 64th, 128th, 256th ... */
static __always_inline bool is_told(__u32 all)
{
	return all >= FIRST_DESTRUCTION_TOLD && !(all & (all - 1));
}

static __always_inline void note_made(void)
{
	__u64 container = container_of_group(current_cgroup_id());
	__u64 *made = bpf_map_lookup_elem(&made_files, &container);
	__u64 one = 1;

	if (made)
		__sync_fetch_and_add(made, 1);
	else
		bpf_map_update_elem(&made_files, &container, &one, BPF_ANY);
}

/* Of files of which only the name is known: no more than the container has made. */
static __always_inline __u32 own_at_most(__u64 container, __u32 unsure)
{
	__u64 *made = bpf_map_lookup_elem(&made_files, &container);

	if (!made)
		return 0;
	return *made < unsure ? *made : unsure;
}

static __always_inline void tell_destruction(const struct destroyed *asked,
					     const struct destruction *counted, __u64 container)
{
	const struct dentry *dentry = (const void *)asked->dentry;
	const struct inode *inode = (const void *)asked->inode;
	struct scratch *scratch = take_scratch(asked->place, sizeof(struct vdt_destruction));
	struct vdt_destruction *record;
	struct task_struct *task;

	if (!scratch)
		return;
	record = &scratch->destruction;
	__builtin_memset(record, 0, sizeof(*record));
	task = fill_header(&record->header, VDT_DESTRUCTION);
	record->began_boot_nanos = counted->began;
	record->folders = counted->folders;
	record->removed = counted->ways[FILE_REMOVED];
	record->renamed = counted->ways[FILE_RENAMED];
	record->emptied = counted->ways[FILE_EMPTIED];
	record->rewritten = counted->ways[FILE_REWRITTEN];
	record->unsure = own_at_most(container, counted->unsure);
	if (inode) {
		fill_object(scratch, &record->last, inode, dentry, (const void *)asked->mount, task);
	} else {
		record->header.flags = VDT_UNTRUSTED;
		record->last.path_end = VDT_PATH_DETACHED;
		append_text(scratch, &record->requested_path, (const void *)asked->name,
			    DESTROYED_NAME_BYTES, FROM_USER);
	}
	submit(scratch, false);
}

/* Whether it was counted. One function for all ways, verified by itself. */
__weak __noinline int note_destroyed(const struct destroyed *asked)
{
	struct destruction *counted;
	const struct dentry *dentry;
	const struct inode *inode;
	__u64 container;
	__u64 folder;

	if (!asked || current_is_own() || current_is_quiet())
		return false;
	inode = (const void *)asked->inode;
	folder = asked->folder;
	dentry = (const void *)asked->dentry;
	if (inode) {
		if (!is_foreign(inode))
			return false;
		folder = FIELD(dentry, d_parent, d_inode, i_ino);
	}
	container = container_of_group(current_cgroup_id());
	counted = destruction_of(container, bpf_ktime_get_boot_ns());
	if (!counted)
		return false;
	counted->folders |= bit_of(folder);
	__sync_fetch_and_add(&counted->ways[asked->way & (DESTRUCTION_WAYS - 1)], 1);
	if (!inode)
		__sync_fetch_and_add(&counted->unsure, 1);
	if (is_told(__sync_fetch_and_add(&counted->all, 1) + 1))
		tell_destruction(asked, counted, container);
	return true;
}

/* An entry of a folder, while it is what it was. */
static __always_inline bool note_entry_destroyed(__u32 place, enum destruction_way way,
						 const struct inode *inode,
						 const struct dentry *dentry,
						 const struct vfsmount *mount)
{
	struct destroyed destroyed = {
		.inode = (__u64)inode,
		.dentry = (__u64)dentry,
		.mount = (__u64)mount,
		.way = way,
		.place = place,
	};

	return inode && note_destroyed(&destroyed);
}

/* By a name that was there: what it named is gone. */
static __always_inline void note_name_destroyed(__u32 place, enum destruction_way way, __u64 name,
						__u64 folder)
{
	struct destroyed destroyed = {
		.name = name,
		.folder = folder,
		.way = way,
		.place = place,
	};

	note_destroyed(&destroyed);
}

#endif
