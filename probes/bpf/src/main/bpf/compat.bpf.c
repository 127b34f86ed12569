// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#define COMPAT_CALLS
#include "call.h"
#include "open.h"

/*
 * Calls of the 32-bit table, by int 0x80 from any program, by sysenter or syscall from one of 32 bits
 * (arch/x86/entry/entry_64_compat.S). No tracepoint of a single call fires for them
 * (trace_get_syscall_nr() of arch/x86/include/asm/ftrace.h answers -1), and none fires only for them,
 * so the one place to see them without fentry or LSM is the end of every call of the node.
 */

#if defined(__TARGET_ARCH_x86)

PLACED(compat_call__exit);

/* arch/x86/entry/syscalls/syscall_32.tbl */
enum compat_number {
	COMPAT_OPEN = 5,
	COMPAT_CREAT = 8,
	COMPAT_OPENAT = 295,
	COMPAT_OPEN_BY_HANDLE_AT = 342,
	COMPAT_OPENAT2 = 437,
};

/* A function of its own for the verifier, as the others below: all together are too much for it. */
__noinline int compat_files(__u32 number, __s64 result)
{
	__u32 place = PLACE(compat_call__exit);

	switch (number) {
	case COMPAT_OPEN:
		return open_returned(place, result);
	case COMPAT_CREAT:
		return creat_returned(place, result);
	case COMPAT_OPENAT:
		return openat_returned(place, result);
	case COMPAT_OPENAT2:
		return openat2_returned(place, result);
	case COMPAT_OPEN_BY_HANDLE_AT:
		return open_by_handle_at_returned(place, result);
	}
	return 0;
}

/* Run at every call of every program, so all but 32-bit calls leave after one load. */
SEC("tp_btf/sys_exit")
int BPF_PROG(compat_call__exit, struct pt_regs *registers, long result)
{
	struct task_struct *task = bpf_get_current_task_btf();
	__u32 number;

	if (!(task->thread_info.status & TS_COMPAT))
		return 0;
	beat(PLACE(compat_call__exit));
	if (current_is_own())
		return 0;
	number = registers->orig_ax;
	return compat_files(number, (__s32)result);
}

#endif
