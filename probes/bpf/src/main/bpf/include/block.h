/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef VEDETTE_BLOCK_H
#define VEDETTE_BLOCK_H

#include "constants.h"
#include "failure.h"
#include "group.h"
#include "hierarchy.h"
#include "vmlinux.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>

/*
 * Whose a request to a block device is. The kernel notes on each bio the group of the io controller (blkio
 * on version 1) for whom it is, whoever submits it: of writeback on version 2 that of who dirtied the file.
 * That group need not be one of the hierarchy that the sensor goes by, nor the innermost one. So if the
 * submitting task is in it, the task's own group is told; what other groups of its kind stand for is
 * learned from that.
 */

/* include/linux/blk_types.h */
#define REQ_OP_MASK 0xff
#define REQ_OP_WRITE 1
#define REQ_OP_FLUSH 2

enum cgroup_subsys_id___vdt_io {
	io_cgrp_id___vdt_io = 1,
};

/* By the id of a group of the io controller in another hierarchy, the group whose tasks are in it; SEVERAL
 * if they are of several containers, and then it says nothing. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 4096);
	__type(key, __u64);
	__type(value, __u64);
} io_groups SEC(".maps") __weak;

static __always_inline bool moves_data(struct request *request)
{
	return (request->cmd_flags & REQ_OP_MASK) <= REQ_OP_WRITE;
}

static __always_inline void learn_group(__u32 place, __u64 io_group, __u64 cgroup_id)
{
	__u64 *known = bpf_map_lookup_elem(&io_groups, &io_group);

	if (!known) {
		if (bpf_map_update_elem(&io_groups, &io_group, &cgroup_id, BPF_NOEXIST) &&
		    !bpf_map_lookup_elem(&io_groups, &io_group))
			count_failure_of(place, REASON_MAP_FULL, cgroup_id);
	} else if (*known != cgroup_id && *known != SEVERAL &&
		   container_of_group(*known) != container_of_group(cgroup_id))
		*known = SEVERAL;
}

/* A group that has others below it and is no container's is a part of the node's order: what is charged to
 * it may be anyone's below. */
static __always_inline __u64 group_by_itself(struct cgroup *cgroup)
{
	__u64 id = cgroup->kn->id;
	struct group *group = group_of(id);

	return (group && group->container) || !cgroup->nr_descendants ? id : 0;
}

static __always_inline __u64 group_by_others(struct cgroup *cgroup)
{
	__u64 id = cgroup->kn->id;
	__u64 *known;

	if (is_of_hierarchy(cgroup))
		return group_by_itself(cgroup);
	known = bpf_map_lookup_elem(&io_groups, &id);
	return known ? *known : 0;
}

/* The task's group of the io controller, by plain loads: this runs at every request. */
static __always_inline struct cgroup *io_group_of(struct task_struct *task)
{
	void *groups = task->cgroups;
	struct cgroup_subsys_state **state =
		groups + bpf_core_field_offset(struct css_set, subsys) +
		bpf_core_enum_value(enum cgroup_subsys_id___vdt_io, io_cgrp_id___vdt_io) *
			sizeof(*state);

	return (*state)->cgroup;
}

/* The innermost group that it is for; 0 if that is not known. */
static __always_inline __u64 group_of_bio(__u32 place, struct bio *bio)
{
	struct task_struct *task = bpf_get_current_task_btf();
	bool by_kernel = task->flags & PF_KTHREAD;
	struct cgroup *cgroup;
	__u64 own;

	if (!bio)
		return 0;
	if (!bpf_core_field_exists(bio->bi_blkg) ||
	    !bpf_core_enum_value_exists(enum cgroup_subsys_id___vdt_io, io_cgrp_id___vdt_io))
		return by_kernel ? 0 : cgroup_of(task);
	cgroup = bio->bi_blkg->blkcg->css.cgroup;
	if (by_kernel || cgroup != io_group_of(task))
		return group_by_others(cgroup);
	own = cgroup_of(task);
	if (cgroup->kn->id != own && cgroup->level && !is_of_hierarchy(cgroup))
		learn_group(place, cgroup->kn->id, own);
	return own;
}

#endif
