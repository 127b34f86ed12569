/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "files.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

void make_target(void)
{
	make_file("target", "x", 0666);
}

void opened(long descriptor)
{
	did_open(must(descriptor, "open"));
}

void open_at(const char *path)
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

static const struct trick tricks[] = {
    {"plain", plain, make_target},
    {"dots", dots, make_target},
    {"slashes", slashes, make_target},
    {"absolute", absolute, make_target},
    {"symbolic-link", symbolic_link, make_target},
    {"link-chain", link_chain, make_target},
    {"linked-folder", linked_folder, make_target},
    {"hard-link", hard_link, make_target},
    {"own-root", own_root, make_target},
    {"thread-root", thread_root, make_target},
    {"own-cwd", own_cwd, make_target},
    {"parents-cwd", parents_cwd, make_target},
    {"others-root", others_root, make_shared},
    {"others-cwd", others_cwd, make_shared},
    {"path-descriptor", by_path_descriptor, make_target},
    {"path-descriptor-of-link", by_path_descriptor_of_link, make_target},
    {"dirfd", by_dirfd, make_target},
    {"moved-dirfd", by_moved_dirfd, make_target},
    {"moved-cwd", in_moved_cwd, make_target},
    {"detached-mount", in_detached_mount, NULL},
    {"bind-mount", bind_mount, make_target},
    {"bind-mounted-folder", bind_mounted_folder, make_target},
    {"second-mount", second_mount, make_shared},
    {"chroot", in_chroot, make_target},
    {"out-of-chroot", out_of_chroot, make_target},
    {"overlay-lower", overlay_lower, NULL},
    {"overlay-upper", overlay_upper, NULL},
    {"below-overlay", below_overlay, NULL},
    {"long-path", long_path, NULL},
    {"long-request", long_request, make_target},
    {"newline-in-name", newline_in_name, make_target},
};

static const struct part here = {tricks, COUNT(tricks)};

const struct family files = {
    .name = "file",
    .parts = {&here, &file_calls, &file_ways},
    .plain = {"plain", plain, make_target},
};
