/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "tricks.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

#define SCRATCH "/scratch"
#define PATIENCE_SECONDS 10

static const struct family *const families[] = {&files,	 &changes,    &execs,
						&mounts, &namespaces, &sockets};

pid_t other_pid;
const char *shared_there;
const char *shared_here;
const char *cgroups = SCRATCH "/cgroups";

/* By the proc file system, since a trick may be in a pid namespace of its own. */
pid_t own_pid(void)
{
	static pid_t known;
	static pid_t known_as;
	char text[32] = {};

	if (known && known_as == getpid())
		return known;
	if (readlink("/proc/self", text, sizeof(text) - 1) > 0) {
		known = atoi(text);
		known_as = getpid();
		return known;
	}
	failed("reading /proc/self");
}

static void say(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* One write per line: tricks have several processes. */
static void say(const char *format, ...)
{
	char line[1024];
	va_list values;
	int length;

	va_start(values, format);
	length = vsnprintf(line, sizeof(line) - 1, format, values);
	va_end(values);
	line[length++] = '\n';
	if (write(STDOUT_FILENO, line, length) != length)
		_exit(3);
}

void lacks(const char *why)
{
	say("lacks %s", why);
	_exit(0);
}

void failed(const char *what)
{
	say("failed %s: %s", what, strerror(errno));
	_exit(1);
}

long must(long result, const char *what)
{
	if (result < 0) {
		/* Raw calls answer the error itself. */
		if (result < -1)
			errno = -result;
		failed(what);
	}
	return result;
}

static void did(const char *what, const struct stat *seen, const char *name)
{
	say("%s %d %u:%u %lu%s%s", what, own_pid(), major(seen->st_dev), minor(seen->st_dev),
	    (unsigned long)seen->st_ino, *name ? " " : "", name);
}

void did_open(int descriptor)
{
	struct stat seen;

	must(fstat(descriptor, &seen), "looking at what was opened");
	did("open", &seen, "");
}

void did_open_named(int descriptor, const char *name)
{
	struct stat seen;

	must(fstat(descriptor, &seen), "looking at what was opened");
	did("open", &seen, name);
}

void did_open_path(const char *path)
{
	struct stat seen;

	must(stat(path, &seen), path);
	did("open", &seen, "");
}

void did_change(const char *operation, const char *name)
{
	say("change %d %s %s", own_pid(), operation, name);
}

void will_exec(const char *path)
{
	struct stat seen;

	must(stat(path, &seen), path);
	did("exec", &seen, "");
}

void will_exec_descriptor(int descriptor)
{
	struct stat seen;

	must(fstat(descriptor, &seen), "looking at the program");
	did("exec", &seen, "");
}

void will_mount(const char *operation, const char *place)
{
	struct stat seen;

	must(stat(place, &seen), place);
	say("mount %d %s %u:%u %lu", own_pid(), operation, major(seen.st_dev), minor(seen.st_dev),
	    (unsigned long)seen.st_ino);
}

void did_namespace(const char *operation, unsigned long kinds)
{
	say("namespace %d %s %lx", own_pid(), operation, kinds);
}

void did_inet(const char *operation, const char *address, int port)
{
	say("inet %d %s %s %d", own_pid(), operation, address, port);
}

void did_unix(const char *operation, const char *path)
{
	struct stat seen;

	must(stat(path, &seen), path);
	say("unix %d %s %u:%u %lu", own_pid(), operation, major(seen.st_dev), minor(seen.st_dev),
	    (unsigned long)seen.st_ino);
}

void did_abstract(const char *operation, const char *name)
{
	say("abstract %d %s %s", own_pid(), operation, name);
}

void did_create(int family, int type, int protocol)
{
	say("create %d %d %d %d", own_pid(), family, type, protocol);
}

void make_file(const char *path, const char *content, int mode)
{
	int file = must(open(path, O_WRONLY | O_CREAT | O_TRUNC, mode), path);
	size_t length = strlen(content);

	if (write(file, content, length) != (ssize_t)length)
		failed(path);
	fchmod(file, mode);
	close(file);
}

void copy_file(const char *from, const char *to)
{
	int source = must(open(from, O_RDONLY), from);
	int target = must(open(to, O_WRONLY | O_CREAT | O_TRUNC, 0755), to);
	char bytes[65536];
	ssize_t length;

	while ((length = read(source, bytes, sizeof(bytes))) > 0)
		if (write(target, bytes, length) != length)
			failed(to);
	close(source);
	close(target);
}

const char *path_of(const char *format, ...)
{
	/* Static, so that 32-bit calls can be given it. */
	static char paths[4][4096];
	static int next;
	char *path = paths[next++ % 4];
	va_list values;

	va_start(values, format);
	vsnprintf(path, sizeof(paths[0]), format, values);
	va_end(values);
	return path;
}

static void wait_for(pid_t child)
{
	int status;

	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	if (WIFSIGNALED(status)) {
		errno = ETIMEDOUT;
		failed(path_of("killed by signal %d", WTERMSIG(status)));
	}
}

void in_child(void (*act)(void))
{
	pid_t child = must(fork(), "fork");

	if (!child) {
		act();
		_exit(0);
	}
	wait_for(child);
}

void deep_name(char name[DEEP_NAME + 1])
{
	memset(name, 'd', DEEP_NAME);
	name[DEEP_NAME] = 0;
}

void go_deep(void)
{
	char name[DEEP_NAME + 1];

	deep_name(name);
	for (int i = 0; i < 20; i++) {
		must(mkdir(name, 0755), "mkdir");
		must(chdir(name), "chdir");
	}
}

void send_descriptor(int socket, int descriptor)
{
	char control[CMSG_SPACE(sizeof(int))] = {};
	char byte = 'x';
	struct iovec one = {&byte, 1};
	struct msghdr message = {
	    .msg_iov = &one,
	    .msg_iovlen = 1,
	    .msg_control = control,
	    .msg_controllen = sizeof(control),
	};
	struct cmsghdr *header = CMSG_FIRSTHDR(&message);

	header->cmsg_level = SOL_SOCKET;
	header->cmsg_type = SCM_RIGHTS;
	header->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(header), &descriptor, sizeof(int));
	must(sendmsg(socket, &message, 0), "sending a descriptor");
}

int received_descriptor(int socket)
{
	char control[CMSG_SPACE(sizeof(int))] = {};
	char byte;
	struct iovec one = {&byte, 1};
	struct msghdr message = {
	    .msg_iov = &one,
	    .msg_iovlen = 1,
	    .msg_control = control,
	    .msg_controllen = sizeof(control),
	};
	int descriptor;

	must(recvmsg(socket, &message, 0), "receiving a descriptor");
	memcpy(&descriptor, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof(int));
	return descriptor;
}

static const struct context *context;
static void (*inner)(void);

static void act_in_context(void)
{
	context->enter(inner);
}

/* Nobody can name what lies so deep, so nobody else could remove it. */
static void remove_deep_folders(void)
{
	char name[DEEP_NAME + 1];
	int depth = 0;

	deep_name(name);
	while (!chdir(name))
		depth++;
	if (!depth)
		return;
	umount("target");
	unlink("target");
	rmdir("target");
	for (; depth; depth--)
		if (chdir("..") || rmdir(name))
			break;
}

/* The folder is made by this process, what is done in it by a child. */
static void run(const struct family *family, const struct trick *trick, const char *name)
{
	pid_t child;
	int status;

	say("trick %s/%s", family->name, name);
	mkdir(path_of(SCRATCH "/%s", family->name), 0777);
	must(mkdir(path_of(SCRATCH "/%s/%s", family->name, name), 0777), name);
	must(chdir(path_of(SCRATCH "/%s/%s", family->name, name)), name);
	chmod(".", 0777);
	if (trick->prepare)
		trick->prepare();
	child = must(fork(), "fork");
	if (!child) {
		alarm(PATIENCE_SECONDS);
		trick->act();
		_exit(0);
	}
	waitpid(child, &status, 0);
	if (WIFSIGNALED(status))
		say("failed killed by signal %d", WTERMSIG(status));
	remove_deep_folders();
	say("end");
}

static bool allowed(const struct family *family, const char *name)
{
	for (const char *const *one = family->not_in; one && *one; one++)
		if (!strcmp(*one, name))
			return false;
	return true;
}

static void run_part(const struct family *family, const struct part *part, const char *only)
{
	for (size_t i = 0; i < part->count; i++)
		if (!only || !strcmp(only, part->tricks[i].name))
			run(family, &part->tricks[i], part->tricks[i].name);
}

static void run_family(const struct family *family, const char *only)
{
	for (size_t i = 0; i < PARTS_AT_MOST && family->parts[i]; i++)
		run_part(family, family->parts[i], only);
	for (size_t i = 0; i < context_count; i++) {
		struct trick trick = family->plain;

		context = &contexts[i];
		inner = trick.act;
		trick.act = act_in_context;
		if (allowed(family, context->name) && (!only || !strcmp(only, context->name)))
			run(family, &trick, context->name);
	}
}

/* For contexts that begin a new program: the act alone, where we are. */
static int act_only(const char *name)
{
	for (size_t i = 0; i < COUNT(families); i++)
		if (!strcmp(name, families[i]->name)) {
			families[i]->plain.act();
			return 0;
		}
	return 2;
}

const char *family_name;

int main(int count, char **arguments)
{
	if (count == 3 && !strcmp(arguments[1], "act"))
		return act_only(arguments[2]);
	if (count == 3 && !strcmp(arguments[1], "ring"))
		return read_by_ring(arguments[2], false);
	if (count == 3 && !strcmp(arguments[1], "polled-ring"))
		return read_by_ring(arguments[2], true);
	if (count < 5) {
		fprintf(stderr, "usage: tricks <family> <other pid> <its folder> <the same here> "
				"[<name>]\n");
		return 2;
	}
	umask(0);
	signal(SIGPIPE, SIG_IGN);
	other_pid = atoi(arguments[2]);
	shared_there = arguments[3];
	shared_here = arguments[4];
	mkdir(SCRATCH, 0777);
	mkdir(cgroups, 0755);
	must(mount("none", cgroups, "cgroup2", 0, NULL), "mounting the control groups");
	for (size_t i = 0; i < COUNT(families); i++)
		if (!strcmp(arguments[1], families[i]->name)) {
			family_name = families[i]->name;
			run_family(families[i], arguments[5]);
		}
	make_file(path_of(SCRATCH "/marker-%s", arguments[1]), "x", 0600);
	chdir("/");
	umount2(cgroups, MNT_DETACH);
	return 0;
}
