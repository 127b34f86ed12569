/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef VEDETTE_DENY_OBJECT_H
#define VEDETTE_DENY_OBJECT_H

#include "deny.h"
#include "file.h"

/* Rules for objects of file systems: by themselves, by their names, by the directories above them. */
struct deny_object {
	__u64 container;
	__u64 inode; /* of a mount: the file system's magic */
	__u32 device;
	__u32 action;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4096);
	__type(key, struct deny_object);
	__type(value, struct deny_verdict);
} deny_objects SEC(".maps") __weak;

/* A last path component, or two with a slash between, or a setting's name; NUL-padded. */
#define DENY_NAME_BYTES 60
#define DENY_DIRECTORY_BYTES 29

struct deny_name {
	__u64 container;
	__u32 action;
	char name[DENY_NAME_BYTES];
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4096);
	__type(key, struct deny_name);
	__type(value, struct deny_verdict);
} deny_names SEC(".maps") __weak;

static __always_inline void weigh_object(struct deny_asked *asked, __u64 inode, __u32 device,
					 __u32 action)
{
	struct deny_object key = {
		.container = asked->container,
		.inode = inode,
		.device = device,
		.action = action,
	};

	weigh(asked, bpf_map_lookup_elem(&deny_objects, &key));
}

/* By the last component, and by the last two: the net where an object is not known, since it was made
 * or replaced after user space looked. */
static __always_inline void weigh_names(struct deny_asked *asked, const struct dentry *dentry,
					enum deny_action action)
{
	struct deny_name key = {.container = asked->container, .action = action};
	const struct dentry *directory = FIELD(dentry, d_parent);
	const void *name = FIELD(dentry, d_name.name);
	__u32 length = FIELD(dentry, d_name.len);
	__u32 above = FIELD(directory, d_name.len);

	if (length >= DENY_NAME_BYTES)
		return;
	bpf_probe_read_kernel_str(key.name, sizeof(key.name), name);
	weigh(asked, bpf_map_lookup_elem(&deny_names, &key));
	if (above > DENY_DIRECTORY_BYTES || length >= DENY_NAME_BYTES - 32)
		return;
	/* So that the compiler, which knows its bounds, leaves them to the verifier of 6.1 as well. */
	asm volatile("" : "+r"(above));
	__builtin_memset(key.name, 0, sizeof(key.name));
	bpf_probe_read_kernel(key.name, above & 31, FIELD(directory, d_name.name));
	key.name[above & 31] = '/';
	bpf_probe_read_kernel_str(&key.name[(above & 31) + 1], DENY_NAME_BYTES - 32, name);
	weigh(asked, bpf_map_lookup_elem(&deny_names, &key));
}

#define BELOW_STEPS 64

struct below_walk {
	struct deny_asked asked;
	__u64 dentry;
	__u64 mount;
	__u32 action;
	__u32 padding;
};

static long below_step(__u32 step, struct below_walk *walk)
{
	struct dentry *dentry = (struct dentry *)walk->dentry;
	struct vfsmount *vfsmount = (struct vfsmount *)walk->mount;
	struct mount *mount = mount_of(vfsmount);
	__u64 above;

	weigh_object(&walk->asked, BPF_CORE_READ(dentry, d_inode, i_ino),
		     BPF_CORE_READ(dentry, d_sb, s_dev), walk->action | DENY_BELOW);
	if (walk->dentry == (__u64)BPF_CORE_READ(vfsmount, mnt_root)) {
		above = (__u64)BPF_CORE_READ(mount, mnt_parent);
		if (above == (__u64)mount)
			return 1;
		walk->dentry = (__u64)BPF_CORE_READ(mount, mnt_mountpoint);
		walk->mount = above + bpf_core_field_offset(struct mount, mnt);
		return 0;
	}
	above = (__u64)BPF_CORE_READ(dentry, d_parent);
	if (above == walk->dentry)
		return 1;
	walk->dentry = above;
	return 0;
}

static __always_inline void weigh_directories(struct deny_asked *asked, const struct path *path,
					      enum deny_action action)
{
	struct below_walk walk = {
		.asked = *asked,
		.dentry = (__u64)FIELD(path, dentry),
		.mount = (__u64)FIELD(path, mnt),
		.action = action,
	};

	bpf_loop(BELOW_STEPS, below_step, &walk, 0);
	asked->mode = walk.asked.mode;
}

static __always_inline void weigh_path(struct deny_asked *asked, const struct path *path,
				       enum deny_action action)
{
	const struct dentry *dentry = FIELD(path, dentry);
	const struct inode *inode = FIELD(dentry, d_inode);

	if (has_own_rules(asked, action)) {
		weigh_object(asked, FIELD(inode, i_ino), FIELD(inode, i_sb, s_dev), action);
		weigh_names(asked, dentry, action);
	}
	if (asked->rules->below & 1U << action)
		weigh_directories(asked, path, action);
}

#endif
