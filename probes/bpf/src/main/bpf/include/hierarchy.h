/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef VEDETTE_HIERARCHY_H
#define VEDETTE_HIERARCHY_H

#include "kernel.h"
#include "vmlinux.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>

/*
 * Which hierarchy's groups stand for containers. Each numbers its groups by itself, so one is chosen when the
 * programs are loaded, and all ids that are told or looked up are of it. It is the v2 hierarchy, except on a node
 * whose runtimes make no groups there: then that of a controller of version 1, of which a task has one group each
 * (struct css_set). The other half is dev.vedette.probes.GroupHierarchy, held equal by a test.
 */
enum vdt_hierarchy {
	GROUPS_OF_V2 = 0,
	GROUPS_OF_PIDS = 1,
	GROUPS_OF_MEMORY = 2,
	GROUPS_OF_CPU = 3,
	GROUPS_OF_DEVICES = 4,
	GROUPS_OF_FREEZER = 5,
	GROUPS_OF_CPUSET = 6,
};

const volatile __u32 group_controller __weak = GROUPS_OF_V2;

/* The v2 hierarchy's number, as "0::" in /proc/self/cgroup. */
#define UNIFIED_HIERARCHY 0

/* The numbers depend on what a kernel was built with: include/linux/cgroup_subsys.h. Those that it lacks are
 * never asked for. */
enum cgroup_subsys_id___vdt {
	pids_cgrp_id___vdt = 1,
	memory_cgrp_id___vdt,
	cpu_cgrp_id___vdt,
	devices_cgrp_id___vdt,
	freezer_cgrp_id___vdt,
	cpuset_cgrp_id___vdt,
};

#define CONTROLLER(name) bpf_core_enum_value(enum cgroup_subsys_id___vdt, name##_cgrp_id___vdt)

static __always_inline __u32 controller(void)
{
	switch (group_controller) {
	case GROUPS_OF_PIDS:
		return CONTROLLER(pids);
	case GROUPS_OF_MEMORY:
		return CONTROLLER(memory);
	case GROUPS_OF_CPU:
		return CONTROLLER(cpu);
	case GROUPS_OF_DEVICES:
		return CONTROLLER(devices);
	case GROUPS_OF_FREEZER:
		return CONTROLLER(freezer);
	default:
		return CONTROLLER(cpuset);
	}
}

/* Of a task that has ended so far that it has no groups: that of the hierarchy's root, as in v2. Not a part of
 * its callers, since it is in nearly every program and in use on few nodes. */
static __noinline __u64 cgroup_by_controller(struct task_struct *task)
{
	struct cgroup_subsys_state *state = NULL;
	struct css_set *groups = BPF_CORE_READ(task, cgroups);
	__u64 at = (__u64)groups + bpf_core_field_offset(struct css_set, subsys) +
		   controller() * sizeof(state);

	bpf_probe_read_kernel(&state, sizeof(state), (const void *)at);
	return BPF_CORE_READ(state, cgroup, kn, id);
}

static __always_inline __u64 cgroup_of(struct task_struct *task)
{
	if (group_controller)
		return cgroup_by_controller(task);
	return FIELD(task, cgroups, dfl_cgrp, kn, id);
}

static __always_inline __u64 current_cgroup_id(void)
{
	if (group_controller)
		return cgroup_by_controller((struct task_struct *)bpf_get_current_task());
	return bpf_get_current_cgroup_id();
}

/* Whether the group is of the hierarchy whose ids the records carry: a controller is in one hierarchy only. */
static __always_inline bool is_of_hierarchy(struct cgroup *cgroup)
{
	if (group_controller)
		return BPF_CORE_READ(cgroup, root, subsys_mask) & 1U << (controller() & 31);
	return BPF_CORE_READ(cgroup, root, hierarchy_id) == UNIFIED_HIERARCHY;
}

#endif
