/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef VEDETTE_TASK_H
#define VEDETTE_TASK_H

#include "vmlinux.h"

#include "constants.h"
#include "hierarchy.h"
#include "kernel.h"
#include "record.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>

/* arch/x86/include/asm/thread_info.h: set for the time of a system call of the 32-bit table. */
#define TS_COMPAT 0x0002
#define PF_IO_WORKER 0x00000010

/*
 * How the task came to do what it does. A request that io_uring could carry out at once runs within
 * io_uring_enter(2) and counts as that call, others in a worker, which is a thread of the process.
 */
static __always_inline __u32 origin_of(struct task_struct *task)
{
	__u32 flags = FIELD(task, flags);

	if (flags & PF_IO_WORKER)
		return VDT_ORIGIN_IO_URING;
	if (flags & PF_KTHREAD)
		return VDT_ORIGIN_KERNEL;
#if defined(__TARGET_ARCH_x86)
	if (FIELD(task, thread_info.status) & TS_COMPAT)
		return VDT_ORIGIN_COMPAT_CALL;
#endif
	return VDT_ORIGIN_CALL;
}

/*
 * begin_new_exec() of fs/exec.c: the task has the new program's memory, in which nothing is loaded yet
 * and to which no argument was brought; a call can't bring about the same, since prctl_set_mm() of
 * kernel/sys.c refuses such addresses.
 */
static __always_inline bool is_within_exec(struct task_struct *task)
{
	struct mm_struct *memory = FIELD(task, mm);

	return memory && !FIELD(memory, arg_end) && !FIELD(memory, end_code);
}

static __always_inline void fill_header_of(struct vdt_header *header, __u32 kind,
					   struct task_struct *task)
{
	header->kind = kind;
	header->boot_nanos = bpf_ktime_get_boot_ns();
	header->cgroup_id = cgroup_of(task);
	header->pid = FIELD(task, tgid);
	header->tid = FIELD(task, pid);
	header->start_boot_nanos = FIELD(task, group_leader, start_boottime);
	BPF_CORE_READ_STR_INTO(&header->comm, task, comm);
	header->origin = origin_of(task);
	header->flags = 0;
}

static __always_inline struct task_struct *fill_header(struct vdt_header *header, __u32 kind)
{
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();

	fill_header_of(header, kind, task);
	return task;
}

/* kernel_cap_t was two words of 32 bits until 6.3 and is one of 64 since: the same bytes on the
 * little-endian machines supported. */
#define READ_CAPABILITIES(into, credentials, set) \
	bpf_core_read(&(into), sizeof(into), &(credentials)->set)

/* The rights are of the credentials given: those the task has, had or is about to have. */
static __always_inline void fill_credentials_of(struct vdt_credentials *into,
						const struct cred *credentials,
						struct task_struct *task)
{
	into->uid = FIELD(credentials, uid.val);
	into->gid = FIELD(credentials, gid.val);
	into->euid = FIELD(credentials, euid.val);
	into->egid = FIELD(credentials, egid.val);
	READ_CAPABILITIES(into->effective, credentials, cap_effective);
	READ_CAPABILITIES(into->permitted, credentials, cap_permitted);
	READ_CAPABILITIES(into->inheritable, credentials, cap_inheritable);
	READ_CAPABILITIES(into->bounding, credentials, cap_bset);
	READ_CAPABILITIES(into->ambient, credentials, cap_ambient);
	into->seccomp_mode = 0;
	if (bpf_core_field_exists(task->seccomp))
		into->seccomp_mode = FIELD(task, seccomp.mode);
	into->no_new_privileges = FIELD(task, atomic_flags) >> PFA_NO_NEW_PRIVS_BIT & 1;
}

static __always_inline void fill_credentials(struct vdt_credentials *into, struct task_struct *task)
{
	fill_credentials_of(into, FIELD(task, cred), task);
}

/* The pid namespace is the one the task lives in: nsproxy has the one for its children. */
static __always_inline __u32 pid_namespace_of(struct task_struct *task)
{
	struct pid *pid = FIELD(task, thread_pid);
	__u32 level = FIELD(pid, level);
	struct upid upid = {};

	bpf_core_read(&upid, sizeof(upid), &pid->numbers[level & 31]);
	return FIELD(upid.ns, ns.inum);
}

static __always_inline void fill_namespaces(struct vdt_namespaces *into, struct task_struct *task)
{
	struct nsproxy *proxy = FIELD(task, nsproxy);

	into->mount = FIELD(proxy, mnt_ns, ns.inum);
	into->pid = pid_namespace_of(task);
	into->network = FIELD(proxy, net_ns, ns.inum);
	into->user = FIELD(task, cred, user_ns, ns.inum);
	into->ipc = FIELD(proxy, ipc_ns, ns.inum);
	into->uts = FIELD(proxy, uts_ns, ns.inum);
	into->cgroup = FIELD(proxy, cgroup_ns, ns.inum);
	into->padding = 0;
}

#endif
