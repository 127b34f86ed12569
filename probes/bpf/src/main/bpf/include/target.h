/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef VEDETTE_TARGET_H
#define VEDETTE_TARGET_H

#include "file.h"
#include "task.h"

static __always_inline void fill_target(struct vdt_target *into, struct task_struct *task)
{
	into->pid = FIELD(task, tgid);
	into->tid = FIELD(task, pid);
	into->start_boot_nanos = FIELD(task, group_leader, start_boottime);
	into->cgroup_id = cgroup_of(task);
	BPF_CORE_READ_STR_INTO(&into->comm, task, comm);
}

/*
 * The way from a number to its task is that of find_pid_ns(): the namespace's tree of numbers
 * (include/linux/xarray.h). An entry that ends in 10 is a node, 64 slots wide; with numbers of at most
 * 22 bits (PID_MAX_LIMIT) there are four levels. Nothing is locked: a task that ends now may be missed.
 */
#define TREE_LEVELS 4
#define TREE_SHIFT 6
#define TREE_MASK 63
#define NODE_TAG 2UL
#define TAG_MASK 3UL
#define LEAST_NODE 4096UL /* below: an error's number or the like */

static __always_inline struct pid *pid_in(const struct pid_namespace *namespace, __u32 number)
{
	__u64 entry = (__u64)FIELD(namespace, idr.idr_rt.xa_head);

#pragma unroll
	for (int level = 0; level < TREE_LEVELS; level++) {
		struct xa_node *node;
		void *next = NULL;
		__u32 shift;

		if ((entry & TAG_MASK) != NODE_TAG || entry < LEAST_NODE)
			break;
		node = (struct xa_node *)(entry - NODE_TAG);
		shift = BPF_CORE_READ(node, shift) & TREE_MASK;
		if (!level && (__u64)number >> (shift + TREE_SHIFT))
			return NULL;
		bpf_core_read(&next, sizeof(next), &node->slots[number >> shift & TREE_MASK]);
		entry = (__u64)next;
	}
	return entry & TAG_MASK ? NULL : (struct pid *)entry;
}

static __always_inline struct task_struct *task_of_pid(struct pid *pid)
{
	__u64 link = 0;

	if (!pid)
		return NULL;
	link = (__u64)BPF_CORE_READ(pid, tasks[PIDTYPE_PID].first);
	if (!link)
		return NULL;
	return (struct task_struct *)(link - bpf_core_field_offset(struct task_struct,
								   pid_links[PIDTYPE_PID]));
}

/* The namespace at a level of nesting; 0: the initial one. The pid's own where it is not so deep. */
static __always_inline const struct pid_namespace *pid_namespace_at(struct task_struct *task,
								    __u32 level)
{
	struct pid *pid = FIELD(task, thread_pid);
	struct upid upid = {};

	bpf_core_read(&upid, sizeof(upid), &pid->numbers[level & 31]);
	return upid.ns;
}

/* The task of a number that the current one uses. */
static __always_inline struct task_struct *task_numbered(__s64 number)
{
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();
	struct pid *own = FIELD(task, thread_pid);

	if (number <= 0)
		return NULL;
	return task_of_pid(pid_in(pid_namespace_at(task, FIELD(own, level)), number));
}

/* Of a number of the initial namespace. */
static __always_inline struct task_struct *task_numbered_initially(__s64 number)
{
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();

	if (number <= 0)
		return NULL;
	return task_of_pid(pid_in(pid_namespace_at(task, 0), number));
}

#define PID_FS_MAGIC 0x50494446

/* The task of a descriptor made by pidfd_open(2): in the inode since 6.9, in the file before. */
static __always_inline struct task_struct *task_of_descriptor(__s64 descriptor)
{
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();
	struct file *file = file_at(task, descriptor);

	if (!file)
		return NULL;
	if (FIELD(file, f_inode, i_sb, s_magic) == PID_FS_MAGIC)
		return task_of_pid((struct pid *)FIELD(file, f_inode, i_private));
	return task_of_pid((struct pid *)FIELD(file, private_data));
}

#endif
