/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef VEDETTE_SCOPE_H
#define VEDETTE_SCOPE_H

#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

/* The sensor's own process, whose doings are not reported: it would answer itself forever. */
const volatile __u32 own_tgid __weak = 0;

static __always_inline bool is_own(__u32 tgid)
{
	return own_tgid && tgid == own_tgid;
}

static __always_inline bool current_is_own(void)
{
	return is_own(bpf_get_current_pid_tgid() >> 32);
}

#endif
