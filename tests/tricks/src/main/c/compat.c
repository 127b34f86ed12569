/* SPDX-License-Identifier: Apache-2.0 */
#include "tricks.h"
#include <errno.h>
#include <signal.h>

void not_run32(void)
{
	if (errno == ENOEXEC)
		lacks("no 32-bit programs");
	failed("execve of a 32-bit program");
}

#if defined(__x86_64__)
/* Where the kernel was made, or told, to have no such calls the interrupt is a fault. */
static void has_no_calls32(int signal)
{
	(void)signal;
	lacks("no 32-bit calls");
}
#endif

/* The sixth argument goes in ebp, which the compiler may use itself. The call spoils r8 to r11. */
long call32(long number, long a, long b, long c, long d, long e, long f)
{
#if defined(__x86_64__)
	long result;

	signal(SIGSEGV, has_no_calls32);
	__asm__ volatile("push %%rbp\n\t"
			 "mov %[sixth], %%ebp\n\t"
			 "int $0x80\n\t"
			 "pop %%rbp"
			 : "=a"(result)
			 : "a"(number), "b"(a), "c"(b), "d"(c), "S"(d), "D"(e), [sixth] "r"((int)f)
			 : "memory", "r8", "r9", "r10", "r11", "cc");
	signal(SIGSEGV, SIG_DFL);
	return (int)result;
#else
	lacks("only x86 has calls of a 32-bit table");
#endif
}
