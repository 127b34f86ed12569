// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "isolation.h"
#include <bpf/bpf_tracing.h>

PLACED(setns__fentry);
PLACED(setns__fexit);
PLACED(setns__compat_fentry);
PLACED(setns__compat_fexit);
PLACED(setns__enter);
PLACED(setns__exit);
PLACED(unshare__fentry);
PLACED(unshare__fexit);
PLACED(unshare__enter);
PLACED(unshare__exit);

/*
 * Why both ends of the calls, on each rung: only there are the namespaces of before and after in
 * sight, and only a call that succeeded has changed them. It is the task's own namespaces that are
 * looked at, by whatever descriptor (nsfs or pidfd) the call named others. A pid namespace counts
 * for children only: the task's own stays, and what changes is pid_ns_for_children. A child that
 * clone(2) gives namespaces of its own is told where it begins (process.bpf.c).
 *
 * The functions of the calls themselves (kernel/nsproxy.c, kernel/fork.c) are entered from every
 * table; setns(2) has no other that both do.
 */
#if defined(__TARGET_ARCH_x86)
#define SETNS "__x64_sys_setns"
#define COMPAT_SETNS "__ia32_sys_setns"
#define SETNS_FLAGS(registers) ((registers)->si)
#define COMPAT_SETNS_FLAGS(registers) ((__u32)(registers)->cx)
#else
#define SETNS "__arm64_sys_setns"
#define COMPAT_SETNS "__arm64_compat_sys_setns" /* there is none: the same serves both */
#define SETNS_FLAGS(registers) (((struct user_pt_regs *)(registers))->regs[1])
#define COMPAT_SETNS_FLAGS(registers) SETNS_FLAGS(registers)
#endif

SEC("fentry/" SETNS)
int BPF_PROG(setns__fentry, struct pt_regs *registers)
{
	beat(PLACE(setns__fentry));
	return namespaces_entered(PLACE(setns__fentry));
}

SEC("fexit/" SETNS)
int BPF_PROG(setns__fexit, struct pt_regs *registers, long result)
{
	beat(PLACE(setns__fexit));
	return namespaces_left(PLACE(setns__fexit), VDT_SETNS,
			       SETNS_FLAGS(registers) & CLONE_NEW_ANY, result);
}

SEC("?fentry/" COMPAT_SETNS)
int BPF_PROG(setns__compat_fentry, struct pt_regs *registers)
{
	beat(PLACE(setns__compat_fentry));
	return namespaces_entered(PLACE(setns__compat_fentry));
}

SEC("?fexit/" COMPAT_SETNS)
int BPF_PROG(setns__compat_fexit, struct pt_regs *registers, long result)
{
	beat(PLACE(setns__compat_fexit));
	return namespaces_left(PLACE(setns__compat_fexit), VDT_SETNS,
			       COMPAT_SETNS_FLAGS(registers) & CLONE_NEW_ANY, (__s32)result);
}

SEC("tracepoint/syscalls/sys_enter_setns")
int setns__enter(void *context)
{
	beat(PLACE(setns__enter));
	return namespaces_entered(PLACE(setns__enter));
}

AT_END(setns__exit, setns)

/* Threads unshare their files and working directory all the time. */
SEC("fentry/ksys_unshare")
int BPF_PROG(unshare__fentry, unsigned long flags)
{
	beat(PLACE(unshare__fentry));
	return flags & CLONE_NEW_ANY ? namespaces_entered(PLACE(unshare__fentry)) : 0;
}

SEC("fexit/ksys_unshare")
int BPF_PROG(unshare__fexit, unsigned long flags, int result)
{
	beat(PLACE(unshare__fexit));
	if (!(flags & CLONE_NEW_ANY))
		return 0;
	return namespaces_left(PLACE(unshare__fexit), VDT_UNSHARE, flags & CLONE_NEW_ANY, result);
}

SEC("tracepoint/syscalls/sys_enter_unshare")
int unshare__enter(void *context)
{
	beat(PLACE(unshare__enter));
	return CALL_ARGUMENT(1) & CLONE_NEW_ANY ? namespaces_entered(PLACE(unshare__enter)) : 0;
}

AT_END(unshare__exit, unshare)
