/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef VEDETTE_CALL_H
#define VEDETTE_CALL_H

#include "vmlinux.h"

#include "task.h"
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

#if defined(__TARGET_ARCH_x86)

/* arch/x86/entry/syscall_32.c */
#define COMPAT_ARGUMENT_1 bx
#define COMPAT_ARGUMENT_2 cx
#define COMPAT_ARGUMENT_3 dx
#define COMPAT_ARGUMENT_4 si
#define COMPAT_ARGUMENT_5 di
#define COMPAT_ARGUMENT_6 bp
#define CALL_REGISTER(name) ((__u64)(__u32)call_registers()->name)
#define COMPAT_ARGUMENT(number) CALL_REGISTER(COMPAT_ARGUMENT_##number)

static __always_inline bool current_is_compat(void)
{
	return bpf_get_current_task_btf()->thread_info.status & TS_COMPAT;
}

#else

/* Both tables pass their arguments alike. */
#define COMPAT_ARGUMENT(number) PT_REGS_PARM##number##_SYSCALL(call_registers())

static __always_inline bool current_is_compat(void)
{
	return false;
}

#endif

#define ARGUMENT_OF_ANY_TABLE(number)                  \
	(current_is_compat() ? COMPAT_ARGUMENT(number) \
			     : PT_REGS_PARM##number##_SYSCALL(call_registers()))

/* Which table the programs of a file are for: each its own, or what the current call is of. */
#if defined(COMPAT_CALLS)

/* Pointers and lengths of 32 bits stand in the caller's structs. */
#define IS_COMPAT_CALL true
#define CALL_ARGUMENT(number) COMPAT_ARGUMENT(number)

#elif defined(CALLS_OF_ANY_TABLE)

#define IS_COMPAT_CALL current_is_compat()
#define CALL_ARGUMENT(number) ARGUMENT_OF_ANY_TABLE(number)

#else

#define IS_COMPAT_CALL false
#define CALL_ARGUMENT(number) PT_REGS_PARM##number##_SYSCALL(call_registers())

#endif

/* A program at the end of a call of the 64-bit table. */
#define AT_END(program, call)                                       \
	SEC("tracepoint/syscalls/sys_exit_" #call)                  \
	int program(struct trace_event_raw_sys_exit *ended)         \
	{                                                           \
		beat(PLACE(program));                               \
		return call##_returned(PLACE(program), ended->ret); \
	}

#endif
