/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "tricks.h"

#include <fcntl.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

extern const char *family_name;

static void fork_(void (*act)(void))
{
	in_child(act);
}

static void *thread_main(void *act)
{
	((void (*)(void))act)();
	_exit(0);
}

static void thread(void (*act)(void))
{
	pthread_t thread;

	must(-pthread_create(&thread, NULL, thread_main, act), "a thread");
	for (;;)
		pause();
}

static void vfork_(void (*act)(void))
{
	pid_t child = vfork();

	if (!child) {
		act();
		_exit(0);
	}
	waitpid(must(child, "vfork"), NULL, 0);
}

static void clone3_(void (*act)(void))
{
	struct clone_args arguments = {.exit_signal = SIGCHLD};
	pid_t child = must(syscall(SYS_clone3, &arguments, sizeof(arguments)), "clone3");

	if (!child) {
		act();
		_exit(0);
	}
	waitpid(child, NULL, 0);
}

/* A process that shares the descriptors, as no thread of it. */
static void shared_files(void (*act)(void))
{
	struct clone_args arguments = {.exit_signal = SIGCHLD, .flags = CLONE_FILES | CLONE_FS};
	pid_t child = must(syscall(SYS_clone3, &arguments, sizeof(arguments)), "clone3");

	if (!child) {
		act();
		_exit(0);
	}
	waitpid(child, NULL, 0);
}

/* Its parent is gone when it acts. */
static void double_fork(void (*act)(void))
{
	int ends[2];
	char byte;

	must(pipe(ends), "pipe");
	if (!must(fork(), "fork")) {
		if (!must(fork(), "fork")) {
			while (getppid() != 1 && getppid() == getpgrp())
				sched_yield();
			act();
			_exit(0);
		}
		_exit(0);
	}
	close(ends[1]);
	while (read(ends[0], &byte, 1) > 0)
		;
	wait(NULL);
}

static void session(void (*act)(void))
{
	if (!must(fork(), "fork")) {
		setsid();
		act();
		_exit(0);
	}
	wait(NULL);
}

static void enter_group(const char *group)
{
	make_file(path_of("%s/cgroup.procs", group), "0", 0644);
}

static void in_group(const char *group, void (*act)(void))
{
	mkdir(group, 0755);
	if (!must(fork(), "fork")) {
		enter_group(group);
		act();
		_exit(0);
	}
	wait(NULL);
	rmdir(group);
}

static const char *own_group(void)
{
	static char line[4096];
	FILE *groups = fopen("/proc/self/cgroup", "r");

	while (groups && fgets(line, sizeof(line), groups))
		if (!strncmp(line, "0::", 3)) {
			line[strcspn(line, "\n")] = 0;
			fclose(groups);
			return line + 3;
		}
	failed("finding the own group");
}

static void nested_group(void (*act)(void))
{
	in_group(path_of("%s%s/nested", cgroups, own_group()), act);
}

static void foreign_group(void (*act)(void))
{
	in_group(path_of("%s/vedette-trick-%d", cgroups, getpid()), act);
}

/* Named as containerd with runc names another container's. */
static void imitated_group(void (*act)(void))
{
	const char *pod = path_of("%s/kubepods-trick-%d", cgroups, getpid());
	const char *group =
	    path_of("%s/fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210", pod);

	mkdir(pod, 0755);
	in_group(group, act);
	rmdir(pod);
}

static void root_group(void (*act)(void))
{
	if (!must(fork(), "fork")) {
		enter_group(cgroups);
		act();
		_exit(0);
	}
	wait(NULL);
}

static void unshared(void (*act)(void))
{
	must(unshare(CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWPID | CLONE_NEWCGROUP |
		     CLONE_FILES | CLONE_FS | CLONE_SYSVSEM),
	     "unshare");
	in_child(act);
}

static void user_namespace(void (*act)(void))
{
	must(unshare(CLONE_NEWUSER), "unshare of the user namespace");
	make_file("/proc/self/uid_map", "0 0 1", 0644);
	act();
}

static void no_new_privileges(void (*act)(void))
{
	must(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no_new_privs");
	act();
}

static void nobody(void (*act)(void))
{
	must(setresgid(65534, 65534, 65534), "setresgid");
	must(setresuid(65534, 65534, 65534), "setresuid");
	act();
}

static void without_capabilities(void (*act)(void))
{
	struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct none[2] = {};

	must(syscall(SYS_capset, &header, none), "capset");
	act();
}

static void changed_root(void (*act)(void))
{
	own_pid();
	must(chroot("."), "chroot");
	act();
}

static void renamed(void (*act)(void))
{
	prctl(PR_SET_NAME, "runc:[2:INIT]");
	act();
}

static void filtered(void (*act)(void))
{
	struct sock_filter allow = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	struct sock_fprog program = {.len = 1, .filter = &allow};

	must(syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program), "seccomp");
	act();
}

static void traced(void (*act)(void))
{
	pid_t child = must(fork(), "fork");
	int status;

	if (!child) {
		must(ptrace(PTRACE_TRACEME, 0, NULL, NULL), "traceme");
		raise(SIGSTOP);
		act();
		_exit(0);
	}
	while (waitpid(child, &status, 0) == child && WIFSTOPPED(status))
		ptrace(PTRACE_CONT, child, NULL, NULL);
}

/* As a program that is in no file. */
static void fileless(void (*act)(void))
{
	char *const arguments[] = {(char *)"kworker", (char *)"act", (char *)family_name, NULL};
	int memory = must(memfd_create("x", 0), "memfd_create");

	(void)act;
	copy_file("/proc/self/exe", path_of("/proc/self/fd/%d", memory));
	execveat(memory, "", arguments, environ, AT_EMPTY_PATH);
	failed("execveat");
}

/* With a standard input and output that lead nowhere near a terminal, and low numbers taken. */
static void crowded(void (*act)(void))
{
	int null = must(open("/dev/null", O_RDONLY), "/dev/null");

	for (int i = 0; i < 200; i++)
		dup(null);
	act();
}

const struct context contexts[] = {
    {"in-fork", fork_},
    {"in-thread", thread},
    {"in-vfork", vfork_},
    {"in-clone3", clone3_},
    {"in-shared-descriptors", shared_files},
    {"in-double-fork", double_fork},
    {"in-session", session},
    {"in-nested-group", nested_group},
    {"in-foreign-group", foreign_group},
    {"in-imitated-group", imitated_group},
    {"in-root-group", root_group},
    {"in-own-namespaces", unshared},
    {"in-user-namespace", user_namespace},
    {"without-new-privileges", no_new_privileges},
    {"as-nobody", nobody},
    {"without-capabilities", without_capabilities},
    {"in-chroot", changed_root},
    {"renamed", renamed},
    {"filtered", filtered},
    {"traced", traced},
    {"fileless", fileless},
    {"crowded", crowded},
};
const size_t context_count = COUNT(contexts);
