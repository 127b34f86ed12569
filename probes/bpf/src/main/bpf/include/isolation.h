/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef VEDETTE_ISOLATION_H
#define VEDETTE_ISOLATION_H

#include "task.h"

/* The kinds that differ, as CLONE_NEW* bits. */
static __always_inline __u64 changed_namespaces(const struct vdt_namespaces *before,
						const struct vdt_namespaces *after)
{
	__u64 kinds = 0;

	if (before->mount != after->mount)
		kinds |= CLONE_NEWNS;
	if (before->pid != after->pid)
		kinds |= CLONE_NEWPID;
	if (before->network != after->network)
		kinds |= CLONE_NEWNET;
	if (before->user != after->user)
		kinds |= CLONE_NEWUSER;
	if (before->ipc != after->ipc)
		kinds |= CLONE_NEWIPC;
	if (before->uts != after->uts)
		kinds |= CLONE_NEWUTS;
	if (before->cgroup != after->cgroup)
		kinds |= CLONE_NEWCGROUP;
	return kinds;
}

#endif
