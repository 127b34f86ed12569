/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "tricks.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/nsfs.h>
#include <linux/sched.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* In the 32-bit table. */
#define NR32_UNSHARE 310
#define NR32_SETNS 346
#define NR32_CLONE 120
#define NR32_CLONE3 435

static void unshared(unsigned long kinds)
{
	own_pid();
	must(syscall(SYS_unshare, kinds), "unshare");
	did_namespace("unshare", kinds);
}

static void plain(void)
{
	unshared(CLONE_NEWUTS);
}

static void unshare_mount(void)
{
	unshared(CLONE_NEWNS);
}

static void unshare_ipc(void)
{
	unshared(CLONE_NEWIPC);
}

static void unshare_network(void)
{
	unshared(CLONE_NEWNET);
}

static void unshare_cgroup(void)
{
	unshared(CLONE_NEWCGROUP);
}

static void unshare_pid(void)
{
	unshared(CLONE_NEWPID);
}

static void unshare_user(void)
{
	unshared(CLONE_NEWUSER);
}

static void unshare_time(void)
{
	unshared(CLONE_NEWTIME);
}

static void unshare_all(void)
{
	unshared(CLONE_NEWUTS | CLONE_NEWNS | CLONE_NEWIPC | CLONE_NEWNET | CLONE_NEWCGROUP |
		 CLONE_NEWPID | CLONE_NEWUSER);
}

static void unshare_hidden(void)
{
	own_pid();
	must(syscall(SYS_unshare, CLONE_FS | CLONE_FILES | CLONE_SYSVSEM | CLONE_NEWUTS),
	     "unshare");
	did_namespace("unshare", CLONE_NEWUTS);
}

/* Of another, by the files of /proc. */

static int of_other(const char *kind)
{
	return must(open(path_of("/proc/%d/ns/%s", other_pid, kind), O_RDONLY), kind);
}

static void entered(int descriptor, unsigned long asked, unsigned long kinds)
{
	own_pid();
	must(syscall(SYS_setns, descriptor, asked), "setns");
	did_namespace("setns", kinds);
}

static void set_uts(void)
{
	entered(of_other("uts"), CLONE_NEWUTS, CLONE_NEWUTS);
}

static void set_mount(void)
{
	entered(of_other("mnt"), CLONE_NEWNS, CLONE_NEWNS);
}

static void set_ipc(void)
{
	entered(of_other("ipc"), CLONE_NEWIPC, CLONE_NEWIPC);
}

static void set_network(void)
{
	entered(of_other("net"), CLONE_NEWNET, CLONE_NEWNET);
}

static void set_cgroup(void)
{
	entered(of_other("cgroup"), CLONE_NEWCGROUP, CLONE_NEWCGROUP);
}

static void set_pid(void)
{
	entered(of_other("pid"), CLONE_NEWPID, CLONE_NEWPID);
}

static void set_any(void)
{
	entered(of_other("uts"), 0, CLONE_NEWUTS);
}

static void set_for_children(void)
{
	entered(of_other("pid_for_children"), CLONE_NEWPID, CLONE_NEWPID);
}

static void set_by_task(void)
{
	int file = must(open(path_of("/proc/%d/task/%d/ns/net", other_pid, other_pid), O_RDONLY),
			"namespace");

	entered(file, 0, CLONE_NEWNET);
}

static void set_by_path_spelling(void)
{
	must(symlink(path_of("/proc/self/root/../proc/%d//ns", other_pid), "innocent"), "symlink");
	entered(must(open("innocent/./ipc", O_RDONLY), "innocent"), 0, CLONE_NEWIPC);
}

static void set_by_bound_file(void)
{
	make_file("innocent", "", 0644);
	must(mount(path_of("/proc/%d/ns/uts", other_pid), "innocent", NULL, MS_BIND, NULL), "bind");
	entered(must(open("innocent", O_RDONLY), "innocent"), CLONE_NEWUTS, CLONE_NEWUTS);
}

static void set_by_descriptor_of_descriptor(void)
{
	int file = of_other("uts");

	entered(must(open(path_of("/proc/self/fd/%d", file), O_RDONLY), "again"), 0, CLONE_NEWUTS);
}

static void set_by_received(void)
{
	int ends[2];

	must(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), "socketpair");
	if (!must(fork(), "fork")) {
		send_descriptor(ends[1], of_other("ipc"));
		_exit(0);
	}
	entered(received_descriptor(ends[0]), 0, CLONE_NEWIPC);
}

static void set_by_ioctl(void)
{
	/* The user namespace that owns it cannot be entered; one above the new one can be named. */
	pid_t child;
	int ends[2];
	char byte;
	int file;

	must(pipe(ends), "pipe");
	child = must(fork(), "fork");
	if (!child) {
		must(unshare(CLONE_NEWUSER | CLONE_NEWUTS), "unshare");
		close(ends[1]);
		pause();
	}
	close(ends[1]);
	if (read(ends[0], &byte, 1) < 0)
		failed("waiting");
	usleep(1000);
	for (int i = 0; i < 1000; i++) {
		file = must(open(path_of("/proc/%d/ns/uts", child), O_RDONLY), "namespace");
		file = must(ioctl(file, NS_GET_USERNS), "NS_GET_USERNS");
		own_pid();
		if (!syscall(SYS_setns, file, 0))
			break;
		usleep(1000);
	}
	did_namespace("setns", CLONE_NEWUSER);
	kill(child, SIGKILL);
}

/* By the process itself. */

static int other_process(void)
{
	return must(syscall(SYS_pidfd_open, other_pid, 0), "pidfd_open");
}

static void pidfd_one(void)
{
	entered(other_process(), CLONE_NEWUTS, CLONE_NEWUTS);
}

static void pidfd_many(void)
{
	entered(other_process(), CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWNET,
		CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWNET);
}

static void pidfd_all(void)
{
	unsigned long all = CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWNET | CLONE_NEWCGROUP |
			    CLONE_NEWNS | CLONE_NEWPID;

	entered(other_process(), all, all);
}

static void step_by_step(void)
{
	entered(of_other("uts"), 0, CLONE_NEWUTS);
	entered(of_other("ipc"), 0, CLONE_NEWIPC);
	entered(of_other("net"), 0, CLONE_NEWNET);
}

static void there_and_back(void)
{
	int own = must(open("/proc/self/ns/uts", O_RDONLY), "own");

	entered(of_other("uts"), 0, CLONE_NEWUTS);
	entered(own, 0, CLONE_NEWUTS);
}

/* The descriptor is another's when the call has returned. */
static void closed_at_once(void)
{
	int file = of_other("uts");

	entered(file, 0, CLONE_NEWUTS);
	close(file);
	dup2(0, file);
}

static void *thread_main(void *unused)
{
	(void)unused;
	must(syscall(SYS_setns, of_other("uts"), CLONE_NEWUTS), "setns");
	did_namespace("setns", CLONE_NEWUTS);
	return NULL;
}

static void set_in_thread(void)
{
	pthread_t other;

	own_pid();
	must(-pthread_create(&other, NULL, thread_main, NULL), "thread");
	pthread_join(other, NULL);
}

/* Children that begin elsewhere. Told of the child. */

static void cloned(unsigned long kinds, unsigned long more)
{
	struct clone_args arguments = {.exit_signal = SIGCHLD, .flags = kinds | more};
	pid_t child = must(syscall(SYS_clone3, &arguments, sizeof(arguments)), "clone3");

	if (!child) {
		did_namespace("clone", kinds);
		_exit(0);
	}
	waitpid(child, NULL, 0);
}

static void clone3_one(void)
{
	cloned(CLONE_NEWUTS, 0);
}

static void clone3_many(void)
{
	cloned(CLONE_NEWUTS | CLONE_NEWNS | CLONE_NEWIPC | CLONE_NEWNET | CLONE_NEWPID |
		   CLONE_NEWCGROUP,
	       0);
}

static void clone3_user(void)
{
	cloned(CLONE_NEWUSER, 0);
}

static void clone3_vfork(void)
{
	cloned(CLONE_NEWIPC, CLONE_VFORK);
}

static void clone3_as_sibling(void)
{
	struct clone_args arguments = {.flags = CLONE_NEWUTS | CLONE_PARENT};
	int ends[2];
	char byte;

	must(pipe(ends), "pipe");
	if (!must(syscall(SYS_clone3, &arguments, sizeof(arguments)), "clone3")) {
		did_namespace("clone", CLONE_NEWUTS);
		_exit(0);
	}
	close(ends[1]);
	while (read(ends[0], &byte, 1) > 0)
		;
}

static void clone_old(void)
{
	pid_t child =
	    must(syscall(SYS_clone, SIGCHLD | CLONE_NEWUTS, NULL, NULL, NULL, NULL), "clone");

	if (!child) {
		did_namespace("clone", CLONE_NEWUTS);
		_exit(0);
	}
	waitpid(child, NULL, 0);
}

static void clone_after_unshare(void)
{
	must(unshare(CLONE_NEWPID), "unshare");
	did_namespace("unshare", CLONE_NEWPID);
	cloned(CLONE_NEWUTS, 0);
}

/* 32-bit calls. */

static long known32(long result)
{
	if (result == -ENOSYS)
		lacks("no 32-bit calls");
	return must(result, "the call");
}

static void unshare32(void)
{
	own_pid();
	known32(CALL32(NR32_UNSHARE, CLONE_NEWUTS));
	did_namespace("unshare", CLONE_NEWUTS);
}

static void unshare32_all(void)
{
	unsigned long all = CLONE_NEWUTS | CLONE_NEWNS | CLONE_NEWIPC | CLONE_NEWNET;

	own_pid();
	known32(CALL32(NR32_UNSHARE, all));
	did_namespace("unshare", all);
}

static void setns32(void)
{
	own_pid();
	known32(CALL32(NR32_SETNS, of_other("uts"), 0));
	did_namespace("setns", CLONE_NEWUTS);
}

static void setns32_pidfd(void)
{
	own_pid();
	known32(CALL32(NR32_SETNS, other_process(), CLONE_NEWNET));
	did_namespace("setns", CLONE_NEWNET);
}

static void clone32(void)
{
	long child = known32(CALL32(NR32_CLONE, SIGCHLD | CLONE_NEWUTS, 0, 0, 0, 0));

	if (!child) {
		did_namespace("clone", CLONE_NEWUTS);
		_exit(0);
	}
	waitpid(child, NULL, 0);
}

static void clone3_32(void)
{
	static struct clone_args arguments = {.exit_signal = SIGCHLD, .flags = CLONE_NEWIPC};
	long child = known32(CALL32(NR32_CLONE3, &arguments, sizeof(arguments)));

	if (!child) {
		did_namespace("clone", CLONE_NEWIPC);
		_exit(0);
	}
	waitpid(child, NULL, 0);
}

static void elf32(const char *how)
{
	did_namespace("unshare", CLONE_NEWUTS);
	execl("/opt/tricks32", "tricks32", how, path_of("%u", CLONE_NEWUTS), NULL);
	not_run32();
}

static void by_elf32(void)
{
	elf32("unshare");
}

static void by_elf32_vdso(void)
{
	elf32("-unshare");
}

static void x32(void)
{
	long result = syscall(X32_BIT | SYS_unshare, CLONE_NEWUTS);

	if (result < 0 && errno == ENOSYS)
		lacks("no x32 calls");
	must(result, "unshare");
	did_namespace("unshare", CLONE_NEWUTS);
}

static const struct trick tricks[] = {
    {"unshare-uts", plain, NULL},
    {"unshare-mount", unshare_mount, NULL},
    {"unshare-ipc", unshare_ipc, NULL},
    {"unshare-network", unshare_network, NULL},
    {"unshare-cgroup", unshare_cgroup, NULL},
    {"unshare-pid", unshare_pid, NULL},
    {"unshare-user", unshare_user, NULL},
    {"unshare-time", unshare_time, NULL},
    {"unshare-all", unshare_all, NULL},
    {"unshare-hidden", unshare_hidden, NULL},
    {"setns-uts", set_uts, NULL},
    {"setns-mount", set_mount, NULL},
    {"setns-ipc", set_ipc, NULL},
    {"setns-network", set_network, NULL},
    {"setns-cgroup", set_cgroup, NULL},
    {"setns-pid", set_pid, NULL},
    {"setns-any", set_any, NULL},
    {"setns-for-children", set_for_children, NULL},
    {"setns-by-task", set_by_task, NULL},
    {"setns-by-spelling", set_by_path_spelling, NULL},
    {"setns-by-bound-file", set_by_bound_file, NULL},
    {"setns-by-reopened", set_by_descriptor_of_descriptor, NULL},
    {"setns-by-received", set_by_received, NULL},
    {"setns-by-ioctl", set_by_ioctl, NULL},
    {"setns-by-process", pidfd_one, NULL},
    {"setns-by-process-many", pidfd_many, NULL},
    {"setns-by-process-all", pidfd_all, NULL},
    {"setns-step-by-step", step_by_step, NULL},
    {"setns-there-and-back", there_and_back, NULL},
    {"setns-closed-at-once", closed_at_once, NULL},
    {"setns-in-thread", set_in_thread, NULL},
    {"clone3", clone3_one, NULL},
    {"clone3-many", clone3_many, NULL},
    {"clone3-user", clone3_user, NULL},
    {"clone3-vfork", clone3_vfork, NULL},
    {"clone3-as-sibling", clone3_as_sibling, NULL},
    {"clone", clone_old, NULL},
    {"clone-after-unshare", clone_after_unshare, NULL},
    {"call32-unshare", unshare32, NULL},
    {"call32-unshare-all", unshare32_all, NULL},
    {"call32-setns", setns32, NULL},
    {"call32-setns-by-process", setns32_pidfd, NULL},
    {"call32-clone", clone32, NULL},
    {"call32-clone3", clone3_32, NULL},
    {"elf32", by_elf32, NULL},
    {"elf32-vdso", by_elf32_vdso, NULL},
    {"x32", x32, NULL},
};

static const struct part here = {tricks, COUNT(tricks)};

static const char *const not_in[] = {"as-nobody", "without-capabilities", NULL};

const struct family namespaces = {
    .name = "namespace",
    .parts = {&here},
    .plain = {"plain", plain, NULL},
    .not_in = not_in,
};
