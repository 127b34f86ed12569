/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef VEDETTE_CREDENTIALS_H
#define VEDETTE_CREDENTIALS_H

#include "scope.h"
#include "scratch.h"
#include "task.h"

static __always_inline bool differ(const struct vdt_credentials *a, const struct vdt_credentials *b)
{
	return a->uid != b->uid || a->gid != b->gid || a->euid != b->euid || a->egid != b->egid ||
	       a->effective != b->effective || a->permitted != b->permitted ||
	       a->inheritable != b->inheritable || a->bounding != b->bounding ||
	       a->ambient != b->ambient;
}

/* Before and after are filled. What changed nothing that counts is not told. */
static __always_inline int tell_credentials(__u32 place, struct vdt_credentials_change *record)
{
	if (!differ(&record->before, &record->after))
		return 0;
	fill_header(&record->header, VDT_CREDENTIALS);
	record->header.length = sizeof(*record);
	submit_fixed(place, record, sizeof(*record), record->header.cgroup_id);
	return 0;
}

#endif
