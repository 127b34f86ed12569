// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "packet.h"
#include "scratch.h"

PLACED(dns__answer);

/*
 * Why packets that arrive and not calls that send: whatever asked, by whatever call or library, the
 * answer says which name stands for which addresses, and it comes to the socket that asked, whose
 * control group is known (net/core/filter.c, sk_filter_trim_cap(), before the socket gets the
 * packet). What comes from port 53 is looked at, all else leaves after a few bytes of its head.
 *
 * Runs as the network's interrupt does: the current task is anybody, and is not told.
 */
#define DNS_PORT 53
#define DNS_HEAD_BYTES 12
#define MESSAGE_BYTES 512
#define UDP_HEAD_BYTES 8
#define TCP_LENGTH_BYTES 2 /* RFC 1035, section 4.2.2 */
/* The third byte: QR of RFC 1035, section 4.1.1 */
#define DNS_FLAGS_AT 2
#define DNS_IS_ANSWER 0x80

struct answer {
	struct vdt_dns record;
	char message[MESSAGE_BYTES];
};

/* Packets of one CPU arrive one after another. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct answer);
} answers SEC(".maps");

/* TCP's only where the message begins with the packet. */
static __always_inline bool find_message(struct __sk_buff *packet, struct found *found)
{
	if ((found->protocol != IPPROTO_UDP && found->protocol != IPPROTO_TCP) ||
	    sending_port(packet, found) != DNS_PORT)
		return false;
	if (found->protocol == IPPROTO_UDP) {
		found->message = found->transport + UDP_HEAD_BYTES;
		return true;
	}
	if (!find_message_of_tcp(packet, found))
		return false;
	found->message += TCP_LENGTH_BYTES;
	return true;
}

static __always_inline bool is_answer(struct __sk_buff *packet, const struct found *found)
{
	__u8 flags = 0;

	return packet->len >= found->message + DNS_HEAD_BYTES &&
	       !bpf_skb_load_bytes(packet, found->message + DNS_FLAGS_AT, &flags, sizeof(flags)) &&
	       flags & DNS_IS_ANSWER;
}

static __always_inline void tell_answer(__u32 place, struct __sk_buff *packet,
					const struct found *found)
{
	__u32 length = packet->len - found->message;
	__u32 only = 0;
	struct answer *answer = bpf_map_lookup_elem(&answers, &only);
	struct vdt_dns *record;

	if (!answer)
		return;
	record = &answer->record;
	__builtin_memset(record, 0, sizeof(*record));
	record->header.kind = VDT_DNS;
	record->header.boot_nanos = bpf_ktime_get_boot_ns();
	record->header.cgroup_id = group_controller ? 0 : bpf_skb_cgroup_id(packet);
	record->header.origin = VDT_ORIGIN_KERNEL;
	if (length > MESSAGE_BYTES) {
		length = MESSAGE_BYTES;
		record->truncated = 1;
	}
	/* What is sure already, said so that the verifier sees it too. */
	if (length < DNS_HEAD_BYTES)
		return;
	record->server_port = DNS_PORT;
	if (!read_sender(packet, found, &record->family, record->server_address) ||
	    bpf_skb_load_bytes(packet, found->message, answer->message, length)) {
		count_failure_of(place, REASON_READ_FAULT, record->header.cgroup_id);
		return;
	}
	record->message.offset = sizeof(*record);
	record->message.length = length;
	record->header.length = sizeof(*record) + length;
	submit_fixed(place, answer, sizeof(*record) + length, record->header.cgroup_id);
}

SEC("cgroup_skb/ingress")
int dns__answer(struct __sk_buff *packet)
{
	struct found found = {};

	if (!find_transport(packet, &found) || !find_message(packet, &found))
		return PASS;
	beat(PLACE(dns__answer));
	if (is_answer(packet, &found))
		tell_answer(PLACE(dns__answer), packet, &found);
	return PASS;
}
