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
 * The per-call tracepoints do not fire for 32-bit programs (trace_get_syscall_nr() answers -1 for
 * them), nor for io_uring requests, which are no calls.
 */
static __always_inline struct pt_regs *call_registers(void)
{
	return (struct pt_regs *)bpf_task_pt_regs(bpf_get_current_task_btf());
}

#define CALL_ARGUMENT(number) PT_REGS_PARM##number##_CORE_SYSCALL(call_registers())

#endif
