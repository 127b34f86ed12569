// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#define CALLS_OF_ANY_TABLE
#include "access.h"
#include "number.h"

PLACED(process_access__lsm);
PLACED(process_access__lsm_traceme);
PLACED(process_access__fentry);
PLACED(process_access__fentry_traceme);
PLACED(process_access__ptrace);
PLACED(process_access__readv);
PLACED(process_access__writev);
PLACED(process_access__getfd);
PLACED(process_access__madvise);
PLACED(process_poke__fexit);
PLACED(process_poke__fexit32);
PLACED(process_poke__ptrace);

/* include/linux/ptrace.h */
#define PTRACE_MODE_ATTACH 2

/*
 * Why security_ptrace_access_check(): the check of every way into another process, with the task
 * itself, which the call names by a number only (kernel/ptrace.c, __ptrace_may_access). Reading of
 * /proc/<pid> asks here as well, most often by PTRACE_MODE_READ; the files that are opened for it are
 * told as such. An attempt that ownership or capabilities forbid does not come so far.
 */
static __always_inline int tell_checked(__u32 place, struct task_struct *target, __u32 mode,
					__s64 result)
{
	__s32 call = current_call();

	if (is_call(call, CALL_PROCESS_MADVISE))
		return tell_access(place, VDT_MADVISE, target, CALL_ARGUMENT(4), result);
	if (!(mode & PTRACE_MODE_ATTACH))
		return 0;
	if (is_call(call, CALL_PTRACE))
		return tell_access(place, VDT_PTRACE, target, CALL_ARGUMENT(1), result);
	if (is_call(call, CALL_PROCESS_VM_READV))
		return tell_access(place, VDT_READ_MEMORY, target, 0, result);
	if (is_call(call, CALL_PROCESS_VM_WRITEV))
		return tell_access(place, VDT_WRITE_MEMORY, target, 0, result);
	if (is_call(call, CALL_PIDFD_GETFD))
		return tell_access(place, VDT_GET_DESCRIPTOR, target, CALL_ARGUMENT(2), result);
	return 0;
}

SEC("lsm/ptrace_access_check")
int BPF_PROG(process_access__lsm, struct task_struct *child, unsigned int mode, int ret)
{
	beat(PLACE(process_access__lsm));
	tell_checked(PLACE(process_access__lsm), child, mode, ret);
	return ret;
}

SEC("lsm/ptrace_traceme")
int BPF_PROG(process_access__lsm_traceme, struct task_struct *parent, int ret)
{
	beat(PLACE(process_access__lsm_traceme));
	tell_access(PLACE(process_access__lsm_traceme), VDT_TRACEME, parent, PTRACE_TRACEME, ret);
	return ret;
}

SEC("fentry/security_ptrace_access_check")
int BPF_PROG(process_access__fentry, struct task_struct *child, unsigned int mode)
{
	beat(PLACE(process_access__fentry));
	return tell_checked(PLACE(process_access__fentry), child, mode, 0);
}

SEC("fentry/security_ptrace_traceme")
int BPF_PROG(process_access__fentry_traceme, struct task_struct *parent)
{
	beat(PLACE(process_access__fentry_traceme));
	return tell_access(PLACE(process_access__fentry_traceme), VDT_TRACEME, parent,
			   PTRACE_TRACEME, 0);
}

/*
 * Without those hooks the calls' ends, which also tell attempts that failed. The number a call names
 * is looked up as the kernel did: in the caller's pid namespace.
 */
AT_END(process_access__ptrace, ptrace)
AT_END(process_access__readv, process_vm_readv)
AT_END(process_access__writev, process_vm_writev)
AT_END(process_access__getfd, pidfd_getfd)
AT_END(process_access__madvise, process_madvise)

/*
 * No security hook is asked again for what a tracer does to its tracee once it is attached, but all of it
 * comes to the architecture's part (kernel/ptrace.c, arch/x86/kernel/ptrace.c), in another file than its
 * callers and so not a part of them, with the tracee itself. One who is not its tracer does not come so far.
 */
SEC("fexit/arch_ptrace")
int BPF_PROG(process_poke__fexit, struct task_struct *child, long request, unsigned long address,
	     unsigned long data, long result)
{
	beat(PLACE(process_poke__fexit));
	return tell_poke(PLACE(process_poke__fexit), child, request, result);
}

/* By a call of the 32-bit table. */
SEC("?fexit/compat_arch_ptrace")
int BPF_PROG(process_poke__fexit32, struct task_struct *child, int request, __u32 address,
	     __u32 data, long result)
{
	beat(PLACE(process_poke__fexit32));
	return tell_poke(PLACE(process_poke__fexit32), child, (__u32)request, result);
}

SEC("tracepoint/syscalls/sys_exit_ptrace")
int process_poke__ptrace(struct trace_event_raw_sys_exit *context)
{
	beat(PLACE(process_poke__ptrace));
	return poked(PLACE(process_poke__ptrace), context->ret);
}
