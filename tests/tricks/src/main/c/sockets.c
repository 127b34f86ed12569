/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "tricks.h"

#include "sockets.h"
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#define PORT "TRICK_PORT"

int port;

static void loopback_up(void)
{
	struct ifreq request = {.ifr_name = "lo"};
	int any = must(socket(AF_INET, SOCK_DGRAM, 0), "socket");

	must(ioctl(any, SIOCGIFFLAGS, &request), "loopback");
	request.ifr_flags |= IFF_UP;
	must(ioctl(any, SIOCSIFFLAGS, &request), "loopback");
	close(any);
}

struct sockaddr_in v4(void)
{
	return (struct sockaddr_in){
	    .sin_family = AF_INET,
	    .sin_port = htons(port),
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
}

struct sockaddr_in6 v6(const char *address)
{
	struct sockaddr_in6 result = {.sin6_family = AF_INET6, .sin6_port = htons(port)};

	inet_pton(AF_INET6, address, &result.sin6_addr);
	return result;
}

/* Somebody who takes what comes, by IPv6 and IPv4, in the process that is not looked at. */
static void listener(int type)
{
	struct sockaddr_in6 any = {.sin6_family = AF_INET6};
	socklen_t length = sizeof(any);
	int server;

	loopback_up();
	server = must(socket(AF_INET6, type, 0), "socket");
	must(bind(server, (struct sockaddr *)&any, sizeof(any)), "bind");
	if (type == SOCK_STREAM)
		must(listen(server, 16), "listen");
	must(getsockname(server, (struct sockaddr *)&any, &length), "getsockname");
	port = ntohs(any.sin6_port);
	/* For the act in a new program. */
	setenv(PORT, path_of("%d", port), 1);
}

void stream_listener(void)
{
	listener(SOCK_STREAM);
}

void datagram_listener(void)
{
	listener(SOCK_DGRAM);
}

/* A port that nobody listens at: its owner is gone. */
void free_port(void)
{
	struct sockaddr_in any = {.sin_family = AF_INET};
	socklen_t length = sizeof(any);
	int owner;

	loopback_up();
	owner = must(socket(AF_INET, SOCK_STREAM, 0), "socket");
	must(bind(owner, (struct sockaddr *)&any, sizeof(any)), "bind");
	must(getsockname(owner, (struct sockaddr *)&any, &length), "getsockname");
	port = ntohs(any.sin_port);
	close(owner);
}

int made(int family, int type)
{
	return must(socket(family, type, 0), "socket");
}

static void connect_v4(int socket)
{
	struct sockaddr_in to = v4();

	must(connect(socket, (struct sockaddr *)&to, sizeof(to)), "connect");
	did_inet("connect", "127.0.0.1", port);
}

static void plain(void)
{
	if (!port)
		port = atoi(getenv(PORT));
	connect_v4(made(AF_INET, SOCK_STREAM));
}

/* Connections. */

static void refused(void)
{
	struct sockaddr_in to = v4();

	if (!connect(made(AF_INET, SOCK_STREAM), (struct sockaddr *)&to, sizeof(to)))
		failed("nobody should listen");
	did_inet("connect", "127.0.0.1", port);
}

static void non_blocking(void)
{
	struct sockaddr_in to = v4();
	int socket = made(AF_INET, SOCK_STREAM | SOCK_NONBLOCK);

	if (connect(socket, (struct sockaddr *)&to, sizeof(to)) && errno != EINPROGRESS)
		failed("connect");
	did_inet("connect", "127.0.0.1", port);
}

static void closed_at_once(void)
{
	struct sockaddr_in to = v4();
	int socket = made(AF_INET, SOCK_STREAM | SOCK_NONBLOCK);

	connect(socket, (struct sockaddr *)&to, sizeof(to));
	close(socket);
	did_inet("connect", "127.0.0.1", port);
}

static void bound_before(void)
{
	struct sockaddr_in from = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(0x7f000002)};
	int socket = made(AF_INET, SOCK_STREAM);

	must(bind(socket, (struct sockaddr *)&from, sizeof(from)), "bind");
	connect_v4(socket);
}

static void any_address(void)
{
	struct sockaddr_in to = v4();

	to.sin_addr.s_addr = INADDR_ANY;
	must(connect(made(AF_INET, SOCK_STREAM), (struct sockaddr *)&to, sizeof(to)), "connect");
	did_inet("connect", "127.0.0.1", port);
}

static void connect_v6(const char *to, const char *seen)
{
	struct sockaddr_in6 address = v6(to);

	must(connect(made(AF_INET6, SOCK_STREAM), (struct sockaddr *)&address, sizeof(address)),
	     "connect");
	did_inet("connect", seen, port);
}

static void version6(void)
{
	connect_v6("::1", "::1");
}

static void version6_any(void)
{
	connect_v6("::", "::1");
}

static void version4_within6(void)
{
	connect_v6("::ffff:127.0.0.1", "127.0.0.1");
}

static void duplicated(void)
{
	connect_v4(dup2(made(AF_INET, SOCK_STREAM), 222));
}

static void received(void)
{
	int ends[2];

	must(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), "socketpair");
	if (!must(fork(), "fork")) {
		send_descriptor(ends[1], made(AF_INET, SOCK_STREAM));
		_exit(0);
	}
	connect_v4(received_descriptor(ends[0]));
}

/* Unconnected and connected anew. */
static void connected_again(void)
{
	struct sockaddr none = {.sa_family = AF_UNSPEC};
	int socket = made(AF_INET, SOCK_STREAM);

	connect_v4(socket);
	must(connect(socket, &none, sizeof(none)), "unconnecting");
	connect_v4(socket);
}

static void fast_open(void)
{
	struct sockaddr_in to = v4();

	must(sendto(made(AF_INET, SOCK_STREAM), "x", 1, MSG_FASTOPEN, (struct sockaddr *)&to,
		    sizeof(to)),
	     "sendto");
	did_inet("connect", "127.0.0.1", port);
}

static void fast_open_message(void)
{
	struct sockaddr_in to = v4();
	struct iovec one = {"x", 1};
	struct msghdr message = {
	    .msg_name = &to, .msg_namelen = sizeof(to), .msg_iov = &one, .msg_iovlen = 1};

	must(sendmsg(made(AF_INET, SOCK_STREAM), &message, MSG_FASTOPEN), "sendmsg");
	did_inet("connect", "127.0.0.1", port);
}

static void fast_open_at_write(void)
{
	struct sockaddr_in to = v4();
	int socket = made(AF_INET, SOCK_STREAM);

	must(setsockopt(socket, IPPROTO_TCP, TCP_FASTOPEN_CONNECT, &(int){1}, sizeof(int)),
	     "TCP_FASTOPEN_CONNECT");
	must(connect(socket, (struct sockaddr *)&to, sizeof(to)), "connect");
	must(write(socket, "x", 1), "write");
	did_inet("connect", "127.0.0.1", port);
}

static void multipath(void)
{
	int any = socket(AF_INET, SOCK_STREAM, 262);

	if (any < 0)
		lacks("no multipath TCP");
	connect_v4(any);
}

static volatile bool stop;
static struct sockaddr_in raced;

static void *swap_address(void *unused)
{
	struct sockaddr_in other = raced;

	(void)unused;
	while (!stop) {
		raced.sin_addr.s_addr = htonl(0x7f000003);
		raced.sin_addr = other.sin_addr;
	}
	return NULL;
}

/* The address is changed while the kernel reads it: with whom it was connected counts. */
static void address_swapped(void)
{
	pthread_t other;
	bool done = false;

	raced = v4();
	must(-pthread_create(&other, NULL, swap_address, NULL), "thread");
	while (!done) {
		struct sockaddr_in peer;
		socklen_t length = sizeof(peer);
		int socket = made(AF_INET, SOCK_STREAM);

		must(connect(socket, (struct sockaddr *)&raced, sizeof(raced)), "connect");
		must(getpeername(socket, (struct sockaddr *)&peer, &length), "getpeername");
		if (peer.sin_addr.s_addr == htonl(INADDR_LOOPBACK)) {
			did_inet("connect", "127.0.0.1", port);
			done = true;
		}
		close(socket);
	}
	stop = true;
	pthread_join(other, NULL);
}

static void *thread_main(void *unused)
{
	(void)unused;
	plain();
	return NULL;
}

static void in_second_thread(void)
{
	pthread_t other;

	own_pid();
	must(-pthread_create(&other, NULL, thread_main, NULL), "thread");
	pthread_join(other, NULL);
}

/* Serving. */

static void bound(void)
{
	struct sockaddr_in at = v4();

	must(bind(made(AF_INET, SOCK_STREAM), (struct sockaddr *)&at, sizeof(at)), "bind");
	did_inet("bind", "127.0.0.1", port);
}

static void bound_datagram(void)
{
	struct sockaddr_in6 at = v6("::");

	must(bind(made(AF_INET6, SOCK_DGRAM), (struct sockaddr *)&at, sizeof(at)), "bind");
	did_inet("bind", "::", port);
}

int serving(void)
{
	struct sockaddr_in at = v4();
	int server = made(AF_INET, SOCK_STREAM);

	must(bind(server, (struct sockaddr *)&at, sizeof(at)), "bind");
	must(listen(server, 1), "listen");
	did_inet("listen", "127.0.0.1", port);
	return server;
}

static void listening(void)
{
	serving();
}

static void listening_unbound(void)
{
	struct sockaddr_in at;
	socklen_t length = sizeof(at);
	int server = made(AF_INET, SOCK_STREAM);

	must(listen(server, 1), "listen");
	must(getsockname(server, (struct sockaddr *)&at, &length), "getsockname");
	did_inet("listen", "0.0.0.0", ntohs(at.sin_port));
}

/* Somebody else connects to it, so that there is somebody to take. */
void visitor(void)
{
	struct sockaddr_in to = v4();
	pid_t trick = getpid();

	if (!must(fork(), "fork")) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (getppid() != trick) /* it has ended before it was said */
			_exit(0);
		must(connect(made(AF_INET, SOCK_STREAM), (struct sockaddr *)&to, sizeof(to)),
		     "connect");
		pause();
	}
}

static void accepted(void)
{
	int server = serving();

	visitor();
	must(accept(server, NULL, NULL), "accept");
	did_inet("accept", "127.0.0.1", port);
}

static void accepted4(void)
{
	int server = serving();

	visitor();
	must(accept4(server, NULL, NULL, SOCK_CLOEXEC), "accept4");
	did_inet("accept", "127.0.0.1", port);
}

/* Kinds of sockets. */

static void create(int family, int type, int protocol)
{
	if (socket(family, type, protocol) < 0)
		lacks("no such sockets");
	did_create(family, type, protocol);
}

static void raw(void)
{
	create(AF_INET, SOCK_RAW, IPPROTO_ICMP);
}

static void raw6(void)
{
	create(AF_INET6, SOCK_RAW, IPPROTO_RAW);
}

static void packet(void)
{
	create(AF_PACKET, SOCK_RAW, 0);
}

static void netlink(void)
{
	create(AF_NETLINK, SOCK_RAW, 4);
}

static void vsock(void)
{
	create(AF_VSOCK, SOCK_STREAM, 0);
}

static void algorithms(void)
{
	create(AF_ALG, SOCK_SEQPACKET, 0);
}

static const struct trick tricks[] = {
    {"plain", plain, stream_listener},
    {"refused", refused, free_port},
    {"non-blocking", non_blocking, stream_listener},
    {"closed-at-once", closed_at_once, stream_listener},
    {"bound-before", bound_before, stream_listener},
    {"any-address", any_address, stream_listener},
    {"version6", version6, stream_listener},
    {"version6-any", version6_any, stream_listener},
    {"version4-within6", version4_within6, stream_listener},
    {"duplicated", duplicated, stream_listener},
    {"received", received, stream_listener},
    {"connected-again", connected_again, stream_listener},
    {"fast-open", fast_open, stream_listener},
    {"fast-open-message", fast_open_message, stream_listener},
    {"fast-open-at-write", fast_open_at_write, stream_listener},
    {"multipath", multipath, stream_listener},
    {"address-swapped", address_swapped, stream_listener},
    {"second-thread", in_second_thread, stream_listener},
    {"bind", bound, free_port},
    {"bind-datagram", bound_datagram, free_port},
    {"listen", listening, free_port},
    {"listen-unbound", listening_unbound, free_port},
    {"accept", accepted, free_port},
    {"accept4", accepted4, free_port},
    {"raw", raw, NULL},
    {"raw6", raw6, NULL},
    {"packet", packet, NULL},
    {"netlink", netlink, NULL},
    {"vsock", vsock, NULL},
    {"algorithms", algorithms, NULL},
};

static const struct part here = {tricks, COUNT(tricks)};

const struct family sockets = {
    .name = "socket",
    .parts = {&here, &datagrams, &unixes, &socket_calls},
    .plain = {"plain", plain, stream_listener},
};
