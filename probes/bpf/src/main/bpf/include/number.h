/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef VEDETTE_NUMBER_H
#define VEDETTE_NUMBER_H

#include "call.h"
#include "task.h"

/*
 * For hooks deep in the kernel that several calls lead to: which call the current task is in, of
 * whichever table. While it is in none, the number is negative or of no call.
 */
struct call_numbers {
	__s32 of_64_bits;
	__s32 of_x32; /* without X32_CALL */
	__s32 of_32_bits;
	__s32 of_arm64;
};

#if defined(__TARGET_ARCH_x86)

#define X32_CALL 0x40000000

static __always_inline __s32 current_call(void)
{
	return call_registers()->orig_ax;
}

static __always_inline bool is_call(__s32 number, struct call_numbers call)
{
	if (current_is_compat())
		return number == call.of_32_bits;
	if (number > 0 && number & X32_CALL)
		return (number & ~X32_CALL) == call.of_x32;
	return number == call.of_64_bits;
}

#else

/* arch/arm64/include/asm/ptrace.h */
struct pt_regs___numbered {
	__s32 syscallno;
} __attribute__((preserve_access_index));

static __always_inline __s32 current_call(void)
{
	return BPF_CORE_READ((struct pt_regs___numbered *)call_registers(), syscallno);
}

static __always_inline bool is_call(__s32 number, struct call_numbers call)
{
	return number == call.of_arm64;
}

#endif

/* The kernel itself says -1 for no call. */
#define NO_CALL -2

/* arch/x86/entry/syscalls/syscall_{64,32}.tbl, include/uapi/asm-generic/unistd.h; in that order */
#define CALL_PTRACE ((struct call_numbers){101, 521, 26, 117})
#define CALL_PROCESS_VM_READV ((struct call_numbers){310, 539, 347, 270})
#define CALL_PROCESS_VM_WRITEV ((struct call_numbers){311, 540, 348, 271})
#define CALL_PIDFD_GETFD ((struct call_numbers){438, 438, 438, 438})
#define CALL_PROCESS_MADVISE ((struct call_numbers){440, 440, 440, 440})
#define CALL_KILL ((struct call_numbers){62, 62, 37, 129})
#define CALL_TKILL ((struct call_numbers){200, 200, 238, 130})
#define CALL_TGKILL ((struct call_numbers){234, 234, 270, 131})
#define CALL_RT_SIGQUEUEINFO ((struct call_numbers){129, 524, 178, 138})
#define CALL_RT_TGSIGQUEUEINFO ((struct call_numbers){297, 536, 335, 240})
#define CALL_PIDFD_SEND_SIGNAL ((struct call_numbers){424, 424, 424, 424})
#define CALL_OPEN ((struct call_numbers){2, 2, 5, NO_CALL})
#define CALL_CREAT ((struct call_numbers){85, 85, 8, NO_CALL})
#define CALL_OPENAT ((struct call_numbers){257, 257, 295, 56})
#define CALL_OPENAT2 ((struct call_numbers){437, 437, 437, 437})

#endif
