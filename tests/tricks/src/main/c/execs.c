/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "tricks.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define NOTHING "/opt/nothing"
/* In the 32-bit table. */
#define NR32_EXECVE 11
#define NR32_EXECVEAT 358

static char *const named[] = {(char *)"target", NULL};
static char *const none[] = {NULL};

static void target(void)
{
	copy_file(NOTHING, "target");
}

/* The program at the path is what begins, whatever it is called. */
static void exec(const char *path)
{
	will_exec(path);
	execve(path, named, none);
	failed(path);
}

static void plain(void)
{
	exec("target");
}

/* Spellings. */

static void dots(void)
{
	mkdir("a", 0755);
	exec("a/../a/./../target");
}

static void slashes(void)
{
	exec(".////.//target");
}

static void symbolic_link(void)
{
	must(symlink("target", "innocent"), "symlink");
	exec("innocent");
}

static void hard_link(void)
{
	must(link("target", "innocent"), "link");
	exec("innocent");
}

static void own_root(void)
{
	exec(path_of("/proc/self/root%s/target", get_current_dir_name()));
}

static void own_cwd(void)
{
	exec("/proc/self/cwd/target");
}

static void make_shared(void)
{
	unlink(path_of("%s/program", shared_here));
	copy_file(NOTHING, path_of("%s/program", shared_here));
}

static void others_root(void)
{
	exec(path_of("/proc/%d/root%s/program", other_pid, shared_there));
}

static void second_mount(void)
{
	exec(path_of("%s/program", shared_here));
}

static void bind_mount(void)
{
	make_file("innocent", "", 0777);
	must(mount("target", "innocent", NULL, MS_BIND, NULL), "bind");
	exec("innocent");
}

static void on_tmpfs(void)
{
	mkdir("m", 0755);
	must(mount("none", "m", "tmpfs", 0, NULL), "tmpfs");
	copy_file(NOTHING, "m/target");
	exec("m/target");
}

static void in_detached_mount(void)
{
	mkdir("m", 0755);
	must(mount("none", "m", "tmpfs", 0, NULL), "tmpfs");
	copy_file(NOTHING, "m/target");
	chdir("m");
	must(umount2(".", MNT_DETACH), "umount");
	exec("target");
}

static void moved_cwd(void)
{
	mkdir("before", 0755);
	must(rename("target", "before/target"), "rename");
	chdir("before");
	must(rename("../before", "../after"), "rename");
	exec("target");
}

static void changed_root(void)
{
	own_pid();
	must(chroot("."), "chroot");
	exec("/target");
}

static void renamed_into_place(void)
{
	copy_file(NOTHING, "innocent");
	must(rename("innocent", "target"), "rename");
	exec("target");
}

static void exchanged(void)
{
	make_file("innocent", "#!/bin/false\n", 0755);
	must(renameat2(AT_FDCWD, "innocent", AT_FDCWD, "target", RENAME_EXCHANGE), "renameat2");
	exec("innocent");
}

static void long_path(void)
{
	go_deep();
	copy_file(NOTHING, "target");
	exec("target");
}

/* Through an overlay: changed by a chmod only, and new. */
static void overlay(bool upper)
{
	mkdir("m", 0777);
	must(mount("none", "m", "tmpfs", 0, NULL), "tmpfs");
	mkdir("m/l", 0777);
	mkdir("m/u", 0777);
	mkdir("m/w", 0777);
	mkdir("o", 0755);
	copy_file(NOTHING, upper ? "m/u/target" : "m/l/target");
	must(mount("none", "o", "overlay", 0, "lowerdir=m/l,upperdir=m/u,workdir=m/w"), "overlay");
	exec("o/target");
}

static void overlay_upper(void)
{
	overlay(true);
}

static void overlay_lower(void)
{
	overlay(false);
}

/* Descriptors. */

static void exec_descriptor(int descriptor)
{
	will_exec_descriptor(descriptor);
	fexecve(descriptor, named, none);
	failed("fexecve");
}

static void by_descriptor(void)
{
	exec_descriptor(must(open("target", O_RDONLY), "target"));
}

static void by_path_descriptor(void)
{
	exec_descriptor(must(open("target", O_PATH), "target"));
}

static void by_proc_descriptor(void)
{
	exec(path_of("/proc/self/fd/%ld", must(open("target", O_PATH), "target")));
}

static void by_dev_descriptor(void)
{
	symlink("/proc/self/fd", "fd");
	exec(path_of("fd/%ld", must(open("target", O_PATH), "target")));
}

static void by_dirfd(void)
{
	int folder = must(open(".", O_PATH), ".");

	will_exec("target");
	chdir("/");
	execveat(folder, "target", named, none, AT_SYMLINK_NOFOLLOW);
	failed("execveat");
}

static void by_received_descriptor(void)
{
	int ends[2];

	must(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), "socketpair");
	if (!must(fork(), "fork")) {
		send_descriptor(ends[1], must(open("target", O_PATH), "target"));
		_exit(0);
	}
	exec_descriptor(received_descriptor(ends[0]));
}

static void deleted(void)
{
	int held = must(open("target", O_PATH), "target");

	unlink("target");
	exec_descriptor(held);
}

static void nameless(void)
{
	int file = must(open(".", O_TMPFILE | O_RDWR, 0755), "O_TMPFILE");
	const char *path = path_of("/proc/self/fd/%d", file);

	copy_file(NOTHING, path);
	/* A program that is open for writing cannot begin. */
	int again = must(open(path, O_RDONLY), "reopening");

	close(file);
	exec_descriptor(again);
}

static void fileless(unsigned flags)
{
	int memory = must(memfd_create("x", flags), "memfd_create");

	copy_file(NOTHING, path_of("/proc/self/fd/%d", memory));
	exec_descriptor(memory);
}

static void memory(void)
{
	fileless(0);
}

static void memory_closed(void)
{
	fileless(MFD_CLOEXEC);
}

static void memory_sealed(void)
{
	int memory = must(memfd_create("x", MFD_ALLOW_SEALING), "memfd_create");

	copy_file(NOTHING, path_of("/proc/self/fd/%d", memory));
	must(fcntl(memory, F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE),
	     "sealing");
	exec_descriptor(memory);
}

static void memory_by_path(void)
{
	int memory = must(memfd_create("x", 0), "memfd_create");

	copy_file(NOTHING, path_of("/proc/self/fd/%d", memory));
	exec(path_of("/proc/self/fd/%d", memory));
}

/* Interpreters: the program that begins is the interpreter. */

static void script(void)
{
	make_file("s", path_of("#!%s/target\n", get_current_dir_name()), 0755);
	will_exec("target");
	execve("s", named, none);
	failed("a script");
}

static void script_of_script(void)
{
	const char *here = get_current_dir_name();

	make_file("s1", path_of("#!%s/target x\n", here), 0755);
	make_file("s2", path_of("#! %s/s1\n", here), 0755);
	make_file("s3", path_of("#!\t%s/./s2\n", here), 0755);
	will_exec("target");
	execve("s3", named, none);
	failed("a script");
}

static void script_in_memory(void)
{
	int memory = must(memfd_create("x", 0), "memfd_create");

	make_file(path_of("/proc/self/fd/%d", memory),
		  path_of("#!%s/target\n", get_current_dir_name()), 0755);
	will_exec("target");
	fexecve(memory, named, none);
	failed("a script in memory");
}

/* The caller's memory changes while the kernel reads it. */

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

/* Which of two programs began counts, so the loser is one that cannot begin. */
static void name_swapped(void)
{
	pthread_t other;

	must(-pthread_create(&other, NULL, swap_name, NULL), "thread");
	will_exec("target");
	for (;;)
		execve(raced, named, none);
}

/* By whom. */

static void *exec_main(void *unused)
{
	(void)unused;
	plain();
	return NULL;
}

/* A thread becomes its process's leader by it. */
static void second_thread(void)
{
	pthread_t other;

	own_pid();
	must(-pthread_create(&other, NULL, exec_main, NULL), "thread");
	for (;;)
		pause();
}

static void named_otherwise(void)
{
	char *const innocent[] = {(char *)"[kworker/0:1]", NULL};

	will_exec("target");
	execve("target", innocent, none);
	failed("target");
}

static void without_arguments(void)
{
	char *const nothing[] = {NULL};

	will_exec("target");
	execve("target", nothing, none);
	failed("target");
}

static void many_arguments(void)
{
	static char *many[4096];

	for (size_t i = 0; i + 1 < COUNT(many); i++)
		many[i] = (char *)"an argument of some length";
	will_exec("target");
	execve("target", many, many);
	failed("target");
}

/* The shell's own beginning is not what is looked for. */
static void by_shell(void)
{
	will_exec("target");
	execl("/bin/sh", "sh", "-c", "exec ./target", NULL);
	failed("the shell");
}

/* Set-user-ID: the kernel's own view of who runs it changes. */
static void set_user(void)
{
	must(chown("target", 65534, 65534), "chown");
	must(chmod("target", 06755), "chmod");
	exec("target");
}

static void only_executable(void)
{
	must(chmod("target", 0111), "chmod");
	will_exec("target");
	must(setresgid(65534, 65534, 65534), "setresgid");
	must(setresuid(65534, 65534, 65534), "setresuid");
	execve("target", named, none);
	failed("target");
}

/* 32-bit calls and programs. */

static char low_target[] = "target";
static unsigned low_arguments[2];
static unsigned low_none[1];

static void exec32(void)
{
	long result;

	low_arguments[0] = (unsigned)(uintptr_t)low_target;
	will_exec("target");
	result = CALL32(NR32_EXECVE, low_target, low_arguments, low_none);
	if (result == -ENOSYS)
		lacks("no 32-bit calls");
	must(result, "execve");
}

static void execveat32(void)
{
	low_arguments[0] = (unsigned)(uintptr_t)low_target;
	will_exec("target");
	must(CALL32(NR32_EXECVEAT, AT_FDCWD, low_target, low_arguments, low_none, 0), "execveat");
}

static void exec_of_elf32(void)
{
	copy_file("/opt/nothing32", "program32");
	will_exec("program32");
	execve("program32", named, none);
	not_run32();
}

static void elf32(const char *how)
{
	will_exec("target");
	execl("/opt/tricks32", "tricks32", how, "target", NULL);
	not_run32();
}

static void by_elf32(void)
{
	elf32("exec");
}

static void by_elf32_vdso(void)
{
	elf32("-exec");
}

static void x32(void)
{
	long result;

	will_exec("target");
	result = syscall(X32_BIT | 520, "target", named, none);
	if (result < 0 && errno == ENOSYS)
		lacks("no x32 calls");
	must(result, "execve");
}

static const struct trick tricks[] = {
    {"plain", plain, target},
    {"dots", dots, target},
    {"slashes", slashes, target},
    {"symbolic-link", symbolic_link, target},
    {"hard-link", hard_link, target},
    {"own-root", own_root, target},
    {"own-cwd", own_cwd, target},
    {"others-root", others_root, make_shared},
    {"second-mount", second_mount, make_shared},
    {"bind-mount", bind_mount, target},
    {"tmpfs", on_tmpfs, NULL},
    {"detached-mount", in_detached_mount, NULL},
    {"moved-cwd", moved_cwd, target},
    {"chroot", changed_root, target},
    {"renamed-into-place", renamed_into_place, target},
    {"exchanged", exchanged, target},
    {"long-path", long_path, NULL},
    {"overlay-upper", overlay_upper, NULL},
    {"overlay-lower", overlay_lower, NULL},
    {"descriptor", by_descriptor, target},
    {"path-descriptor", by_path_descriptor, target},
    {"proc-descriptor", by_proc_descriptor, target},
    {"linked-descriptor", by_dev_descriptor, target},
    {"dirfd", by_dirfd, target},
    {"received-descriptor", by_received_descriptor, target},
    {"deleted", deleted, target},
    {"nameless", nameless, NULL},
    {"memory", memory, NULL},
    {"memory-closed-at-exec", memory_closed, NULL},
    {"memory-sealed", memory_sealed, NULL},
    {"memory-by-path", memory_by_path, NULL},
    {"script", script, target},
    {"script-of-script", script_of_script, target},
    {"script-in-memory", script_in_memory, target},
    {"name-swapped", name_swapped, target},
    {"second-thread", second_thread, target},
    {"named-otherwise", named_otherwise, target},
    {"without-arguments", without_arguments, target},
    {"many-arguments", many_arguments, target},
    {"by-shell", by_shell, target},
    {"set-user-id", set_user, target},
    {"only-executable", only_executable, target},
    {"call32-execve", exec32, target},
    {"call32-execveat", execveat32, target},
    {"elf32", exec_of_elf32, NULL},
    {"by-elf32", by_elf32, target},
    {"by-elf32-vdso", by_elf32_vdso, target},
    {"x32", x32, target},
};

static const struct part here = {tricks, COUNT(tricks)};

const struct family execs = {
    .name = "exec",
    .parts = {&here},
    .plain = {"plain", plain, target},
};
