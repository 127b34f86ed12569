/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef VEDETTE_CALL_H
#define VEDETTE_CALL_H

#include "vmlinux.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

/*
 * The registers of the current system call. They still hold its arguments when it returns, so no
 * program at the call's beginning is needed to keep them. What they point to is the caller's memory:
 * untrusted, since another thread may have changed it since.
 *
 * The per-call tracepoints do not fire for calls of the 32-bit table (trace_get_syscall_nr() answers
 * -1 for them), nor for io_uring requests, which are no calls. So what a program at such a tracepoint
 * does stands in a header as a function <call>_returned(place, result), and is called both by the
 * program and by compat.bpf.c, in which CALL_ARGUMENT means the registers of a 32-bit call.
 */
static __always_inline struct pt_regs *call_registers(void)
{
	return (struct pt_regs *)bpf_task_pt_regs(bpf_get_current_task_btf());
}

#ifndef COMPAT_CALLS

#define IS_COMPAT_CALL false
#define CALL_ARGUMENT(number) PT_REGS_PARM##number##_SYSCALL(call_registers())

#elif defined(__TARGET_ARCH_x86)

/* Pointers and lengths of 32 bits stand in the caller's structs. arch/x86/entry/syscall_32.c */
#define IS_COMPAT_CALL true
#define COMPAT_ARGUMENT_1 bx
#define COMPAT_ARGUMENT_2 cx
#define COMPAT_ARGUMENT_3 dx
#define COMPAT_ARGUMENT_4 si
#define COMPAT_ARGUMENT_5 di
#define COMPAT_ARGUMENT_6 bp
#define CALL_REGISTER(name) ((__u64)(__u32)call_registers()->name)
#define CALL_ARGUMENT(number) CALL_REGISTER(COMPAT_ARGUMENT_##number)

#endif

#endif
