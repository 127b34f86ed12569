/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef VEDETTE_DENY_EXEC_H
#define VEDETTE_DENY_EXEC_H

#include "deny_object.h"

/* Which programs may not be begun. */
static __always_inline void weigh_class(struct deny_asked *asked, struct file *file,
					struct task_struct *task)
{
	struct inode *inode = FIELD(file, f_inode);
	__u64 root = (__u64)FIELD(task, fs, root.mnt, mnt_sb);
	__u32 layers;

	if (!FIELD(inode, i_nlink)) {
		weigh(asked, &asked->rules->classes[DENY_MEMORY]);
		return;
	}
	if ((__u64)FIELD(inode, i_sb) != root) {
		weigh(asked, &asked->rules->classes[DENY_VOLUME]);
		return;
	}
	if (FIELD(inode, i_sb, s_magic) != OVERLAYFS_SUPER_MAGIC)
		return;
	layers = overlay_of(inode);
	if (layers == VDT_OVERLAY_UPPER)
		weigh(asked, &asked->rules->classes[DENY_ADDED]);
	else if (layers & VDT_OVERLAY_UPPER)
		weigh(asked, &asked->rules->classes[DENY_CHANGED]);
}

/*
 * Whether a task in a container's group is still the runtime's: it was put there from outside and has not
 * left the mount namespace of who made it. A container's own task that enters the node's namespace has
 * a parent within the container.
 */
static __always_inline bool is_runtimes(struct task_struct *task, __u64 container)
{
	struct task_struct *parent = FIELD(task, real_parent);

	return (__u64)FIELD(task, nsproxy, mnt_ns) == (__u64)FIELD(parent, nsproxy, mnt_ns) &&
	       container_of_group(cgroup_of(parent)) != container;
}

/* The current task begins a program. */
static __always_inline __u32 decide_exec(struct file *file)
{
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();
	struct deny_asked asked;

	if (!has_rules(&asked) || is_runtimes(task, asked.container))
		return 0;
	weigh(&asked, &asked.rules->any[DENY_EXEC]);
	weigh_class(&asked, file, task);
	weigh_path(&asked, &file->f_path, DENY_EXEC);
	return decided(&asked);
}

/* A program has begun. */
static __always_inline void note_begun(void)
{
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();
	struct deny_asked asked;

	if (has_rules(&asked) && !asked.rules->begun && !is_runtimes(task, asked.container))
		asked.rules->begun = 1;
}

#endif
