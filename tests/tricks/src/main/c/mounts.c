/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "tricks.h"

#include <errno.h>
#include <fcntl.h>
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
#define NR32_MOUNT 21
#define NR32_UMOUNT 22
#define NR32_UMOUNT2 52
#define NR32_CHROOT 61
#define NR32_PIVOT_ROOT 217
#define NR32_OPEN_TREE 428
#define NR32_MOVE_MOUNT 429
#define NR32_FSOPEN 430
#define NR32_FSCONFIG 431
#define NR32_FSMOUNT 432

static void target(void)
{
	must(mkdir("target", 0777), "target");
}

static void mount_at(const char *path)
{
	will_mount("mount", path);
	must(mount("none", path, "tmpfs", 0, NULL), path);
}

static void plain(void)
{
	mount_at("target");
}

/* Spellings of the place. */

static void dots(void)
{
	mkdir("a", 0755);
	mount_at("a/../a/./../target");
}

static void slashes(void)
{
	mount_at(".////.//target//");
}

static void symbolic_link(void)
{
	must(symlink("target", "innocent"), "symlink");
	mount_at("innocent");
}

static void own_root(void)
{
	mount_at(path_of("/proc/self/root%s/target", get_current_dir_name()));
}

static void own_cwd(void)
{
	mount_at("/proc/self/cwd/target");
}

static void in_cwd(void)
{
	chdir("target");
	mount_at(".");
}

static void by_descriptor(void)
{
	mount_at(path_of("/proc/self/fd/%ld", must(open("target", O_PATH), "target")));
}

static void moved_cwd(void)
{
	must(rename("target", "a"), "rename");
	must(mkdir("a/target", 0755), "mkdir");
	chdir("a");
	must(rename("../a", "../b"), "rename");
	mount_at("target");
}

static void in_chroot(void)
{
	own_pid();
	must(chroot("."), "chroot");
	mount_at("/target");
}

static void long_path(void)
{
	go_deep();
	target();
	mount_at("target");
}

static void long_request(void)
{
	static char path[4000];

	while (strlen(path) < sizeof(path) - 16)
		strcat(path, "./");
	strcat(path, "target");
	mount_at(path);
}

static void on_file(void)
{
	make_file("file", "x", 0666);
	make_file("other", "x", 0666);
	will_mount("mount", "file");
	must(mount("other", "file", NULL, MS_BIND, NULL), "bind");
}

static void twice(void)
{
	mount_at("target");
	mount_at("target");
}

/* What is mounted. */

static void fs(const char *type, const char *options)
{
	will_mount("mount", "target");
	must(mount("none", "target", type, 0, options), type);
}

static void proc(void)
{
	fs("proc", NULL);
}

static void sysfs(void)
{
	fs("sysfs", NULL);
}

static void cgroup2(void)
{
	fs("cgroup2", NULL);
}

static void devpts(void)
{
	fs("devpts", "newinstance");
}

static void overlay(void)
{
	mkdir("l", 0755);
	fs("overlay", "lowerdir=l:/bin");
}

static void with_options(void)
{
	fs("tmpfs", "size=4k,mode=0700,nr_inodes=10");
}

static void bound(unsigned long flags)
{
	mkdir("innocent", 0755);
	will_mount("mount", "target");
	must(mount("innocent", "target", "ext4", flags, "ignored"), "bind");
}

static void bind_plain(void)
{
	bound(MS_BIND);
}

static void bind_recursive(void)
{
	bound(MS_BIND | MS_REC);
}

static void bind_by_descriptor(void)
{
	long folder = must(open(shared_here, O_PATH), "the node's folder");

	will_mount("mount", "target");
	must(mount(path_of("/proc/self/fd/%ld", folder), "target", NULL, MS_BIND, NULL), "bind");
}

static void moved(void)
{
	mkdir("from", 0755);
	must(mount("none", "m", "tmpfs", 0, NULL), "tmpfs");
	must(mount(NULL, "m", NULL, MS_PRIVATE, NULL), "private");
	must(mkdir("m/a", 0755), "mkdir");
	must(mkdir("m/b", 0755), "mkdir");
	must(mount("none", "m/a", "tmpfs", 0, NULL), "tmpfs");
	will_mount("mount", "m/b");
	must(mount("m/a", "m/b", NULL, MS_MOVE, NULL), "move");
}

static void make_folders(void)
{
	target();
	must(mkdir("m", 0777), "m");
}

static void remounted(void)
{
	must(mount("none", "target", "tmpfs", 0, NULL), "tmpfs");
	will_mount("mount", "target");
	must(mount(NULL, "target", NULL, MS_REMOUNT | MS_RDONLY, NULL), "remount");
}

/* The calls with descriptors. */

static int mountable(void)
{
	int context = must(syscall(SYS_fsopen, "tmpfs", 0), "fsopen");

	must(syscall(SYS_fsconfig, context, FSCONFIG_SET_STRING, "source", "x", 0), "fsconfig");
	must(syscall(SYS_fsconfig, context, FSCONFIG_CMD_CREATE, NULL, NULL, 0), "fsconfig");
	return must(syscall(SYS_fsmount, context, 0, 0), "fsmount");
}

static void by_fsmount(void)
{
	int mount = mountable();

	will_mount("mount", "target");
	must(syscall(SYS_move_mount, mount, "", AT_FDCWD, "target", MOVE_MOUNT_F_EMPTY_PATH),
	     "move_mount");
}

static void by_fsmount_to_descriptor(void)
{
	int mount = mountable();
	int place = must(open("target", O_PATH), "target");

	will_mount("mount", "target");
	must(syscall(SYS_move_mount, mount, "", place, "",
		     MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH),
	     "move_mount");
}

static void by_received_mount(void)
{
	int ends[2];

	must(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), "socketpair");
	if (!must(fork(), "fork")) {
		send_descriptor(ends[1], mountable());
		_exit(0);
	}
	int mount = received_descriptor(ends[0]);

	will_mount("mount", "target");
	must(syscall(SYS_move_mount, mount, "", AT_FDCWD, "target", MOVE_MOUNT_F_EMPTY_PATH),
	     "move_mount");
}

static void by_open_tree(void)
{
	int tree;

	mkdir("from", 0755);
	will_mount("open-tree", "from");
	tree = must(syscall(SYS_open_tree, AT_FDCWD, "from", OPEN_TREE_CLONE), "open_tree");
	will_mount("mount", "target");
	must(syscall(SYS_move_mount, tree, "", AT_FDCWD, "target", MOVE_MOUNT_F_EMPTY_PATH),
	     "move_mount");
}

static void by_path_move(void)
{
	must(mount("none", "m", "tmpfs", 0, NULL), "tmpfs");
	must(mount(NULL, "m", NULL, MS_PRIVATE, NULL), "private");
	must(mkdir("m/a", 0755), "mkdir");
	must(mkdir("m/b", 0755), "mkdir");
	must(mount("none", "m/a", "tmpfs", 0, NULL), "tmpfs");
	will_mount("mount", "m/b");
	must(syscall(SYS_move_mount, AT_FDCWD, "m/a", AT_FDCWD, "m/b", 0), "move_mount");
}

static void set_attributes(void)
{
	struct mount_attr attributes = {.attr_set = MOUNT_ATTR_NOEXEC};

	must(mount("none", "target", "tmpfs", 0, NULL), "tmpfs");
	will_mount("set-attributes", "target");
	must(syscall(SYS_mount_setattr, AT_FDCWD, "target", 0, &attributes, sizeof(attributes)),
	     "mount_setattr");
}

/* Other ways to see another tree. */

static void unmounted(int flags)
{
	must(mount("none", "target", "tmpfs", 0, NULL), "tmpfs");
	will_mount("umount", "target");
	must(umount2("target", flags), "umount");
}

static void unmounted_plain(void)
{
	unmounted(0);
}

static void unmounted_lazily(void)
{
	unmounted(MNT_DETACH);
}

static void new_root(void)
{
	will_mount("chroot", "target");
	must(chroot("target"), "chroot");
}

static void new_root_by_cwd(void)
{
	own_pid();
	chdir("target");
	will_mount("chroot", ".");
	must(chroot("."), "chroot");
}

static void prepare_pivot(void)
{
	own_pid();
	must(unshare(CLONE_NEWNS), "unshare");
	must(mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL), "private");
	must(mount("none", "target", "tmpfs", 0, NULL), "tmpfs");
	must(mkdir("target/old", 0755), "mkdir");
	chdir("target");
}

static void pivot(void)
{
	prepare_pivot();
	will_mount("pivot-root", ".");
	must(syscall(SYS_pivot_root, ".", "old"), "pivot_root");
}

static void pivot_onto_itself(void)
{
	prepare_pivot();
	will_mount("pivot-root", ".");
	must(syscall(SYS_pivot_root, ".", "."), "pivot_root");
}

static void in_user_and_mount_namespace(void)
{
	must(unshare(CLONE_NEWUSER | CLONE_NEWNS), "unshare");
	make_file("/proc/self/uid_map", "0 0 1", 0644);
	mount_at("target");
}

static void in_others_namespace(void)
{
	int other = must(open(path_of("/proc/%d/ns/mnt", other_pid), O_RDONLY), "namespace");

	own_pid();
	must(setns(other, CLONE_NEWNS), "setns");
	must(chdir(shared_there), "the shared folder");
	must(mkdir("place", 0755), "place");
	mount_at("place");
	umount("place");
	rmdir("place");
}

static char raced[] = "target";
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

/* The name is changed while the kernel reads it: where it was mounted counts. */
static void name_swapped(void)
{
	pthread_t other;

	must(-pthread_create(&other, NULL, swap_name, NULL), "thread");
	will_mount("mount", "target");
	for (int i = 0; i < 2000; i++)
		if (!mount("none", raced, "tmpfs", 0, NULL))
			break;
	stop = true;
	pthread_join(other, NULL);
	memcpy(raced, "target", 6);
	must(umount(raced), "umount");
}

/* 32-bit calls. */

static char low_target[] = "target";
static char low_none[] = "none";
static char low_tmpfs[] = "tmpfs";
static char low_empty[] = "";

static void must32(long result, const char *what)
{
	if (result == -ENOSYS)
		lacks("no 32-bit calls");
	must(result, what);
}

static void mount32(void)
{
	will_mount("mount", "target");
	must32(CALL32(NR32_MOUNT, low_none, low_target, low_tmpfs, 0, 0), "mount");
}

static void umount32(void)
{
	must(mount("none", "target", "tmpfs", 0, NULL), "tmpfs");
	will_mount("umount", "target");
	must32(CALL32(NR32_UMOUNT2, low_target, MNT_DETACH), "umount2");
}

static void oldumount32(void)
{
	must(mount("none", "target", "tmpfs", 0, NULL), "tmpfs");
	will_mount("umount", "target");
	must32(CALL32(NR32_UMOUNT, low_target), "umount");
}

static void chroot32(void)
{
	own_pid();
	will_mount("chroot", "target");
	must32(CALL32(NR32_CHROOT, low_target), "chroot");
}

static void pivot32(void)
{
	static char here[] = ".";

	prepare_pivot();
	will_mount("pivot-root", ".");
	must32(CALL32(NR32_PIVOT_ROOT, here, here), "pivot_root");
}

static void fsmount32(void)
{
	long context = CALL32(NR32_FSOPEN, low_tmpfs, 0);
	long mount;

	must32(context, "fsopen");
	must32(CALL32(NR32_FSCONFIG, context, FSCONFIG_CMD_CREATE, 0, 0, 0), "fsconfig");
	mount = CALL32(NR32_FSMOUNT, context, 0, 0);
	must32(mount, "fsmount");
	will_mount("mount", "target");
	must32(CALL32(NR32_MOVE_MOUNT, mount, low_empty, AT_FDCWD, low_target,
		      MOVE_MOUNT_F_EMPTY_PATH),
	       "move_mount");
}

static void open_tree32(void)
{
	will_mount("open-tree", "target");
	must32(CALL32(NR32_OPEN_TREE, AT_FDCWD, low_target, OPEN_TREE_CLONE), "open_tree");
}

static void elf32(const char *how)
{
	will_mount("mount", "target");
	execl("/opt/tricks32", "tricks32", how, "target", NULL);
	not_run32();
}

static void by_elf32(void)
{
	elf32("mount");
}

static void by_elf32_vdso(void)
{
	elf32("-mount");
}

static void x32(void)
{
	long result;

	will_mount("mount", "target");
	result = syscall(X32_BIT | SYS_mount, "none", "target", "tmpfs", 0, NULL);
	if (result < 0 && errno == ENOSYS)
		lacks("no x32 calls");
	must(result, "mount");
}

static const struct trick tricks[] = {
    {"plain", plain, target},
    {"dots", dots, target},
    {"slashes", slashes, target},
    {"symbolic-link", symbolic_link, target},
    {"own-root", own_root, target},
    {"own-cwd", own_cwd, target},
    {"in-cwd", in_cwd, target},
    {"descriptor", by_descriptor, target},
    {"moved-cwd", moved_cwd, target},
    {"chrooted", in_chroot, target},
    {"long-path", long_path, NULL},
    {"long-request", long_request, target},
    {"on-file", on_file, NULL},
    {"twice", twice, target},
    {"proc", proc, target},
    {"sysfs", sysfs, target},
    {"cgroup2", cgroup2, target},
    {"devpts", devpts, target},
    {"overlay", overlay, target},
    {"options", with_options, target},
    {"bind", bind_plain, target},
    {"bind-recursive", bind_recursive, target},
    {"bind-of-the-node", bind_by_descriptor, target},
    {"moved", moved, make_folders},
    {"remounted", remounted, target},
    {"fsmount", by_fsmount, target},
    {"fsmount-to-descriptor", by_fsmount_to_descriptor, target},
    {"received-mount", by_received_mount, target},
    {"open-tree", by_open_tree, target},
    {"moved-by-path", by_path_move, make_folders},
    {"set-attributes", set_attributes, target},
    {"umount", unmounted_plain, target},
    {"umount-lazily", unmounted_lazily, target},
    {"chroot", new_root, target},
    {"chroot-to-cwd", new_root_by_cwd, target},
    {"pivot-root", pivot, target},
    {"pivot-root-onto-itself", pivot_onto_itself, target},
    {"in-user-and-mount-namespace", in_user_and_mount_namespace, target},
    {"in-others-namespace", in_others_namespace, NULL},
    {"name-swapped", name_swapped, target},
    {"call32-mount", mount32, target},
    {"call32-umount2", umount32, target},
    {"call32-umount", oldumount32, target},
    {"call32-chroot", chroot32, target},
    {"call32-pivot-root", pivot32, target},
    {"call32-fsmount", fsmount32, target},
    {"call32-open-tree", open_tree32, target},
    {"elf32", by_elf32, target},
    {"elf32-vdso", by_elf32_vdso, target},
    {"x32", x32, target},
};

static const struct part here = {tricks, COUNT(tricks)};

static const char *const not_in[] = {"in-user-namespace", "as-nobody", "without-capabilities",
				     NULL};

const struct family mounts = {
    .name = "mount",
    .parts = {&here},
    .plain = {"plain", plain, target},
    .not_in = not_in,
};
