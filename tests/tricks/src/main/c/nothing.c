/* SPDX-License-Identifier: Apache-2.0 */

/* The smallest program: it ends. */
void _start(void)
{
#if defined(__x86_64__)
	__asm__ volatile("syscall" : : "a"(60), "D"(0));
#elif defined(__aarch64__)
	register long number __asm__("x8") = 93;
	register long status __asm__("x0") = 0;

	__asm__ volatile("svc 0" : : "r"(number), "r"(status));
#elif defined(__i386__)
	__asm__ volatile("int $0x80" : : "a"(1), "b"(0));
#endif
	for (;;)
		;
}
