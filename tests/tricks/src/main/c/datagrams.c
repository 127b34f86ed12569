/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "sockets.h"
#include "tricks.h"

#include <netinet/udp.h>
#include <string.h>

static void send_to(int socket, int flags)
{
	struct sockaddr_in to = v4();

	must(sendto(socket, "x", 1, flags, (struct sockaddr *)&to, sizeof(to)), "sendto");
	did_inet("send", "127.0.0.1", port);
}

static void connected(void)
{
	struct sockaddr_in to = v4();
	int socket = made(AF_INET, SOCK_DGRAM);

	must(connect(socket, (struct sockaddr *)&to, sizeof(to)), "connect");
	did_inet("connect", "127.0.0.1", port);
	must(send(socket, "x", 1, 0), "send");
}

static void sent(void)
{
	send_to(made(AF_INET, SOCK_DGRAM), 0);
}

static void sent_in_parts(void)
{
	int socket = made(AF_INET, SOCK_DGRAM);

	send_to(socket, MSG_MORE);
	must(setsockopt(socket, IPPROTO_UDP, UDP_CORK, &(int){0}, sizeof(int)), "uncorking");
}

static void sent_elsewhere(void)
{
	struct sockaddr_in elsewhere = v4();
	int socket = made(AF_INET, SOCK_DGRAM);

	elsewhere.sin_port = htons(9);
	must(connect(socket, (struct sockaddr *)&elsewhere, sizeof(elsewhere)), "connect");
	send_to(socket, 0);
}

static void sent_message(void)
{
	struct sockaddr_in to = v4();
	struct iovec one = {"x", 1};
	struct msghdr message = {
	    .msg_name = &to, .msg_namelen = sizeof(to), .msg_iov = &one, .msg_iovlen = 1};

	must(sendmsg(made(AF_INET, SOCK_DGRAM), &message, 0), "sendmsg");
	did_inet("send", "127.0.0.1", port);
}

static void sent_messages(void)
{
	struct sockaddr_in innocent = v4();
	struct sockaddr_in to = v4();
	struct iovec one = {"x", 1};
	struct mmsghdr messages[2] = {};

	for (int i = 0; i < 2; i++) {
		messages[i].msg_hdr.msg_name = i ? &to : &innocent;
		messages[i].msg_hdr.msg_namelen = sizeof(to);
		messages[i].msg_hdr.msg_iov = &one;
		messages[i].msg_hdr.msg_iovlen = 1;
	}
	innocent.sin_port = htons(9);
	must(sendmmsg(made(AF_INET, SOCK_DGRAM), messages, 2, 0), "sendmmsg");
	did_inet("send", "127.0.0.1", port);
}

static void send_v6(const char *address, const char *seen)
{
	struct sockaddr_in6 to = v6(address);

	must(sendto(made(AF_INET6, SOCK_DGRAM), "x", 1, 0, (struct sockaddr *)&to, sizeof(to)),
	     "sendto");
	did_inet("send", seen, port);
}

static void version6(void)
{
	send_v6("::1", "::1");
}

static void version4_within6(void)
{
	send_v6("::ffff:127.0.0.1", "127.0.0.1");
}

/* An old form that the kernel takes: a socket of IPv6 and an address of IPv4. */
static void version4_by6(void)
{
	struct sockaddr_in to = v4();

	must(sendto(made(AF_INET6, SOCK_DGRAM), "x", 1, 0, (struct sockaddr *)&to, sizeof(to)),
	     "sendto");
	did_inet("send", "127.0.0.1", port);
}

static void received(void)
{
	int ends[2];

	must(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), "socketpair");
	send_descriptor(ends[1], made(AF_INET, SOCK_DGRAM));
	send_to(received_descriptor(ends[0]), 0);
}

static void lite(void)
{
	int any = socket(AF_INET, SOCK_DGRAM, IPPROTO_UDPLITE);

	if (any < 0)
		lacks("no UDP-Lite");
	send_to(any, 0);
}

static void raw(void)
{
	struct sockaddr_in to = v4();
	char echo[8] = {8, 0, (char)0xf7, (char)0xff};

	must(sendto(must(socket(AF_INET, SOCK_RAW, IPPROTO_ICMP), "socket"), echo, sizeof(echo), 0,
		    (struct sockaddr *)&to, sizeof(to)),
	     "sendto");
	did_inet("send", "127.0.0.1", 0);
}

static const struct trick tricks[] = {
    {"datagram-connected", connected, datagram_listener},
    {"datagram", sent, datagram_listener},
    {"datagram-in-parts", sent_in_parts, datagram_listener},
    {"datagram-elsewhere", sent_elsewhere, datagram_listener},
    {"datagram-message", sent_message, datagram_listener},
    {"datagram-messages", sent_messages, datagram_listener},
    {"datagram-version6", version6, datagram_listener},
    {"datagram-version4-within6", version4_within6, datagram_listener},
    {"datagram-version4-by6", version4_by6, datagram_listener},
    {"datagram-by-received", received, datagram_listener},
    {"datagram-lite", lite, datagram_listener},
    {"datagram-raw", raw, datagram_listener},
};

const struct part datagrams = {tricks, COUNT(tricks)};
