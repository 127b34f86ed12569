/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef VEDETTE_MOUNT_H
#define VEDETTE_MOUNT_H

#include "file.h"
#include "scope.h"
#include "task.h"

#define TYPE_BYTES 64
#define NAME_BYTES 1024
#define OPTIONS_BYTES 1024
#define RELEASE_AGENT "release_agent"
#define RELEASE_AGENT_IS "release_agent="
#define RELEASE_AGENT_IS_LIMIT 16 /* the least power of two above its length */
#define TREE_DEPTH 32

/*
 * The mounts of a namespace in the order of their making (fs/mount.h): a tree whose last member is
 * kept since 6.12, a tree since 6.8, a list before (commit_tree() of fs/namespace.c appends).
 */
struct mnt_namespace___vdt {
	struct rb_node *mnt_last_node;
	struct rb_root mounts;
	struct list_head list;
} __attribute__((preserve_access_index));

struct mount___vdt {
	struct rb_node mnt_node;
	struct list_head mnt_list;
} __attribute__((preserve_access_index));

static __always_inline struct rb_node *last_in(struct mnt_namespace___vdt *namespace)
{
	struct rb_node *last = NULL;
	struct rb_node *node;

	if (bpf_core_field_exists(namespace->mnt_last_node))
		return BPF_CORE_READ(namespace, mnt_last_node);
	node = BPF_CORE_READ(namespace, mounts.rb_node);
	for (int i = 0; i < TREE_DEPTH && node; i++) {
		last = node;
		node = BPF_CORE_READ(node, rb_right);
	}
	return last;
}

/* What was mounted last in the task's namespace: right after a mount(2) that made one, its own, but
 * for another mount at the same moment. */
static __always_inline struct mount *newest_mount(struct task_struct *task)
{
	struct mnt_namespace___vdt *namespace =
	    (struct mnt_namespace___vdt *)BPF_CORE_READ(task, nsproxy, mnt_ns);
	void *member;

	if (bpf_core_field_exists(namespace->mounts)) {
		member = last_in(namespace);
		return member ? member - bpf_core_field_offset(struct mount___vdt, mnt_node) : NULL;
	}
	if (!bpf_core_field_exists(namespace->list))
		return NULL;
	member = BPF_CORE_READ(namespace, list.prev);
	return member ? member - bpf_core_field_offset(struct mount___vdt, mnt_list) : NULL;
}

/* What was done. Texts are NUL-terminated, 0 where there is none. */
struct mount_deed {
	__u64 mount;	/* the one that was made, or that is meant: struct mount */
	__u64 dentry;	/* the place */
	__u64 vfsmount; /* by which it is reached */
	__u64 type;
	__u64 source;
	__u64 target; /* without it, the place's own path */
	__u64 options;
	__u64 flags;
	__s64 result;
	__u32 place;
	__u32 operation;
	__u32 api;
	__u32 texts_are_users;
};

/* On what the mount stands. */
static __always_inline void set_mountpoint(struct mount_deed *deed, struct mount *mount)
{
	struct mount *parent = BPF_CORE_READ(mount, mnt_parent);

	if (!parent || parent == mount)
		return;
	deed->dentry = (__u64)BPF_CORE_READ(mount, mnt_mountpoint);
	deed->vfsmount = (__u64)parent + bpf_core_field_offset(struct mount, mnt);
}

static __always_inline void set_place(struct mount_deed *deed, const struct path *path)
{
	deed->dentry = (__u64)BPF_CORE_READ(path, dentry);
	deed->vfsmount = (__u64)BPF_CORE_READ(path, mnt);
}

static __always_inline void append_given(struct scratch *scratch, struct vdt_text *text,
					 const struct mount_deed *deed, __u64 source, __u32 limit)
{
	if (deed->texts_are_users)
		append_text(scratch, text, (const void *)source, limit, FROM_USER);
	else
		append_text(scratch, text, (const void *)source, limit, FROM_KERNEL);
}

/* Type and source of what is mounted, as the kernel knows them. */
static __always_inline void append_mounted(struct scratch *scratch, struct vdt_mount *record,
					   const struct mount_deed *deed)
{
	struct mount *mount = (struct mount *)deed->mount;
	struct super_block *super = BPF_CORE_READ(mount, mnt.mnt_sb);

	record->super_magic = BPF_CORE_READ(super, s_magic);
	if (deed->api != VDT_MOUNT_DESCRIPTORS && deed->operation == VDT_MOUNT_NEW)
		return;
	append_text(scratch, &record->type, BPF_CORE_READ(super, s_type, name), TYPE_BYTES,
		    FROM_KERNEL);
	append_text(scratch, &record->source, BPF_CORE_READ(mount, mnt_devname), NAME_BYTES,
		    FROM_KERNEL);
}

/* One function for all ways, verified by itself. Mounts are rare, and each is told. */
__weak __noinline int tell_mount(const struct mount_deed *deed)
{
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();
	struct vdt_mount *record;
	struct scratch *scratch;
	struct dentry *dentry;

	if (!deed || current_is_own())
		return 0;
	scratch = take_scratch(deed->place, sizeof(*record));
	if (!scratch)
		return 0;
	record = &scratch->mount;
	__builtin_memset(record, 0, sizeof(*record));
	fill_header_of(&record->header, VDT_MOUNT, task);
	if (deed->texts_are_users)
		record->header.flags |= VDT_UNTRUSTED;
	record->flags = deed->flags;
	record->result = deed->result;
	record->api = deed->api;
	record->operation = deed->operation;
	append_given(scratch, &record->type, deed, deed->type, TYPE_BYTES);
	append_given(scratch, &record->source, deed, deed->source, NAME_BYTES);
	append_given(scratch, &record->target, deed, deed->target, NAME_BYTES);
	append_given(scratch, &record->options, deed, deed->options, OPTIONS_BYTES);
	if (deed->mount)
		append_mounted(scratch, record, deed);
	dentry = (struct dentry *)deed->dentry;
	if (dentry) {
		fill_object(scratch, &record->place, FIELD(dentry, d_inode), dentry,
			    (struct vfsmount *)deed->vfsmount, task);
		if (!deed->target)
			record->target = record->place.path;
	}
	submit(scratch, false);
	return 0;
}

/* The one option that is told by itself: it lets a control group run a program as the host's root.
 */
struct release_agent {
	__u64 type; /* the file system's name, the kernel's own */
	__u64 value;
	__s64 result;
	__u32 place;
	__u32 value_is_users;
};

__weak __noinline int tell_release_agent(const struct release_agent *agent)
{
	static const char option[] = RELEASE_AGENT_IS;
	struct vdt_text value = {};
	struct vdt_mount *record;
	struct scratch *scratch;

	if (!agent || current_is_own())
		return 0;
	scratch = take_scratch(agent->place, sizeof(*record));
	if (!scratch)
		return 0;
	record = &scratch->mount;
	__builtin_memset(record, 0, sizeof(*record));
	fill_header(&record->header, VDT_MOUNT);
	record->api = VDT_MOUNT_DESCRIPTORS;
	record->result = agent->result;
	append_text(scratch, &record->type, (const void *)agent->type, TYPE_BYTES, FROM_KERNEL);
	append_bytes(scratch, &record->options, option, sizeof(option) - 1, RELEASE_AGENT_IS_LIMIT);
	if (agent->value_is_users) {
		record->header.flags |= VDT_UNTRUSTED;
		append_text(scratch, &value, (const void *)agent->value, OPTIONS_BYTES, FROM_USER);
	} else {
		append_text(scratch, &value, (const void *)agent->value, OPTIONS_BYTES,
			    FROM_KERNEL);
	}
	/* Texts stand behind each other: both are one. */
	record->options.length += value.length;
	submit(scratch, false);
	return 0;
}

#define KEY_BYTES 16

/* Of the bytes read, with the final NUL. */
static __always_inline bool is_release_agent(const char *text, long length)
{
	static const char key[] = RELEASE_AGENT;

	if (length != sizeof(key))
		return false;
#pragma unroll
	for (__u32 i = 0; i < sizeof(key); i++)
		if (text[i] != key[i])
			return false;
	return true;
}

#endif
