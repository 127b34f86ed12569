/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef VEDETTE_DENY_FILE_H
#define VEDETTE_DENY_FILE_H

#include "deny_object.h"

/* Which files may not be opened or changed, which devices not used, which file systems not mounted. */
static __always_inline __u32 decide_open(struct file *file)
{
	struct deny_asked asked;

	if (!rules_apply(&asked, DENY_OPEN))
		return 0;
	weigh_path(&asked, &file->f_path, DENY_OPEN);
	if (FIELD(file, f_mode) & FMODE_WRITE) {
		weigh(&asked, &asked.rules->any[DENY_WRITE]);
		weigh_path(&asked, &file->f_path, DENY_WRITE);
	}
	return decided(&asked);
}

/* A change that needs no open file: truncate, rename, unlink, chmod, chown, an attribute. */
static __always_inline __u32 decide_change(const struct path *directory,
					   const struct dentry *dentry)
{
	const struct inode *inode = FIELD(dentry, d_inode);
	struct deny_asked asked;

	if (!rules_apply(&asked, DENY_WRITE))
		return 0;
	if (has_own_rules(&asked, DENY_WRITE)) {
		if (inode)
			weigh_object(&asked, FIELD(inode, i_ino), FIELD(inode, i_sb, s_dev),
				     DENY_WRITE);
		weigh_names(&asked, dentry, DENY_WRITE);
	}
	if (asked.rules->below & 1U << DENY_WRITE)
		weigh_directories(&asked, directory, DENY_WRITE);
	return decided(&asked);
}

/* Of a bind or a move, which mount no new file system, the magic is 0. */
static __always_inline __u32 decide_mount(__u64 magic)
{
	struct deny_asked asked;

	if (!rules_apply(&asked, DENY_MOUNT))
		return 0;
	if (magic && has_own_rules(&asked, DENY_MOUNT))
		weigh_object(&asked, magic, 0, DENY_MOUNT);
	return decided(&asked);
}

static __always_inline __u32 decide_device(__u32 block, __u32 major, __u32 minor)
{
	struct deny_asked asked;

	if (!rules_apply(&asked, DENY_DEVICE))
		return 0;
	if (has_own_rules(&asked, DENY_DEVICE))
		weigh_object(&asked, block, major << 20 | minor, DENY_DEVICE);
	return decided(&asked);
}

#endif
