/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef VEDETTE_DENY_CONNECT_H
#define VEDETTE_DENY_CONNECT_H

#include "deny.h"
#include <bpf/bpf_endian.h>

/* Which peers may not be connected or sent to. */
/* IPv4 within IPv6 (::ffff:0:0/96), as the kernel has it where an IPv6 socket speaks IPv4. */
struct deny_network {
	__u32 prefix; /* in bits, the container's 64 counted too */
	__u8 container[8];
	__u8 address[16];
};

struct deny_ports {
	__u16 from;
	__u16 to;
	struct deny_verdict verdict;
};

#define DENY_PORT_RANGES 8

/* Only the longest prefix answers, so it holds what the shorter ones say too; one without any verdict
 * is an exception. */
struct deny_peer {
	struct deny_ports ports[DENY_PORT_RANGES];
};

struct {
	__uint(type, BPF_MAP_TYPE_LPM_TRIE);
	__uint(max_entries, 8192);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, struct deny_network);
	__type(value, struct deny_peer);
} deny_networks SEC(".maps") __weak;

/* Where the kernel puts an address that means "this machine". */
static __always_inline bool is_unspecified(const __u32 *address)
{
	return !address[0] && !address[1] && !address[3] &&
	       (!address[2] || address[2] == bpf_htonl(0xffff));
}

/* The address in network order, IPv4 within IPv6; the port in the host's. */
static __always_inline __u32 decide_connect(const __u32 *address, __u16 port)
{
	struct deny_network key = {.prefix = 64 + 128};
	struct deny_peer *peer;
	struct deny_asked asked;

	if (!rules_apply(&asked, DENY_CONNECT))
		return 0;
	if (!has_own_rules(&asked, DENY_CONNECT))
		return decided(&asked);
	__builtin_memcpy(key.container, &asked.container, sizeof(key.container));
	__builtin_memcpy(key.address, address, sizeof(key.address));
	/* Connecting to no address at all reaches the loopback device. */
	if (is_unspecified(address)) {
		key.address[15] = 1;
		if (address[2])
			key.address[12] = 127;
	}
	peer = bpf_map_lookup_elem(&deny_networks, &key);
	if (!peer)
		return decided(&asked);
#pragma unroll
	for (int i = 0; i < DENY_PORT_RANGES; i++) {
		if (peer->ports[i].from <= port && port <= peer->ports[i].to)
			weigh(&asked, &peer->ports[i].verdict);
	}
	return decided(&asked);
}

#endif
