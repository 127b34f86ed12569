/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef VEDETTE_MEMORY_LIMIT_H
#define VEDETTE_MEMORY_LIMIT_H

#include "hierarchy.h"

/* Nested deeper, what is above is not looked at. */
#define MOST_LEVELS 16

/* Memory is charged by so many pages at once: MEMCG_CHARGE_BATCH of include/linux/memcontrol.h. */
#define CHARGE_BATCH 64

/* There is no memory controller. */
#define NO_CONTROLLER (~0ULL)

/* Which limits count: memory.high slows its group down, and ends nobody. */
enum memory_bound {
	BOUND_OF_MAX,
	BOUND_OF_MAX_OR_HIGH,
};

static __always_inline bool is_full(struct mem_cgroup *group, enum memory_bound bound)
{
	unsigned long used = BPF_CORE_READ(group, memory.usage.counter);

	return used + CHARGE_BATCH > BPF_CORE_READ(group, memory.max) ||
	       (bound == BOUND_OF_MAX_OR_HIGH && used > BPF_CORE_READ(group, memory.high));
}

/*
 * The nearest group of a task, its own or one above it, that has come to its limit, by its id in the hierarchy of
 * the memory controller; 0: none has. While the kernel looks for memory or ends a process on a limit's account, the
 * group is full: the charge that began it has just failed. While it does so for the whole node, none is that holds
 * anything it could give back.
 */
static __always_inline __u64 full_group_of(struct task_struct *task, enum memory_bound bound)
{
	struct cgroup_subsys_state *state = NULL;
	struct css_set *groups = BPF_CORE_READ(task, cgroups);

	if (!bpf_core_enum_value_exists(enum cgroup_subsys_id___vdt, memory_cgrp_id___vdt))
		return NO_CONTROLLER;
	bpf_probe_read_kernel(&state, sizeof(state),
			      (void *)groups + bpf_core_field_offset(struct css_set, subsys) +
				      CONTROLLER(memory) * sizeof(state));
	for (__u32 level = 0; level < MOST_LEVELS && state; level++) {
		if (is_full((void *)state - bpf_core_field_offset(struct mem_cgroup, css), bound))
			return BPF_CORE_READ(state, cgroup, kn, id);
		state = BPF_CORE_READ(state, parent);
	}
	return 0;
}

#endif
