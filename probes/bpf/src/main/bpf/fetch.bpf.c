// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "group.h"
#include "novelty.h"
#include "packet.h"
#include "scope.h"
#include "scratch.h"
#include "serving.h"
#include "task.h"
#include <bpf/bpf_tracing.h>

PLACED(fetch_begin);
PLACED(fetch_payload);

/*
 * Code that a server gets as an answer: whoever makes a server fetch code and load it has it name a place of his own
 * (JNDI, included files, plug-ins by address). Only what is not enciphered is seen, at the beginning of what comes
 * over a connection or after the head of an answer of HTTP/1.
 */
#define HTTP_BYTES 8
#define HEAD_PART_BYTES 128
#define HEAD_PARTS 32
#define HEAD_PACKETS 16 /* what has no end until then is no head that is worth the search */
/* The end of a head may lie in two parts. */
#define END_OF_HEAD_BYTES 4
#define END_OF_HEAD 0x0a0d0a0dU /* CR LF CR LF, on the little-endian machines supported */
#define HEAD_STEP_BYTES (HEAD_PART_BYTES - END_OF_HEAD_BYTES)
#define SIZE_LINE_BYTES 10 /* RFC 9112, section 7.1, without extensions */
#define MAGIC_BYTES 8
/* Of the first entry's name in an archive, and how those of Java begin. */
#define ENTRY_NAME_AT 30
#define OLDEST_CLASS_VERSION 45

/* What is awaited of a connection. */
enum awaited {
	AWAITS_MESSAGE = 0, /* its very first */
	AWAITS_END_OF_HEAD = 1,
	AWAITS_BODY = 2, /* what comes before it ended with its packet */
	AWAITS_ANSWER = 3, /* another one's head */
};

struct fetcher {
	struct vdt_header opener;
	__u32 awaited;
	__u16 begun; /* bytes of a head's end that were its packet's last */
	__u16 head_packets; /* that have brought no end */
};

/* Why beside the socket: it goes as the socket does, and what other sockets get is let go after one look. */
struct {
	__uint(type, BPF_MAP_TYPE_SK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, struct fetcher);
} fetchers SEC(".maps");

/* Why this tracepoint: see network.bpf.c; here the task that opens the connection is the current one. */
SEC("tp_btf/inet_sock_set_state")
int BPF_PROG(fetch_begin, const struct sock *sock, const int old, const int new)
{
	struct fetcher *fetcher;

	if (new != TCP_SYN_SENT || (!current_may_serve() && !parent_may_serve()))
		return 0;
	beat(PLACE(fetch_begin));
	if (current_is_own() || current_is_quiet())
		return 0;
	fetcher =
		bpf_sk_storage_get(&fetchers, (void *)sock, NULL, BPF_SK_STORAGE_GET_F_CREATE);
	if (!fetcher) {
		count_failure(PLACE(fetch_begin), REASON_MAP_FULL);
		return 0;
	}
	fill_header(&fetcher->opener, VDT_FETCH);
	fetcher->awaited = AWAITS_MESSAGE;
	return 0;
}

static __always_inline bool is_answer_of_http(struct __sk_buff *packet, __u32 at)
{
	__u8 start[HTTP_BYTES] = {};

	return !bpf_skb_load_bytes(packet, at, start, sizeof(start)) && start[0] == 'H' &&
	       start[1] == 'T' && start[2] == 'T' && start[3] == 'P' && start[4] == '/' &&
	       start[5] == '1' && start[6] == '.';
}

static __always_inline bool ends_head(const __u8 *bytes)
{
	return !((bytes[0] ^ '\r') | (bytes[1] ^ '\n') | (bytes[2] ^ '\r') | (bytes[3] ^ '\n'));
}

/* How many bytes of a part of a head, from a place in the packet on, belong to the head; 0: all. Of the four bytes of
 * its end one is met if every fourth is looked at. A function that the verifier goes through by itself. */
__weak __noinline int end_within(struct __sk_buff *packet, __u32 at)
{
	__u8 bytes[HEAD_PART_BYTES] = {};
	__u32 length;

	if (packet->len <= at)
		return 0;
	length = packet->len - at;
	if (length > HEAD_PART_BYTES)
		length = HEAD_PART_BYTES;
	if (length < END_OF_HEAD_BYTES || !load_bytes(packet, at, bytes, length, sizeof(bytes)))
		return 0;
	for (__u32 i = END_OF_HEAD_BYTES - 1; i < HEAD_PART_BYTES - END_OF_HEAD_BYTES; i += 4) {
		if (i >= length)
			break;
		if (bytes[i] != '\r' && bytes[i] != '\n')
			continue;
		for (__u32 back = 0; back < END_OF_HEAD_BYTES; back++) {
			__u32 end = i - back + END_OF_HEAD_BYTES;

			if (end <= length && ends_head(&bytes[i - back]))
				return end;
		}
	}
	return 0;
}

/* Where what follows the head begins; 0: the head goes on. */
static __always_inline __u32 end_of_head(struct __sk_buff *packet, __u32 at)
{
	for (__u32 i = 0; i < HEAD_PARTS && at < packet->len; i++) {
		__u32 end = end_within(packet, at);

		if (end)
			return at + end;
		at += HEAD_STEP_BYTES;
	}
	return 0;
}

/* How much of a head's end are the last bytes of a packet. */
static __always_inline __u32 begun_end(struct __sk_buff *packet)
{
	__u8 last[END_OF_HEAD_BYTES - 1] = {};

	if (bpf_skb_load_bytes(packet, packet->len - sizeof(last), last, sizeof(last)))
		return 0;
	if (last[1] == '\r' && last[2] == '\n')
		return 2;
	if (last[2] != '\r')
		return 0;
	return last[0] == '\r' && last[1] == '\n' ? 3 : 1;
}

/* How many bytes at a place are the rest of a head's end of which so many came before; 0: none. */
static __always_inline __u32 rest_of_end(struct __sk_buff *packet, __u32 at, __u32 begun)
{
	__u32 rest = 0;

	if (!begun || begun >= END_OF_HEAD_BYTES ||
	    !load_bytes(packet, at, &rest, END_OF_HEAD_BYTES - begun, sizeof(rest)))
		return 0;
	return rest == END_OF_HEAD >> 8 * begun ? END_OF_HEAD_BYTES - begun : 0;
}

static __always_inline bool is_digit(__u8 letter)
{
	return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'f') ||
	       (letter >= 'A' && letter <= 'F');
}

/* How many bytes say how long the part of a body is that follows; 0: none. */
static __always_inline __u32 size_line(struct __sk_buff *packet, __u32 at)
{
	__u8 line[SIZE_LINE_BYTES] = {};
	__u32 length;

	if (packet->len <= at)
		return 0;
	length = packet->len - at;
	if (length > SIZE_LINE_BYTES)
		length = SIZE_LINE_BYTES;
	if (!load_bytes(packet, at, line, length, sizeof(line)))
		return 0;
#pragma unroll
	for (__u32 i = 0; i < SIZE_LINE_BYTES - 1; i++) {
		if (line[i] == '\r')
			return i && line[i + 1] == '\n' ? i + 2 : 0;
		if (!is_digit(line[i]))
			return 0;
	}
	return 0;
}

static __always_inline bool is_archive_of_classes(struct __sk_buff *packet, __u32 at)
{
	__u8 name[4] = {};

	return !bpf_skb_load_bytes(packet, at + ENTRY_NAME_AT, name, sizeof(name)) &&
	       name[0] == 'M' && name[1] == 'E' && name[2] == 'T' && name[3] == 'A';
}

/* What code begins there; 0: none that is known. */
static __always_inline __u32 code_at(struct __sk_buff *packet, __u32 at)
{
	__u8 b[MAGIC_BYTES] = {};

	if (bpf_skb_load_bytes(packet, at, b, sizeof(b)))
		return 0;
	if (b[0] == 0x7f && b[1] == 'E' && b[2] == 'L' && b[3] == 'F')
		return VDT_CODE_OBJECT;
	if (b[0] == 0xca && b[1] == 0xfe && b[2] == 0xba && b[3] == 0xbe)
		return !b[6] && b[7] >= OLDEST_CLASS_VERSION ? VDT_CODE_CLASS : 0;
	if (b[0] == '#' && b[1] == '!' && (b[2] == '/' || b[2] == ' '))
		return VDT_CODE_SCRIPT;
	if (b[0] == '<' && b[1] == '?' && b[2] == 'p' && b[3] == 'h' && b[4] == 'p')
		return VDT_CODE_SCRIPT;
	if (b[0] == 'P' && b[1] == 'K' && b[2] == 3 && b[3] == 4)
		return is_archive_of_classes(packet, at) ? VDT_CODE_ARCHIVE : 0;
	return 0;
}

static __always_inline void tell_code(__u32 place, struct __sk_buff *packet,
				      const struct found *found, const struct fetcher *fetcher,
				      __u32 code)
{
	struct vdt_fetch record = {.header = fetcher->opener};
	const __u64 *address = (const __u64 *)record.remote_address;
	struct deed deed = {
		.cgroup_id = record.header.cgroup_id,
		.started = record.header.start_boot_nanos,
		.pid = record.header.pid,
		.kind = VDT_FETCH,
		.operation = code,
	};

	record.header.boot_nanos = bpf_ktime_get_boot_ns();
	record.header.length = sizeof(record);
	record.code = code;
	record.remote_port = sending_port(packet, found);
	if (!read_sender(packet, found, &record.family, record.remote_address))
		count_failure_of(place, REASON_READ_FAULT, record.header.cgroup_id);
	deed.object = address[0] ^ address[1];
	deed.detail = record.remote_port;
	if (!is_repeat_of(place, &deed))
		submit_fixed(place, &record, sizeof(record), record.header.cgroup_id);
}

/* Past the head that begins or goes on there, 0: it goes on. */
static __always_inline __u32 past_head(struct __sk_buff *packet, __u32 at, struct fetcher *fetcher,
				       bool goes_on)
{
	__u32 rest = goes_on ? rest_of_end(packet, at, fetcher->begun) : 0;
	__u32 end = rest ? at + rest : end_of_head(packet, at);

	if (!goes_on)
		fetcher->head_packets = 0;
	if (!end && ++fetcher->head_packets < HEAD_PACKETS) {
		fetcher->awaited = AWAITS_END_OF_HEAD;
		fetcher->begun = begun_end(packet);
	}
	return end;
}

/* Where the beginning of a message is that may be code, 0: none in this packet. Notes what is awaited then. */
static __always_inline __u32 find_beginning(struct __sk_buff *packet, __u32 at,
					    struct fetcher *fetcher)
{
	__u32 before = fetcher->awaited;

	fetcher->awaited = AWAITS_ANSWER;
	if (before == AWAITS_END_OF_HEAD || is_answer_of_http(packet, at)) {
		at = past_head(packet, at, fetcher, before == AWAITS_END_OF_HEAD);
		if (!at)
			return 0;
	} else if (before != AWAITS_BODY) {
		return before == AWAITS_MESSAGE ? at : 0;
	}
	at += size_line(packet, at);
	if (at < packet->len)
		return at;
	fetcher->awaited = AWAITS_BODY;
	return 0;
}

/*
 * Why packets that arrive: see dns.bpf.c. Which process it was for is known from the socket's opening. Each packet
 * of another socket leaves at once.
 */
SEC("cgroup_skb/ingress")
int fetch_payload(struct __sk_buff *packet)
{
	struct bpf_sock *sock = packet->sk;
	struct found found = {};
	struct fetcher *fetcher;
	__u32 at, code;

	if (!sock)
		return PASS;
	sock = bpf_sk_fullsock(sock);
	if (!sock)
		return PASS;
	fetcher = bpf_sk_storage_get(&fetchers, sock, NULL, 0);
	if (!fetcher)
		return PASS;
	beat(PLACE(fetch_payload));
	if (!find_transport(packet, &found) || found.protocol != IPPROTO_TCP ||
	    !find_message_of_tcp(packet, &found) || packet->len <= found.message)
		return PASS;
	at = find_beginning(packet, found.message, fetcher);
	if (!at)
		return PASS;
	code = code_at(packet, at);
	if (code)
		tell_code(PLACE(fetch_payload), packet, &found, fetcher, code);
	return PASS;
}
