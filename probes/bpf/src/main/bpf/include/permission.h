/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef VEDETTE_PERMISSION_H
#define VEDETTE_PERMISSION_H

#include "constants.h"
#include "task.h"

/*
 * The security hooks for names and attributes run before the kernel asks for permission, so an attempt
 * that will be refused passes there as well. These answers leave out what is sure to be refused; where
 * there is doubt (groups, access lists, mapped owners, a file system that asks somebody else) they let
 * it pass.
 */

static __always_inline bool has_capability(const struct cred *credentials, __u32 capability)
{
	__u64 effective = 0;

	READ_CAPABILITIES(effective, credentials, cap_effective);
	return effective >> capability & 1;
}

/* include/linux/mount.h until 6.2 */
struct vfsmount___userns {
	struct user_namespace *mnt_userns;
} __attribute__((preserve_access_index));

/* fs/mnt_idmapping.c from 6.3 until the ranges stood in it themselves */
struct mnt_idmap___owner {
	struct user_namespace *owner;
} __attribute__((preserve_access_index));

/* Whether the mount shows other owners than the file system has: by ranges, or by another user
 * namespace than the first, which alone has no parent. */
static __always_inline bool has_mapped_owners(const struct vfsmount *mount)
{
	const struct vfsmount___userns *older = (const struct vfsmount___userns *)mount;
	const struct mnt_idmap___owner *owned = NULL;
	const struct mnt_idmap *idmap = NULL;
	const struct user_namespace *owner;

	if (bpf_core_field_exists(older->mnt_userns)) {
		owner = BPF_CORE_READ(older, mnt_userns);
		return BPF_CORE_READ(owner, parent) != NULL;
	}
	if (bpf_core_field_exists(owned->owner)) {
		owned = (const struct mnt_idmap___owner *)FIELD(mount, mnt_idmap);
		owner = BPF_CORE_READ(owned, owner);
		return BPF_CORE_READ(owner, parent) != NULL;
	}
	if (!bpf_core_field_exists(idmap->uid_map.nr_extents))
		return true;
	idmap = FIELD(mount, mnt_idmap);
	return FIELD(idmap, uid_map.nr_extents) != 0;
}

/* Overlay asks the inode itself first (ovl_permission). */
static __always_inline bool permits_by_itself(const struct inode *inode)
{
	return FIELD(inode, i_op, permission) &&
	       FIELD(inode, i_sb, s_magic) != OVERLAYFS_SUPER_MAGIC;
}

static __always_inline bool may_be_permitted(const struct inode *inode,
					     const struct vfsmount *mount,
					     const struct cred *credentials)
{
	return FIELD(credentials, fsuid.val) == FIELD(inode, i_uid.val) ||
	       has_mapped_owners(mount) || permits_by_itself(inode);
}

/* Whether the task may write the inode, by all that is known here. An access list gives nobody else
 * more than the bits of the group say. */
static __always_inline bool may_write(const struct inode *inode, const struct vfsmount *mount)
{
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();
	const struct cred *credentials = FIELD(task, cred);

	return FIELD(inode, i_mode) & (S_IWGRP | S_IWOTH) ||
	       may_be_permitted(inode, mount, credentials) ||
	       has_capability(credentials, CAP_DAC_OVERRIDE);
}

static __always_inline bool may_set_attributes(const struct inode *inode,
					       const struct vfsmount *mount, __u32 capability)
{
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();
	const struct cred *credentials = FIELD(task, cred);

	return may_be_permitted(inode, mount, credentials) ||
	       has_capability(credentials, capability);
}

#endif
