/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef VEDETTE_DROP_H
#define VEDETTE_DROP_H

#include "vmlinux.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>

/*
 * Why a kernel threw a packet away: include/net/dropreason-core.h, whose numbers each version has of its own. Up to Linux
 * 6.13 queues have one reason for all, and a name that a kernel does not have is no reason there.
 */
enum skb_drop_reason___queue {
	SKB_DROP_REASON_QDISC_DROP___queue,
	SKB_DROP_REASON_QDISC_OVERLIMIT___queue,
	SKB_DROP_REASON_QDISC_CONGESTED___queue,
	SKB_DROP_REASON_CAKE_FLOOD___queue,
	SKB_DROP_REASON_FQ_BAND_LIMIT___queue,
	SKB_DROP_REASON_FQ_FLOW_LIMIT___queue,
};

#define IS_REASON(reason, name)                                                                    \
	(bpf_core_enum_value_exists(enum skb_drop_reason___queue, name##___queue) &&               \
	 (reason) == bpf_core_enum_value(enum skb_drop_reason___queue, name##___queue))

/* Whether a device's queue had no room for it, or kept it for too long. */
static __always_inline bool is_of_full_queue(__u32 reason)
{
	return IS_REASON(reason, SKB_DROP_REASON_QDISC_DROP) ||
	       IS_REASON(reason, SKB_DROP_REASON_QDISC_OVERLIMIT) ||
	       IS_REASON(reason, SKB_DROP_REASON_QDISC_CONGESTED) ||
	       IS_REASON(reason, SKB_DROP_REASON_CAKE_FLOOD) ||
	       IS_REASON(reason, SKB_DROP_REASON_FQ_BAND_LIMIT) ||
	       IS_REASON(reason, SKB_DROP_REASON_FQ_FLOW_LIMIT);
}

#endif
