/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "tricks.h"
#include "uring.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* In the 32-bit table. */
#define NR32_OPEN 5
#define NR32_CREAT 8
#define NR32_OPENAT 295
#define NR32_OPEN_BY_HANDLE_AT 342
#define NR32_OPENAT2 437

static void target(void)
{
	make_file("target", "x", 0666);
}

static void opened(long descriptor)
{
	did_open(must(descriptor, "open"));
}

static void open_at(const char *path)
{
	opened(openat(AT_FDCWD, path, O_WRONLY));
}

/* Raw, so that it works in any context. */
static void plain(void)
{
	long descriptor = must(syscall(SYS_openat, AT_FDCWD, "target", O_WRONLY), "open");

	did_open(descriptor);
	close(descriptor);
}

/* Spellings. */

static void dots(void)
{
	mkdir("a", 0755);
	open_at("a/../a/./../target");
}

static void slashes(void)
{
	open_at(".////.//target");
}

static void absolute(void)
{
	open_at(realpath("target", NULL));
}

static void symbolic_link(void)
{
	must(symlink("target", "innocent"), "symlink");
	open_at("innocent");
}

static void link_chain(void)
{
	must(symlink("target", "l0"), "symlink");
	for (int i = 1; i < 30; i++)
		must(symlink(path_of("l%d", i - 1), path_of("l%d", i)), "symlink");
	open_at("l29");
}

static void linked_folder(void)
{
	must(symlink("..", "up"), "symlink");
	open_at(path_of("up/%s/target", basename(get_current_dir_name())));
}

static void hard_link(void)
{
	must(link("target", "innocent"), "link");
	open_at("innocent");
}

static void own_root(void)
{
	open_at(path_of("/proc/self/root%s/target", get_current_dir_name()));
}

static void thread_root(void)
{
	open_at(path_of("/proc/thread-self/root/..%s/target", get_current_dir_name()));
}

static void own_cwd(void)
{
	open_at("/proc/self/cwd/target");
}

static void parents_cwd(void)
{
	int held = must(open(".", O_RDONLY), ".");
	pid_t parent = own_pid();

	(void)held;
	if (!fork()) {
		chdir("/");
		open_at(path_of("/proc/%d/cwd/target", parent));
		_exit(0);
	}
	wait(NULL);
}

static void make_shared(void)
{
	make_file(path_of("%s/of-the-node", shared_here), "x", 0666);
}

/* The node's file through a process of the node: another mount of the same file. */
static void others_root(void)
{
	open_at(path_of("/proc/%d/root%s/of-the-node", other_pid, shared_there));
}

static void others_cwd(void)
{
	open_at(path_of("/proc/%d/cwd/../../../../../../../../../../../..%s/of-the-node", other_pid,
			shared_there));
}

static void by_path_descriptor(void)
{
	int path = must(open("target", O_PATH), "O_PATH");

	open_at(path_of("/proc/self/fd/%d", path));
}

static void by_path_descriptor_of_link(void)
{
	int path;

	must(symlink("target", "innocent"), "symlink");
	path = must(open("innocent", O_PATH), "O_PATH");
	open_at(path_of("/dev/fd/../fd/%d", path));
}

static void by_dirfd(void)
{
	int folder = must(open(".", O_RDONLY | O_DIRECTORY), ".");

	chdir("/");
	opened(openat(folder, "target", O_WRONLY));
}

static void by_moved_dirfd(void)
{
	int folder;

	mkdir("before", 0755);
	must(rename("target", "before/target"), "rename");
	folder = must(open("before", O_PATH), "O_PATH");
	must(rename("before", "after"), "rename");
	opened(openat(folder, "target", O_WRONLY));
}

static void in_moved_cwd(void)
{
	mkdir("before", 0755);
	must(rename("target", "before/target"), "rename");
	chdir("before");
	must(rename("../before", "../after"), "rename");
	open_at("target");
}

static void in_detached_mount(void)
{
	mkdir("m", 0755);
	must(mount("none", "m", "tmpfs", 0, NULL), "tmpfs");
	make_file("m/target", "x", 0666);
	chdir("m");
	must(umount2(".", MNT_DETACH), "umount");
	/* Opened by another, so that the making is not taken for it. */
	in_child(plain);
}

static void bind_mount(void)
{
	make_file("innocent", "", 0666);
	must(mount("target", "innocent", NULL, MS_BIND, NULL), "bind");
	open_at("innocent");
	umount("innocent");
}

static void bind_mounted_folder(void)
{
	mkdir("m", 0755);
	must(mount(".", "m", NULL, MS_BIND, NULL), "bind");
	open_at("m/target");
	umount("m");
}

static void second_mount(void)
{
	open_at(path_of("%s/of-the-node", shared_here));
}

static void in_chroot(void)
{
	own_pid();
	must(chroot("."), "chroot");
	open_at("/target");
}

static void out_of_chroot(void)
{
	own_pid();
	mkdir("jail", 0755);
	must(chroot("jail"), "chroot");
	/* The working directory stays outside. */
	open_at("target");
}

/* An overlay of its own: the file seen is neither of those below. */
static void overlay(const char *layer)
{
	for (const char *const *one = (const char *const[]){"m", "m/l", "m/u", "m/w", NULL}; *one;
	     one++) {
		mkdir(*one, 0777);
		if (!strcmp(*one, "m"))
			must(mount("none", "m", "tmpfs", 0, NULL), "tmpfs");
	}
	mkdir("o", 0755);
	make_file(path_of("m/%s/target", layer), "x", 0666);
	must(mount("none", "o", "overlay", 0, "lowerdir=m/l,upperdir=m/u,workdir=m/w"), "overlay");
	chdir("o");
	in_child(plain);
	chdir("..");
	umount("o");
	umount("m");
}

static void overlay_lower(void)
{
	overlay("l");
}

static void overlay_upper(void)
{
	overlay("u");
}

static void below_overlay(void)
{
	mkdir("m", 0777);
	must(mount("none", "m", "tmpfs", 0, NULL), "tmpfs");
	mkdir("m/l", 0777);
	mkdir("m/u", 0777);
	mkdir("m/w", 0777);
	mkdir("o", 0755);
	make_file("m/u/target", "x", 0666);
	must(mount("none", "o", "overlay", 0, "lowerdir=m/l,upperdir=m/u,workdir=m/w"), "overlay");
	chdir("m/u");
	in_child(plain);
	chdir("../..");
	umount("o");
	umount("m");
}

static void long_path(void)
{
	go_deep();
	make_file("target", "x", 0666);
	in_child(plain);
}

static void long_request(void)
{
	static char path[4000];

	while (strlen(path) < sizeof(path) - 16)
		strcat(path, "./");
	strcat(path, "target");
	open_at(path);
}

static void newline_in_name(void)
{
	must(link("target", "innocent\n (deleted)"), "link");
	open_at("innocent\n (deleted)");
}

/* Calls. */

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

static struct {
	struct file_handle handle;
	unsigned char bytes[128];
} handle;

static void target_in_mount(void)
{
	make_file("m/target", "x", 0666);
}

static int handle_of_target(void)
{
	int mounted;

	handle.handle.handle_bytes = sizeof(handle.bytes);
	/* Overlay has no handles. */
	mkdir("m", 0777);
	must(mount("none", "m", "tmpfs", 0, NULL), "tmpfs");
	in_child(target_in_mount);
	must(name_to_handle_at(AT_FDCWD, "m/target", &handle.handle, &mounted, 0), "handle");
	return must(open("m", O_RDONLY), "m");
}

static void by_handle(void)
{
	int mount = handle_of_target();

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

/* 32-bit calls. */

static char low_target[] = "target";

static void opened32(long result)
{
	if (result == -ENOSYS)
		lacks("no 32-bit calls");
	opened(result);
}

static void open32(void)
{
	opened32(CALL32(NR32_OPEN, low_target, O_WRONLY));
}

static void creat32(void)
{
	opened32(CALL32(NR32_CREAT, low_target, 0666));
}

static void openat32(void)
{
	opened32(CALL32(NR32_OPENAT, AT_FDCWD, low_target, O_WRONLY));
}

static void openat2_32(void)
{
	static struct open_how how = {.flags = O_WRONLY};

	opened32(CALL32(NR32_OPENAT2, AT_FDCWD, low_target, &how, sizeof(how)));
}

static void by_handle32(void)
{
	int mount = handle_of_target();

	opened32(CALL32(NR32_OPEN_BY_HANDLE_AT, mount, &handle, O_WRONLY));
	umount("m");
}

/* A program of 32 bits. */
static void elf32(const char *how)
{
	did_open_path("target");
	execl("/opt/tricks32", "tricks32", how, "target", NULL);
	failed("execve of a 32-bit program");
}

static void open_elf32(void)
{
	elf32("open");
}

static void open_elf32_vdso(void)
{
	elf32("-open");
}

static void open_x32(void)
{
	long result = syscall(X32_BIT | SYS_openat, AT_FDCWD, "target", O_WRONLY);

	if (result < 0 && errno == ENOSYS)
		lacks("no x32 calls");
	opened(result);
}

/* io_uring. */

static void ring_open(unsigned flags, unsigned slot)
{
	struct ring ring;
	struct io_uring_sqe entry = {
	    .opcode = IORING_OP_OPENAT,
	    .fd = AT_FDCWD,
	    .addr = (uintptr_t) "target",
	    .open_flags = O_WRONLY,
	    .file_index = slot,
	};

	open_ring(&ring, flags);
	if (slot)
		give_slots(&ring, 4);
	did_open_path("target");
	must(request(&ring, &entry), "open by io_uring");
}

static void by_ring(void)
{
	ring_open(0, 0);
}

static void by_polled_ring(void)
{
	ring_open(IORING_SETUP_SQPOLL, 0);
}

static void by_ring_into_slot(void)
{
	ring_open(0, 2);
}

static void by_ring_into_any_slot(void)
{
	ring_open(0, IORING_FILE_INDEX_ALLOC);
}

static void by_polled_ring_into_slot(void)
{
	ring_open(IORING_SETUP_SQPOLL, 1);
}

static void by_ring_openat2(bool in_worker)
{
	struct open_how how = {.flags = O_WRONLY};
	struct ring ring;
	struct io_uring_sqe entry = {
	    .opcode = IORING_OP_OPENAT2,
	    .fd = AT_FDCWD,
	    .addr = (uintptr_t) "target",
	    .len = sizeof(how),
	    .addr2 = (uintptr_t)&how,
	    .flags = in_worker ? IOSQE_ASYNC : 0,
	};

	open_ring(&ring, 0);
	did_open_path("target");
	must(request(&ring, &entry), "openat2 by io_uring");
}

static void by_ring_openat2_plain(void)
{
	by_ring_openat2(false);
}

static void by_ring_worker(void)
{
	by_ring_openat2(true);
}

/* Races. */

static char raced[16] = "target";
static volatile bool stop;

static void *swap_name(void *unused)
{
	(void)unused;
	while (!stop) {
		memcpy(raced, "harmle", 6);
		memcpy(raced, "target", 6);
	}
	return NULL;
}

/* The name is changed by another thread while the kernel reads it: what was opened counts. */
static void name_swapped(void)
{
	pthread_t other;

	make_file("harmle", "x", 0666);
	must(-pthread_create(&other, NULL, swap_name, NULL), "thread");
	did_open_path("target");
	for (int i = 0; i < 2000; i++) {
		int file = open(raced, O_WRONLY);

		if (file >= 0)
			close(file);
	}
	stop = true;
	pthread_join(other, NULL);
}

static volatile int swapped_descriptor = -1;

static void *swap_descriptor(void *null)
{
	while (!stop)
		dup2((int)(intptr_t)null, swapped_descriptor);
	return NULL;
}

/* The descriptor is another file's before the call has returned: as often as not. */
static void descriptor_swapped(void)
{
	pthread_t other;
	int file = must(open("/dev/null", O_WRONLY), "/dev/null");

	swapped_descriptor = file + 1;
	must(-pthread_create(&other, NULL, swap_descriptor, (void *)(intptr_t)file), "thread");
	did_open_path("target");
	for (int i = 0; i < 200; i++) {
		int one = open("target", O_WRONLY);

		if (one >= 0)
			close(one);
	}
	stop = true;
	pthread_join(other, NULL);
}

static const struct trick tricks[] = {
    {"plain", plain, target},
    {"dots", dots, target},
    {"slashes", slashes, target},
    {"absolute", absolute, target},
    {"symbolic-link", symbolic_link, target},
    {"link-chain", link_chain, target},
    {"linked-folder", linked_folder, target},
    {"hard-link", hard_link, target},
    {"own-root", own_root, target},
    {"thread-root", thread_root, target},
    {"own-cwd", own_cwd, target},
    {"parents-cwd", parents_cwd, target},
    {"others-root", others_root, make_shared},
    {"others-cwd", others_cwd, make_shared},
    {"path-descriptor", by_path_descriptor, target},
    {"path-descriptor-of-link", by_path_descriptor_of_link, target},
    {"dirfd", by_dirfd, target},
    {"moved-dirfd", by_moved_dirfd, target},
    {"moved-cwd", in_moved_cwd, target},
    {"detached-mount", in_detached_mount, NULL},
    {"bind-mount", bind_mount, target},
    {"bind-mounted-folder", bind_mounted_folder, target},
    {"second-mount", second_mount, make_shared},
    {"chroot", in_chroot, target},
    {"out-of-chroot", out_of_chroot, target},
    {"overlay-lower", overlay_lower, NULL},
    {"overlay-upper", overlay_upper, NULL},
    {"below-overlay", below_overlay, NULL},
    {"long-path", long_path, NULL},
    {"long-request", long_request, target},
    {"newline-in-name", newline_in_name, target},
    {"open", by_open, target},
    {"creat", by_creat, target},
    {"openat2", by_openat2_plain, target},
    {"openat2-beneath", by_openat2_beneath, target},
    {"openat2-in-root", by_openat2_in_root, target},
    {"openat2-no-links", by_openat2_no_links, target},
    {"handle", by_handle, NULL},
    {"read-write", by_read_write, target},
    {"append", by_append, target},
    {"truncate", by_truncate, target},
    {"nameless", nameless, NULL},
    {"deleted", deleted, target},
    {"renamed-at-once", renamed_at_once, target},
    {"closed-at-once", closed_at_once, target},
    {"replaced-at-once", replaced_at_once, target},
    {"passed-over-socket", passed_over_socket, target},
    {"call32-open", open32, target},
    {"call32-creat", creat32, target},
    {"call32-openat", openat32, target},
    {"call32-openat2", openat2_32, target},
    {"call32-handle", by_handle32, NULL},
    {"elf32", open_elf32, target},
    {"elf32-vdso", open_elf32_vdso, target},
    {"x32", open_x32, target},
    {"ring", by_ring, target},
    {"ring-openat2", by_ring_openat2_plain, target},
    {"ring-worker", by_ring_worker, target},
    {"ring-polled", by_polled_ring, target},
    {"ring-slot", by_ring_into_slot, target},
    {"ring-any-slot", by_ring_into_any_slot, target},
    {"ring-polled-slot", by_polled_ring_into_slot, target},
    {"name-swapped", name_swapped, target},
    {"descriptor-swapped", descriptor_swapped, target},
};

static const struct part here = {tricks, COUNT(tricks)};

const struct family files = {
    .name = "file",
    .parts = {&here},
    .plain = {"plain", plain, target},
};
