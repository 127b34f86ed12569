// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
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
		return tell_access(place, VDT_MADVISE, target, CURRENT_ARGUMENT(4, si), result);
	if (!(mode & PTRACE_MODE_ATTACH))
		return 0;
	if (is_call(call, CALL_PTRACE))
		return tell_access(place, VDT_PTRACE, target, CURRENT_ARGUMENT(1, bx), result);
	if (is_call(call, CALL_PROCESS_VM_READV))
		return tell_access(place, VDT_READ_MEMORY, target, 0, result);
	if (is_call(call, CALL_PROCESS_VM_WRITEV))
		return tell_access(place, VDT_WRITE_MEMORY, target, 0, result);
	if (is_call(call, CALL_PIDFD_GETFD))
		return tell_access(place, VDT_GET_DESCRIPTOR, target, CURRENT_ARGUMENT(2, cx),
				   result);
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
#define WATCH_CALL(program, call)                                     \
	SEC("tracepoint/syscalls/sys_exit_" #call)                    \
	int program(struct trace_event_raw_sys_exit *context)         \
	{                                                             \
		beat(PLACE(program));                                 \
		return call##_returned(PLACE(program), context->ret); \
	}

WATCH_CALL(process_access__ptrace, ptrace)
WATCH_CALL(process_access__readv, process_vm_readv)
WATCH_CALL(process_access__writev, process_vm_writev)
WATCH_CALL(process_access__getfd, pidfd_getfd)
WATCH_CALL(process_access__madvise, process_madvise)

/* No hook is asked again for what a tracer does to its tracee once it is attached. */
SEC("tracepoint/syscalls/sys_exit_ptrace")
int process_poke__ptrace(struct trace_event_raw_sys_exit *context)
{
	beat(PLACE(process_poke__ptrace));
	return poked(PLACE(process_poke__ptrace), context->ret);
}
