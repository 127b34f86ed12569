/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "sockets.h"
#include "tricks.h"
#include "uring.h"

#include <errno.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* In the 32-bit table. */
#define NR32_GETPID 20
#define NR32_SOCKETCALL 102
#define NR32_SENDMMSG 345
#define NR32_SOCKET 359
#define NR32_BIND 361
#define NR32_CONNECT 362
#define NR32_LISTEN 363
#define NR32_ACCEPT4 364
#define NR32_SENDTO 369
#define NR32_SENDMSG 370
/* Of socketcall: include/uapi/linux/net.h */
#define CALL_SOCKET 1
#define CALL_BIND 2
#define CALL_CONNECT 3
#define CALL_LISTEN 4
#define CALL_ACCEPT 5
#define CALL_SENDTO 11
#define CALL_SENDMSG 16

static struct sockaddr_in low_address;
static unsigned low_arguments[6];
static char low_byte[1] = "x";
static struct {
	unsigned base;
	unsigned length;
} low_vector;
static struct {
	unsigned name;
	int name_length;
	unsigned vectors;
	unsigned vector_count;
	unsigned control;
	unsigned control_length;
	unsigned flags;
	unsigned sent;
} low_message;

#define LOW(pointer) ((unsigned)(uintptr_t)(pointer))

static long known(long result)
{
	if (result == -ENOSYS)
		lacks("no 32-bit calls");
	return must(result, "the call");
}

static void set(unsigned a, unsigned b, unsigned c, unsigned d, unsigned e, unsigned f)
{
	unsigned values[] = {a, b, c, d, e, f};

	memcpy(low_arguments, values, sizeof(values));
}

static long multiplexed(int call)
{
	return known(CALL32(NR32_SOCKETCALL, call, low_arguments));
}

static void set_message(void)
{
	low_address = v4();
	low_vector.base = LOW(low_byte);
	low_vector.length = 1;
	low_message.name = LOW(&low_address);
	low_message.name_length = sizeof(low_address);
	low_message.vectors = LOW(&low_vector);
	low_message.vector_count = 1;
}

static void connect32(void)
{
	low_address = v4();
	known(CALL32(NR32_CONNECT, made(AF_INET, SOCK_STREAM), &low_address, sizeof(low_address)));
	did_inet("connect", "127.0.0.1", port);
}

static void connect32_multiplexed(void)
{
	low_address = v4();
	set(made(AF_INET, SOCK_STREAM), LOW(&low_address), sizeof(low_address), 0, 0, 0);
	multiplexed(CALL_CONNECT);
	did_inet("connect", "127.0.0.1", port);
}

static void connect32_datagram(void)
{
	low_address = v4();
	set(made(AF_INET, SOCK_DGRAM), LOW(&low_address), sizeof(low_address), 0, 0, 0);
	multiplexed(CALL_CONNECT);
	did_inet("connect", "127.0.0.1", port);
}

static void bind32(void)
{
	low_address = v4();
	known(CALL32(NR32_BIND, made(AF_INET, SOCK_STREAM), &low_address, sizeof(low_address)));
	did_inet("bind", "127.0.0.1", port);
}

static void serve32_multiplexed(void)
{
	int server = made(AF_INET, SOCK_STREAM);

	low_address = v4();
	set(server, LOW(&low_address), sizeof(low_address), 0, 0, 0);
	multiplexed(CALL_BIND);
	set(server, 1, 0, 0, 0, 0);
	multiplexed(CALL_LISTEN);
	did_inet("listen", "127.0.0.1", port);
	visitor();
	set(server, 0, 0, 0, 0, 0);
	multiplexed(CALL_ACCEPT);
	did_inet("accept", "127.0.0.1", port);
}

static void listen32(void)
{
	int server = made(AF_INET, SOCK_STREAM);
	struct sockaddr_in at = v4();

	must(bind(server, (struct sockaddr *)&at, sizeof(at)), "bind");
	known(CALL32(NR32_LISTEN, server, 1));
	did_inet("listen", "127.0.0.1", port);
}

static void accept32(void)
{
	int server;

	known(CALL32(NR32_GETPID, 0)); /* before anything is done that is told */
	server = serving();
	visitor();
	known(CALL32(NR32_ACCEPT4, server, 0, 0, 0));
	did_inet("accept", "127.0.0.1", port);
}

static void sendto32(void)
{
	low_address = v4();
	known(CALL32(NR32_SENDTO, made(AF_INET, SOCK_DGRAM), low_byte, 1, 0, &low_address,
		     sizeof(low_address)));
	did_inet("send", "127.0.0.1", port);
}

static void sendto32_multiplexed(void)
{
	low_address = v4();
	set(made(AF_INET, SOCK_DGRAM), LOW(low_byte), 1, 0, LOW(&low_address), sizeof(low_address));
	multiplexed(CALL_SENDTO);
	did_inet("send", "127.0.0.1", port);
}

static void sendmsg32(void)
{
	set_message();
	known(CALL32(NR32_SENDMSG, made(AF_INET, SOCK_DGRAM), &low_message, 0));
	did_inet("send", "127.0.0.1", port);
}

static void sendmsg32_multiplexed(void)
{
	set_message();
	set(made(AF_INET, SOCK_DGRAM), LOW(&low_message), 0, 0, 0, 0);
	multiplexed(CALL_SENDMSG);
	did_inet("send", "127.0.0.1", port);
}

static void sendmmsg32(void)
{
	set_message();
	known(CALL32(NR32_SENDMMSG, made(AF_INET, SOCK_DGRAM), &low_message, 1, 0));
	did_inet("send", "127.0.0.1", port);
}

static void socket32(void)
{
	known(CALL32(NR32_SOCKET, AF_PACKET, SOCK_RAW, 0));
	did_create(AF_PACKET, SOCK_RAW, 0);
}

static void socket32_multiplexed(void)
{
	set(AF_INET, SOCK_RAW, IPPROTO_ICMP, 0, 0, 0);
	multiplexed(CALL_SOCKET);
	did_create(AF_INET, SOCK_RAW, IPPROTO_ICMP);
}

static void elf32(const char *how)
{
	did_inet("connect", "127.0.0.1", port);
	execl("/opt/tricks32", "tricks32", how, path_of("%d", port), NULL);
	not_run32();
}

static void by_elf32(void)
{
	elf32("connect");
}

static void by_elf32_vdso(void)
{
	elf32("-connect");
}

static void x32(void)
{
	struct sockaddr_in to = v4();
	long result = syscall(X32_BIT | SYS_connect, made(AF_INET, SOCK_STREAM), &to, sizeof(to));

	if (result < 0 && errno == ENOSYS)
		lacks("no x32 calls");
	must(result, "connect");
	did_inet("connect", "127.0.0.1", port);
}

/* io_uring. */

static struct sockaddr_in address;

static void requested(struct io_uring_sqe entry, unsigned ring_flags)
{
	struct ring ring;
	int result;

	open_ring(&ring, ring_flags);
	if (entry.flags & IOSQE_FIXED_FILE) {
		give_slots(&ring, 4);
		fill_slot(&ring, 1, entry.fd);
		close(entry.fd);
		entry.fd = 1;
	}
	result = request(&ring, &entry);
	if (result == -EINVAL)
		lacks("no such request");
	must(result, "the request");
}

static struct io_uring_sqe connecting(int socket)
{
	address = v4();
	return (struct io_uring_sqe){
	    .opcode = IORING_OP_CONNECT,
	    .fd = socket,
	    .addr = (uintptr_t)&address,
	    .off = sizeof(address),
	};
}

static void ring_connect_with(int type, unsigned entry_flags, unsigned ring_flags)
{
	struct io_uring_sqe entry = connecting(made(AF_INET, type));

	entry.flags = entry_flags;
	requested(entry, ring_flags);
	did_inet("connect", "127.0.0.1", port);
}

static void ring_connect(void)
{
	ring_connect_with(SOCK_STREAM, 0, 0);
}

static void ring_connect_worker(void)
{
	ring_connect_with(SOCK_STREAM, IOSQE_ASYNC, 0);
}

static void ring_connect_polled(void)
{
	ring_connect_with(SOCK_STREAM, 0, IORING_SETUP_SQPOLL);
}

static void ring_connect_fixed(void)
{
	ring_connect_with(SOCK_STREAM, IOSQE_FIXED_FILE, 0);
}

static void ring_connect_fixed_polled(void)
{
	ring_connect_with(SOCK_STREAM, IOSQE_FIXED_FILE, IORING_SETUP_SQPOLL);
}

static void ring_connect_datagram(void)
{
	ring_connect_with(SOCK_DGRAM, 0, 0);
}

static void ring_connect_datagram_fixed(void)
{
	ring_connect_with(SOCK_DGRAM, IOSQE_FIXED_FILE, 0);
}

static void ring_send(void)
{
	address = v4();
	requested(
	    (struct io_uring_sqe){
		.opcode = IORING_OP_SEND,
		.fd = made(AF_INET, SOCK_DGRAM),
		.addr = (uintptr_t)low_byte,
		.len = 1,
		.addr2 = (uintptr_t)&address,
		.addr_len = sizeof(address),
	    },
	    0);
	did_inet("send", "127.0.0.1", port);
}

static void ring_sendmsg_with(unsigned opcode, unsigned entry_flags)
{
	static struct iovec one = {low_byte, 1};
	static struct msghdr message = {
	    .msg_name = &address,
	    .msg_namelen = sizeof(address),
	    .msg_iov = &one,
	    .msg_iovlen = 1,
	};

	address = v4();
	requested(
	    (struct io_uring_sqe){
		.opcode = opcode,
		.fd = made(AF_INET, SOCK_DGRAM),
		.addr = (uintptr_t)&message,
		.len = 1,
		.flags = entry_flags,
	    },
	    0);
	did_inet("send", "127.0.0.1", port);
}

static void ring_sendmsg(void)
{
	ring_sendmsg_with(IORING_OP_SENDMSG, 0);
}

static void ring_sendmsg_fixed(void)
{
	ring_sendmsg_with(IORING_OP_SENDMSG, IOSQE_FIXED_FILE);
}

static void ring_sendmsg_without_copy(void)
{
	ring_sendmsg_with(IORING_OP_SENDMSG_ZC, 0);
}

static void ring_socket(void)
{
	requested(
	    (struct io_uring_sqe){
		.opcode = IORING_OP_SOCKET,
		.fd = AF_PACKET,
		.off = SOCK_RAW,
	    },
	    0);
	did_create(AF_PACKET, SOCK_RAW, 0);
}

static void ring_accept(void)
{
	int server = serving();

	visitor();
	requested((struct io_uring_sqe){.opcode = IORING_OP_ACCEPT, .fd = server}, 0);
	did_inet("accept", "127.0.0.1", port);
}

/* Since 6.11; the headers of older systems do not know their numbers. */
#define OP_BIND 56
#define OP_LISTEN 57

static void ring_bind(void)
{
	address = v4();
	requested(
	    (struct io_uring_sqe){
		.opcode = OP_BIND,
		.fd = made(AF_INET, SOCK_STREAM),
		.addr = (uintptr_t)&address,
		.off = sizeof(address),
	    },
	    0);
	did_inet("bind", "127.0.0.1", port);
}

static void ring_listen(void)
{
	int server = made(AF_INET, SOCK_STREAM);
	struct sockaddr_in at = v4();

	must(bind(server, (struct sockaddr *)&at, sizeof(at)), "bind");
	requested((struct io_uring_sqe){.opcode = OP_LISTEN, .fd = server, .len = 1}, 0);
	did_inet("listen", "127.0.0.1", port);
}

static const struct trick tricks[] = {
    {"call32-connect", connect32, stream_listener},
    {"call32-socketcall-connect", connect32_multiplexed, stream_listener},
    {"call32-socketcall-connect-datagram", connect32_datagram, datagram_listener},
    {"call32-bind", bind32, free_port},
    {"call32-socketcall-serve", serve32_multiplexed, free_port},
    {"call32-listen", listen32, free_port},
    {"call32-accept4", accept32, free_port},
    {"call32-sendto", sendto32, datagram_listener},
    {"call32-socketcall-sendto", sendto32_multiplexed, datagram_listener},
    {"call32-sendmsg", sendmsg32, datagram_listener},
    {"call32-socketcall-sendmsg", sendmsg32_multiplexed, datagram_listener},
    {"call32-sendmmsg", sendmmsg32, datagram_listener},
    {"call32-socket", socket32, NULL},
    {"call32-socketcall-socket", socket32_multiplexed, NULL},
    {"elf32", by_elf32, stream_listener},
    {"elf32-vdso", by_elf32_vdso, stream_listener},
    {"x32", x32, stream_listener},
    {"ring-connect", ring_connect, stream_listener},
    {"ring-connect-worker", ring_connect_worker, stream_listener},
    {"ring-connect-polled", ring_connect_polled, stream_listener},
    {"ring-connect-fixed", ring_connect_fixed, stream_listener},
    {"ring-connect-fixed-polled", ring_connect_fixed_polled, stream_listener},
    {"ring-connect-datagram", ring_connect_datagram, datagram_listener},
    {"ring-connect-datagram-fixed", ring_connect_datagram_fixed, datagram_listener},
    {"ring-send", ring_send, datagram_listener},
    {"ring-sendmsg", ring_sendmsg, datagram_listener},
    {"ring-sendmsg-fixed", ring_sendmsg_fixed, datagram_listener},
    {"ring-sendmsg-without-copy", ring_sendmsg_without_copy, datagram_listener},
    {"ring-socket", ring_socket, NULL},
    {"ring-accept", ring_accept, free_port},
    {"ring-bind", ring_bind, free_port},
    {"ring-listen", ring_listen, free_port},
};

const struct part socket_calls = {tricks, COUNT(tricks)};
