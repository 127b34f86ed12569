/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef VEDETTE_CALL_FUNCTION_H
#define VEDETTE_CALL_FUNCTION_H

#include "call.h"
#include "maps.h"

/*
 * The functions of the calls themselves, for calls below which no function is to be found that is sure not
 * to be a part of its caller by inlining. A table has their addresses, so each is there, by this name, and
 * takes the registers (arch/x86/include/asm/syscall_wrapper.h, arch/arm64/include/asm/syscall_wrapper.h).
 * A program at the end of one costs only who makes the call, where a single tracepoint of any call sends
 * every call of every task the slow way into the kernel (SYSCALL_WORK_SYSCALL_TRACEPOINT).
 *
 * On x86 calls of the 32-bit table enter by another function, which is absent in kernels without that
 * table; on arm64 by the same, but for those that have to be translated.
 */
#if defined(__TARGET_ARCH_x86)
#define CALL_FUNCTION(call) "fexit/__x64_sys_" #call
#define CALL_FUNCTION_32(call) "fexit/__ia32_sys_" #call
#define CALL_FUNCTION_TRANSLATED(call) "fexit/__ia32_compat_sys_" #call
#else
#define CALL_FUNCTION(call) "fexit/__arm64_sys_" #call
#define CALL_FUNCTION_32(call) CALL_FUNCTION_TRANSLATED(call)
#define CALL_FUNCTION_TRANSLATED(call) "fexit/__arm64_compat_sys_" #call
#endif

#define AT_FUNCTION(program, section, call)                           \
	PLACED(program);                                              \
                                                                      \
	SEC(section)                                                  \
	int BPF_PROG(program, struct pt_regs *registers, long result) \
	{                                                             \
		beat(PLACE(program));                                 \
		call##_returned(PLACE(program), result);              \
		return 0;                                             \
	}

/* Of both tables. A call that the kernel may have been built without has a "?". */
#define AT_FUNCTIONS(program, may_lack, call)                            \
	AT_FUNCTION(program##_fexit, may_lack CALL_FUNCTION(call), call) \
	AT_FUNCTION(program##_fexit32, "?" CALL_FUNCTION_32(call), call)

/* The same of a call whose arguments are other structures in the 32-bit table. */
#define AT_TRANSLATED_FUNCTIONS(program, may_lack, call)                 \
	AT_FUNCTION(program##_fexit, may_lack CALL_FUNCTION(call), call) \
	AT_FUNCTION(program##_fexit32, "?" CALL_FUNCTION_TRANSLATED(call), call)

#endif
