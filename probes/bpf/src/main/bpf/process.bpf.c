// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "group.h"
#include "isolation.h"
#include "scope.h"
#include "scratch.h"
#include "task.h"
#include <bpf/bpf_tracing.h>

PLACED(sched_process_fork);
PLACED(sched_process_exit);
PLACED(task_rename);

char LICENSE[] SEC("license") = "Dual BSD/GPL";

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

/* How the names of the kernel's own threads begin, as far as a program would borrow them. */
static __always_inline bool is_like_a_kernel_thread(const char *name)
{
	switch (name[0]) {
	case '[':
		return true;
	case 'k': /* kworker, kthreadd, ksoftirqd, kswapd, kdevtmpfs */
		return name[1] == 'w' || name[1] == 't' || name[1] == 's' || name[1] == 'd';
	case 'm': /* migration */
		return name[1] == 'i' && name[2] == 'g' && name[3] == 'r';
	case 'r': /* rcu_sched, rcu_preempt */
		return name[1] == 'c' && name[2] == 'u' && name[3] == '_';
	default:
		return false;
	}
}

static __always_inline bool is_same_name(const char *a, const char *b)
{
	const __u64 *words = (const __u64 *)a;
	const __u64 *others = (const __u64 *)b;

	return words[0] == others[0] && words[1] == others[1];
}

/*
 * Why task_rename: every change of a name, by prctl(2) or through /proc, and while the old one is still
 * there (__set_task_comm() of fs/exec.c). A new program's name is told by its start. The name of a
 * process is that of its first thread; of the other threads, which runtimes name by the hundred, only
 * names of the kernel's are told.
 */
SEC("tp_btf/task_rename")
int BPF_PROG(task_rename, struct task_struct *task, const char *name)
{
	struct vdt_task_rename record __attribute__((aligned(8))) = {};

	beat(PLACE(task_rename));
	if (task->flags & PF_KTHREAD || is_within_exec(task))
		return 0;
	bpf_probe_read_kernel_str(record.after, sizeof(record.after), name);
	if (task->pid != task->tgid && !is_like_a_kernel_thread(record.after))
		return 0;
	BPF_CORE_READ_STR_INTO(&record.before, task, comm);
	if (is_same_name(record.before, record.after) || is_own(task->tgid) || current_is_quiet())
		return 0;
	fill_header_of(&record.header, VDT_TASK_RENAME, task);
	record.header.length = sizeof(record);
	submit_fixed(PLACE(task_rename), &record, sizeof(record), record.header.cgroup_id);
	return 0;
}
