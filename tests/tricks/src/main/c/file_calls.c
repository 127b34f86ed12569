/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "files.h"

#include <linux/openat2.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

static void by_open(void)
{
#ifdef SYS_open
	opened(syscall(SYS_open, "target", O_WRONLY));
#else
	lacks("no such call on this machine");
#endif
}

static void by_creat(void)
{
#ifdef SYS_creat
	opened(syscall(SYS_creat, "target", 0666));
#else
	lacks("no such call on this machine");
#endif
}

static void by_openat2(__u64 resolve)
{
	struct open_how how = {.flags = O_WRONLY, .resolve = resolve};
	int folder = must(open(".", O_PATH), "O_PATH");

	opened(syscall(SYS_openat2, folder, "target", &how, sizeof(how)));
}

static void by_openat2_plain(void)
{
	by_openat2(0);
}

static void by_openat2_beneath(void)
{
	by_openat2(RESOLVE_BENEATH);
}

static void by_openat2_in_root(void)
{
	by_openat2(RESOLVE_IN_ROOT);
}

static void by_openat2_no_links(void)
{
	by_openat2(RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS);
}

static void target_in_mount(void)
{
	make_file("m/target", "x", 0666);
}

int handle_of_target(struct target_handle *handle)
{
	int mounted;

	handle->handle.handle_bytes = sizeof(handle->bytes);
	/* Overlay has no handles. */
	mkdir("m", 0777);
	must(mount("none", "m", "tmpfs", 0, NULL), "tmpfs");
	in_child(target_in_mount);
	must(name_to_handle_at(AT_FDCWD, "m/target", &handle->handle, &mounted, 0), "handle");
	return must(open("m", O_RDONLY), "m");
}

static void by_handle(void)
{
	struct target_handle handle;
	int mount = handle_of_target(&handle);

	opened(open_by_handle_at(mount, &handle.handle, O_WRONLY));
	umount("m");
}

static void by_read_write(void)
{
	opened(openat(AT_FDCWD, "target", O_RDWR));
}

static void by_append(void)
{
	opened(openat(AT_FDCWD, "target", O_APPEND | O_WRONLY | O_NOATIME | O_CLOEXEC));
}

static void by_truncate(void)
{
	opened(openat(AT_FDCWD, "target", O_TRUNC | O_RDWR));
}

/* A file that has no name until it is written. */
static void nameless(void)
{
	int file = must(open(".", O_TMPFILE | O_WRONLY, 0600), "O_TMPFILE");

	did_open(file);
	must(linkat(AT_FDCWD, path_of("/proc/self/fd/%d", file), AT_FDCWD, "named",
		    AT_SYMLINK_FOLLOW),
	     "linkat");
}

static void deleted(void)
{
	int held = must(open("target", O_RDONLY), "target");

	unlink("target");
	open_at(path_of("/proc/self/fd/%d", held));
}

static void renamed_at_once(void)
{
	opened(open("target", O_WRONLY));
	rename("target", "innocent");
}

static void closed_at_once(void)
{
	long descriptor;

	did_open_path("target");
	descriptor = must(open("target", O_WRONLY), "open");
	close(descriptor);
}

static void replaced_at_once(void)
{
	long descriptor;

	did_open_path("target");
	descriptor = must(open("target", O_WRONLY), "open");
	dup2(open("/dev/null", O_WRONLY), descriptor);
}

/* A disk, under a name that says nothing, is told of when it is only read as well. */
#define LOOP_MAJOR 7

static void read_disk(void)
{
	int disk;

	if (mknod("innocent", S_IFBLK | 0600, makedev(LOOP_MAJOR, 0)) < 0)
		lacks("no right to make devices");
	disk = open("innocent", O_RDONLY);
	if (disk < 0)
		lacks("no such disk, or no right to it");
	did_open(disk);
}

/* A process of this container opens it, and another gets it. */
static void passed_over_socket(void)
{
	int ends[2];

	must(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), "socketpair");
	if (!must(fork(), "fork")) {
		int file = must(open("target", O_WRONLY), "target");

		did_open(file);
		send_descriptor(ends[1], file);
		_exit(0);
	}
	if (write(received_descriptor(ends[0]), "y", 1) != 1)
		failed("writing");
	wait(NULL);
}

/* A new file that got the number of one that the process wrote before and removed. */
static void number_reused(void)
{
	struct stat before;
	struct stat now;
	int file = must(open("innocent", O_WRONLY | O_CREAT, 0666), "innocent");

	must(fstat(file, &before), "innocent");
	close(file);
	must(unlink("innocent"), "unlink");
	for (int i = 0; i < 100; i++) {
		file = must(open("evil", O_WRONLY | O_CREAT, 0666), "evil");
		must(fstat(file, &now), "evil");
		if (now.st_ino == before.st_ino) {
			did_open_named(file, "evil");
			return;
		}
		/* The next one may get it. */
		rename("evil", path_of("other%d", i));
		close(file);
	}
	lacks("numbers are not reused soon");
}

static const struct trick tricks[] = {
    {"open", by_open, make_target},
    {"creat", by_creat, make_target},
    {"openat2", by_openat2_plain, make_target},
    {"openat2-beneath", by_openat2_beneath, make_target},
    {"openat2-in-root", by_openat2_in_root, make_target},
    {"openat2-no-links", by_openat2_no_links, make_target},
    {"handle", by_handle, NULL},
    {"read-write", by_read_write, make_target},
    {"append", by_append, make_target},
    {"truncate", by_truncate, make_target},
    {"nameless", nameless, NULL},
    {"deleted", deleted, make_target},
    {"renamed-at-once", renamed_at_once, make_target},
    {"number-reused", number_reused, NULL},
    {"closed-at-once", closed_at_once, make_target},
    {"replaced-at-once", replaced_at_once, make_target},
    {"passed-over-socket", passed_over_socket, make_target},
    {"read-disk", read_disk, NULL},
};

const struct part file_calls = {tricks, COUNT(tricks)};
