// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "file.h"
#include "isolation.h"
#include "scope.h"
#include "task.h"
#include <bpf/bpf_tracing.h>

PLACED(sched_process_exec);
PLACED(sched_process_fork);
PLACED(sched_process_exit);

#define ARGUMENT_BYTES 511
#define REQUESTED_BYTES 1024
#define NULL_MINOR 3

char LICENSE[] SEC("license") = "Dual BSD/GPL";

static __always_inline __u8 stdio_of_device(__u32 device)
{
	__u32 major = DEVICE_MAJOR(device);

	if (major == MEM_MAJOR && DEVICE_MINOR(device) == NULL_MINOR)
		return VDT_STDIO_NULL;
	if (major == TTY_MAJOR || major == TTYAUX_MAJOR ||
	    (major >= UNIX98_PTY_SLAVE_FIRST && major <= UNIX98_PTY_SLAVE_LAST))
		return VDT_STDIO_TERMINAL;
	return VDT_STDIO_OTHER;
}

static __always_inline __u8 stdio_of_socket(struct file *file)
{
	struct socket *socket = FIELD(file, private_data);
	struct sock *sock = FIELD(socket, sk);

	if (FIELD(sock, __sk_common.skc_family) == AF_UNIX)
		return VDT_STDIO_UNIX_SOCKET;
	switch (FIELD(sock, __sk_common.skc_state)) {
	case TCP_ESTABLISHED:
	case TCP_SYN_SENT:
	case TCP_CLOSE_WAIT:
		return VDT_STDIO_CONNECTED_SOCKET;
	case TCP_LISTEN:
		return VDT_STDIO_LISTENING_SOCKET;
	default:
		return VDT_STDIO_OTHER;
	}
}

static __always_inline __u8 stdio_of(struct task_struct *task, int descriptor)
{
	struct file *file = file_at(task, descriptor);
	struct inode *inode;

	if (!file)
		return VDT_STDIO_CLOSED;
	inode = FIELD(file, f_inode);
	switch (FIELD(inode, i_mode) & S_IFMT) {
	case S_IFREG:
		return VDT_STDIO_FILE;
	case S_IFIFO:
		return VDT_STDIO_PIPE;
	case S_IFCHR:
		return stdio_of_device(FIELD(inode, i_rdev));
	case S_IFSOCK:
		return stdio_of_socket(file);
	default:
		return VDT_STDIO_OTHER;
	}
}

static __always_inline void append_arguments(struct scratch *scratch, struct vdt_exec *exec,
					     struct task_struct *task)
{
	struct mm_struct *memory = FIELD(task, mm);
	unsigned long start = FIELD(memory, arg_start);
	unsigned long length = FIELD(memory, arg_end) - start;
	__u32 at = scratch->length;

	exec->arguments.offset = 0;
	exec->arguments.length = 0;
	exec->arguments_truncated = length > ARGUMENT_BYTES;
	if (length > ARGUMENT_BYTES)
		length = ARGUMENT_BYTES;
	if (!length || at > RECORD_BYTES - ARGUMENT_BYTES - 1)
		return;
	at &= RECORD_BYTES - 1;
	if (bpf_probe_read_user(&scratch->record[at], length & 511, (void *)start)) {
		count_failure(scratch->place, REASON_READ_FAULT);
		exec->arguments_truncated = 1;
		return;
	}
	exec->arguments.offset = at;
	exec->arguments.length = length;
	scratch->length = at + length;
}

/*
 * Why sched_process_exec and not the execve system call: here the new credentials, executable and
 * arguments are the kernel's own and final, and the program has not run its first instruction. For
 * a script bprm->file is the interpreter; the script itself is known only as bprm->filename.
 */
SEC("tp_btf/sched_process_exec")
int BPF_PROG(sched_process_exec, struct task_struct *task, pid_t old_pid, struct linux_binprm *bprm)
{
	struct task_struct *parent;
	struct scratch *scratch;
	struct vdt_exec *exec;

	beat(PLACE(sched_process_exec));
	if (current_is_own())
		return 0;
	scratch = take_scratch(PLACE(sched_process_exec), sizeof(*exec));
	if (!scratch)
		return 0;
	exec = &scratch->exec;
	__builtin_memset(exec, 0, sizeof(*exec));
	fill_header_of(&exec->header, VDT_EXEC, task);
	parent = FIELD(task, real_parent);
	exec->parent_pid = FIELD(parent, tgid);
	exec->parent_start_boot_nanos = FIELD(parent, group_leader, start_boottime);
	fill_credentials(&exec->credentials, task);
	fill_namespaces(&exec->namespaces, task);
	exec->standard_input = stdio_of(task, 0);
	exec->standard_output = stdio_of(task, 1);
	exec->standard_error = stdio_of(task, 2);
	fill_file(scratch, &exec->executable, FIELD(bprm, file), task);
	append_text(scratch, &exec->requested_path, FIELD(bprm, filename), REQUESTED_BYTES,
		    FROM_KERNEL);
	append_arguments(scratch, exec, task);
	submit(scratch, true);
	return 0;
}

/* A child that clone(2) or clone3(2) gave namespaces of its own. */
static __always_inline void tell_new_namespaces(struct task_struct *parent,
						struct task_struct *child)
{
	struct vdt_namespace own = {};

	if (FIELD(parent, nsproxy) == FIELD(child, nsproxy) &&
	    FIELD(parent, cred, user_ns) == FIELD(child, cred, user_ns))
		return;
	fill_namespaces(&own.before, parent);
	fill_namespaces(&own.after, child);
	own.clone_flags = changed_namespaces(&own.before, &own.after);
	if (!own.clone_flags)
		return;
	fill_header_of(&own.header, VDT_NAMESPACE, child);
	own.header.length = sizeof(own);
	own.operation = VDT_CLONE;
	submit_fixed(PLACE(sched_process_fork), &own, sizeof(own), own.header.cgroup_id);
}

/*
 * Called from kernel_clone() before the child runs. A thread is told apart by its group: it is no
 * process of its own and changes nothing that is recorded.
 */
SEC("tp_btf/sched_process_fork")
int BPF_PROG(sched_process_fork, struct task_struct *parent, struct task_struct *child)
{
	struct vdt_fork fork = {};

	beat(PLACE(sched_process_fork));
	if (FIELD(child, pid) != FIELD(child, tgid) || FIELD(child, flags) & PF_KTHREAD)
		return 0;
	fill_header_of(&fork.header, VDT_FORK, parent);
	fork.header.length = sizeof(fork);
	fork.child_start_boot_nanos = FIELD(child, start_boottime);
	fork.child_cgroup_id = cgroup_of(child);
	fork.child_pid = FIELD(child, tgid);
	submit_fixed(PLACE(sched_process_fork), &fork, sizeof(fork), fork.header.cgroup_id);
	tell_new_namespaces(parent, child);
	return 0;
}

/*
 * Called for each thread from do_exit(), after signal->live was counted down: at 0 the process is
 * over, whichever thread comes last. Two threads that end at the same moment may both see 0, so a
 * process's end can be told twice. The status is that of wait_task_zombie() in kernel/exit.c.
 */
SEC("tp_btf/sched_process_exit")
int BPF_PROG(sched_process_exit, struct task_struct *task)
{
	struct vdt_exit exit = {};

	beat(PLACE(sched_process_exit));
	if (FIELD(task, signal, live.counter) || FIELD(task, flags) & PF_KTHREAD)
		return 0;
	fill_header_of(&exit.header, VDT_EXIT, task);
	exit.header.length = sizeof(exit);
	exit.wait_status = FIELD(task, signal, group_exit_code);
	if (!exit.wait_status)
		exit.wait_status = FIELD(task, group_leader, exit_code);
	forget_own(FIELD(task, tgid));
	submit_fixed(PLACE(sched_process_exit), &exit, sizeof(exit), exit.header.cgroup_id);
	return 0;
}
