/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef VEDETTE_SCOPE_H
#define VEDETTE_SCOPE_H

#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

/* The sensor's own process, whose doings are not reported: it would answer itself forever. A value
 * and not a constant, since the programs may outlive the sensor and be taken over by the next. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u32);
} own_process SEC(".maps") __weak;

static __always_inline bool is_own(__u32 tgid)
{
	__u32 slot = 0;
	__u32 *own = bpf_map_lookup_elem(&own_process, &slot);

	return own && *own == tgid;
}

/* The process has ended: its number will be another's, who must not go unseen. */
static __always_inline void forget_own(__u32 tgid)
{
	__u32 slot = 0;
	__u32 *own = bpf_map_lookup_elem(&own_process, &slot);

	if (own && *own == tgid)
		*own = 0;
}

static __always_inline bool current_is_own(void)
{
	return is_own(bpf_get_current_pid_tgid() >> 32);
}

#endif
