/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "sockets.h"
#include "tricks.h"

#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

static void serve_at(const char *path, int type)
{
	struct sockaddr_un at = {.sun_family = AF_UNIX};
	int server = made(AF_UNIX, type);

	strncpy(at.sun_path, path, sizeof(at.sun_path) - 1);
	must(bind(server, (struct sockaddr *)&at, sizeof(at)), "bind");
	if (type != SOCK_DGRAM)
		must(listen(server, 16), "listen");
}

static void server(void)
{
	serve_at("target", SOCK_STREAM);
}

static void datagram_server(void)
{
	serve_at("target", SOCK_DGRAM);
}

static void packet_server(void)
{
	serve_at("target", SOCK_SEQPACKET);
}

static void connect_type(const char *path, int type)
{
	struct sockaddr_un to = {.sun_family = AF_UNIX};

	strncpy(to.sun_path, path, sizeof(to.sun_path) - 1);
	must(connect(made(AF_UNIX, type), (struct sockaddr *)&to, sizeof(to)), path);
}

static void connect_at(const char *path)
{
	did_unix("connect", path);
	connect_type(path, SOCK_STREAM);
}

static void relative(void)
{
	connect_at("target");
}

static void absolute(void)
{
	connect_at(realpath("target", NULL));
}

static void dots(void)
{
	mkdir("a", 0755);
	connect_at(".//a/../target");
}

static void symbolic_link(void)
{
	must(symlink("target", "innocent"), "symlink");
	connect_at("innocent");
}

static void hard_link(void)
{
	must(link("target", "innocent"), "link");
	connect_at("innocent");
}

static void renamed(void)
{
	must(rename("target", "innocent"), "rename");
	connect_at("innocent");
}

static void own_cwd(void)
{
	connect_at("/proc/self/cwd/target");
}

static void by_descriptor(void)
{
	connect_at(path_of("/proc/self/fd/%ld", must(open("target", O_PATH), "target")));
}

static void bind_mount(void)
{
	make_file("innocent", "", 0666);
	must(mount("target", "innocent", NULL, MS_BIND, NULL), "bind");
	connect_at("innocent");
}

static void chrooted(void)
{
	own_pid();
	must(chroot("."), "chroot");
	connect_at("/target");
}

static void packets(void)
{
	did_unix("connect", "target");
	connect_type("target", SOCK_SEQPACKET);
}

static void datagram_connected(void)
{
	did_unix("connect", "target");
	connect_type("target", SOCK_DGRAM);
}

static void datagram_sent(void)
{
	struct sockaddr_un to = {.sun_family = AF_UNIX, .sun_path = "target"};

	did_unix("send", "target");
	must(sendto(made(AF_UNIX, SOCK_DGRAM), "x", 1, 0, (struct sockaddr *)&to, sizeof(to)),
	     "sendto");
}

static void bound(void)
{
	serve_at("mine", SOCK_STREAM);
	did_unix("bind", "mine");
	did_unix("listen", "mine");
}

/* A name without a file, the same for whoever has the network namespace. */

static socklen_t abstract(struct sockaddr_un *address)
{
	address->sun_family = AF_UNIX;
	return offsetof(struct sockaddr_un, sun_path) + 1 +
	       sprintf(address->sun_path + 1, "vedette-trick-%d", port);
}

static void abstract_server(void)
{
	struct sockaddr_un at = {};
	socklen_t length;
	int server = made(AF_UNIX, SOCK_STREAM);

	port = getpid();
	length = abstract(&at);
	must(bind(server, (struct sockaddr *)&at, length), "bind");
	must(listen(server, 16), "listen");
}

static void by_name(void)
{
	struct sockaddr_un to = {};
	socklen_t length = abstract(&to);

	must(connect(made(AF_UNIX, SOCK_STREAM), (struct sockaddr *)&to, length), "connect");
	did_abstract("connect", path_of("@%s", to.sun_path + 1));
}

static void bound_by_kernel(void)
{
	struct sockaddr_un none = {.sun_family = AF_UNIX};
	struct sockaddr_un got = {};
	socklen_t length = sizeof(got);
	int server = made(AF_UNIX, SOCK_STREAM);

	must(bind(server, (struct sockaddr *)&none, sizeof(none.sun_family)), "bind");
	must(listen(server, 1), "listen");
	must(getsockname(server, (struct sockaddr *)&got, &length), "getsockname");
	did_abstract("listen", path_of("@%s", got.sun_path + 1));
}

static const struct trick tricks[] = {
    {"unix-relative", relative, server},
    {"unix-absolute", absolute, server},
    {"unix-dots", dots, server},
    {"unix-symbolic-link", symbolic_link, server},
    {"unix-hard-link", hard_link, server},
    {"unix-renamed", renamed, server},
    {"unix-own-cwd", own_cwd, server},
    {"unix-descriptor", by_descriptor, server},
    {"unix-bind-mount", bind_mount, server},
    {"unix-chrooted", chrooted, server},
    {"unix-packets", packets, packet_server},
    {"unix-datagram-connected", datagram_connected, datagram_server},
    {"unix-datagram", datagram_sent, datagram_server},
    {"unix-bound", bound, NULL},
    {"unix-abstract", by_name, abstract_server},
    {"unix-bound-by-kernel", bound_by_kernel, NULL},
};

const struct part unixes = {tricks, COUNT(tricks)};
