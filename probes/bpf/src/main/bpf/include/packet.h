/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef VEDETTE_PACKET_H
#define VEDETTE_PACKET_H

#include "vmlinux.h"
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

/*
 * Packets as the hooks of control groups get them: on their way to a socket, from the head of the internet protocol on
 * (net/core/filter.c, sk_filter_trim_cap()). Nothing is ever kept back.
 */
#define PASS 1
#define IPV4 4
#define IPV6 6
#define IPV6_HEAD_BYTES 40
/* include/linux/socket.h */
#define FAMILY_IPV4 2
#define FAMILY_IPV6 10

/* Where in the packet what is. */
struct found {
	__u32 protocol;
	__u32 transport; /* head of */
	__u32 message; /* that the transport carries */
};

/* Packets of neither protocol, and IPv6 with further heads, are not looked into. */
static __always_inline bool find_transport(struct __sk_buff *packet, struct found *found)
{
	__u8 *data = (void *)(long)packet->data;
	__u8 *end = (void *)(long)packet->data_end;

	if (data + IPV6_HEAD_BYTES <= end && data[0] >> 4 == IPV6) {
		found->protocol = data[6];
		found->transport = IPV6_HEAD_BYTES;
		return true;
	}
	if (data + sizeof(struct iphdr) > end || data[0] >> 4 != IPV4)
		return false;
	found->protocol = data[9];
	found->transport = (data[0] & 0xf) * 4;
	return true;
}

/* At least one byte and at most so many. Both are asked again where they are known, for the compiler tells the verifier
 * nothing of what it knows; and with a sign, for that of 6.1 reads no nothing, and learns no least value from an
 * inequality. */
static __always_inline bool load_bytes(struct __sk_buff *packet, __u32 at, void *to, __u32 length,
				       __u32 most)
{
	barrier_var(length);
	if ((__s32)length < 1)
		return false;
	barrier_var(length);
	if (length > most)
		return false;
	return !bpf_skb_load_bytes(packet, at, to, length);
}

static __always_inline bool find_message_of_tcp(struct __sk_buff *packet, struct found *found)
{
	__u8 offset = 0;

	if (bpf_skb_load_bytes(packet, found->transport + 12, &offset, sizeof(offset)))
		return false;
	found->message = found->transport + (offset >> 4) * 4;
	return true;
}

/* In the machine's byte order; 0 where it can't be read. */
static __always_inline __u16 sending_port(struct __sk_buff *packet, const struct found *found)
{
	__be16 port = 0;

	bpf_skb_load_bytes(packet, found->transport, &port, sizeof(port));
	return bpf_ntohs(port);
}

/* Who sent it, in 16 bytes; IPv4: the first four. */
static __always_inline bool read_sender(struct __sk_buff *packet, const struct found *found,
					__u32 *family, __u8 *address)
{
	if (found->transport == IPV6_HEAD_BYTES && packet->family == FAMILY_IPV6) {
		*family = FAMILY_IPV6;
		return !bpf_skb_load_bytes(packet, 8, address, 16);
	}
	*family = FAMILY_IPV4;
	return !bpf_skb_load_bytes(packet, 12, address, 4);
}

#endif
