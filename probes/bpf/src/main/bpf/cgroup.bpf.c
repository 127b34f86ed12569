// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "group.h"
#include "scope.h"
#include "scratch.h"
#include "task.h"
#include <bpf/bpf_tracing.h>

PLACED(cgroup_mkdir);
PLACED(cgroup_rmdir);
PLACED(cgroup_attach_task);
PLACED(cgroup_freeze);
PLACED(cgroup_unfreeze);

#define CGROUP_PATH_BYTES 4096

static __always_inline int changed(__u32 place, __u32 operation, struct cgroup *cgroup,
				   const char *path, struct task_struct *moved)
{
	struct vdt_cgroup *record;
	struct scratch *scratch;

	if (!is_of_hierarchy(cgroup))
		return 0;
	scratch = take_scratch(place, sizeof(*record));
	if (!scratch)
		return 0;
	record = &scratch->cgroup;
	__builtin_memset(record, 0, sizeof(*record));
	fill_header(&record->header, VDT_CGROUP);
	record->operation = operation;
	record->cgroup_id = BPF_CORE_READ(cgroup, kn, id);
	record->parent_cgroup_id = BPF_CORE_READ(cgroup, self.parent, cgroup, kn, id);
	if (moved)
		record->moved_pid = BPF_CORE_READ(moved, tgid);
	append_text(scratch, &record->path, path, CGROUP_PATH_BYTES, FROM_KERNEL);
	submit(scratch, false);
	return 0;
}

/* Before a task can be in it: whose the new group is. */
static __always_inline void inherit(__u32 place, struct cgroup *cgroup)
{
	__u64 id = BPF_CORE_READ(cgroup, kn, id);
	__u64 parent = BPF_CORE_READ(cgroup, self.parent, cgroup, kn, id);
	struct group *known = group_of(current_cgroup_id());
	struct group own = {};

	if (!known || !known->container)
		known = group_of(parent);
	if (!known || !known->container)
		return;
	own.container = known->container;
	if (bpf_map_update_elem(&groups, &id, &own, BPF_ANY))
		count_failure(place, REASON_MAP_FULL);
}

static __always_inline void forget(struct cgroup *cgroup)
{
	__u64 id = BPF_CORE_READ(cgroup, kn, id);

	bpf_map_delete_elem(&groups, &id);
}

/* Why these tracepoints: they come while cgroup_mutex is held, so a group is told before a task can
 * be in it, and the current task is the one that made it: names prove nothing, makers do. */
SEC("tp_btf/cgroup_mkdir")
int BPF_PROG(cgroup_mkdir, struct cgroup *cgroup, const char *path)
{
	beat(PLACE(cgroup_mkdir));
	if (is_of_hierarchy(cgroup))
		inherit(PLACE(cgroup_mkdir), cgroup);
	return changed(PLACE(cgroup_mkdir), VDT_CGROUP_MKDIR, cgroup, path, NULL);
}

SEC("tp_btf/cgroup_rmdir")
int BPF_PROG(cgroup_rmdir, struct cgroup *cgroup, const char *path)
{
	beat(PLACE(cgroup_rmdir));
	if (is_of_hierarchy(cgroup))
		forget(cgroup);
	return changed(PLACE(cgroup_rmdir), VDT_CGROUP_RMDIR, cgroup, path, NULL);
}

/* The task has been moved already: where it was before is not in sight. A child that clone3(2) puts
 * into a group at once is not told here; its fork record has the group. */
SEC("tp_btf/cgroup_attach_task")
int BPF_PROG(cgroup_attach_task, struct cgroup *cgroup, const char *path, struct task_struct *task)
{
	beat(PLACE(cgroup_attach_task));
	return changed(PLACE(cgroup_attach_task), VDT_CGROUP_ATTACH, cgroup, path, task);
}

/* Whoever freezes a group stops all that is in it, a sensor too. Told for each group below, while
 * cgroup_mutex is held (cgroup_do_freeze() of kernel/cgroup/freezer.c), by the task that asked.
 * Groups have no other name to be changed to: only hierarchies of version 1 know renaming. Those know no
 * freezing of this kind: their freezer is a controller with groups of its own. */
SEC("tp_btf/cgroup_freeze")
int BPF_PROG(cgroup_freeze, struct cgroup *cgroup, const char *path)
{
	beat(PLACE(cgroup_freeze));
	return changed(PLACE(cgroup_freeze), VDT_CGROUP_FREEZE, cgroup, path, NULL);
}

SEC("tp_btf/cgroup_unfreeze")
int BPF_PROG(cgroup_unfreeze, struct cgroup *cgroup, const char *path)
{
	beat(PLACE(cgroup_unfreeze));
	return changed(PLACE(cgroup_unfreeze), VDT_CGROUP_UNFREEZE, cgroup, path, NULL);
}
