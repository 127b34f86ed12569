/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef VEDETTE_GROUP_H
#define VEDETTE_GROUP_H

#include "hierarchy.h"
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

/*
 * What is known of a control group. The name of a group proves nothing: a group belongs to the
 * container whose task made it, or else to the one that its parent belongs to. User space names the
 * containers' own groups, the kernel hands them on to what is nested below.
 */
struct group {
	__u64 container; /* the id of the container's own group; 0: of no container, as far as known */
	__u32 flags;
	__u32 padding;
};

/* No active rule judges what the group's tasks do: nothing is told of them but their lives. Never
 * handed on: a new group may become a container's. */
#define GROUP_QUIET 1

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16384);
	__type(key, __u64);
	__type(value, struct group);
} groups SEC(".maps") __weak;

/* In a group's place, where it is that of more than one container. */
#define SEVERAL 0

static __always_inline struct group *group_of(__u64 cgroup_id)
{
	return bpf_map_lookup_elem(&groups, &cgroup_id);
}

/* The group that stands for a task's container: its own id where no container is known. */
static __always_inline __u64 container_of_group(__u64 cgroup_id)
{
	struct group *group = group_of(cgroup_id);

	return group && group->container ? group->container : cgroup_id;
}

static __always_inline bool current_is_quiet(void)
{
	struct group *group = group_of(current_cgroup_id());

	return group && group->flags & GROUP_QUIET;
}

#endif
