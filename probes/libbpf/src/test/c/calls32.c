/* SPDX-License-Identifier: Apache-2.0 */

/*
 * A program of 32 bits without a library: makes calls of the 32-bit table, as a test names them.
 *
 *   calls32 call <number> [<argument> ...]    one call, all of whose arguments are numbers
 *   calls32 capset                            gives up all capabilities
 *   calls32 mprotect | mmap | oldmmap         memory that is executable and written
 *   calls32 splice | sendfile | sendfile64    as nobody, pages of the file that is the last argument
 *   calls32 tee | vmsplice                    pages between pipes, and of its own memory
 *
 * Ends with 0, or 1 if a call failed.
 */

typedef unsigned int word;

#define NR_EXIT 1
#define NR_OPEN 5
#define NR_PIPE 42
#define NR_OLD_MMAP 90
#define NR_MPROTECT 125
#define NR_CAPSET 185
#define NR_SENDFILE 187
#define NR_MMAP2 192
#define NR_SETUID32 213
#define NR_SENDFILE64 239
#define NR_SPLICE 313
#define NR_TEE 315
#define NR_VMSPLICE 316

#define NOBODY 65534
#define PAGE 4096
#define READ_WRITE 3
#define READ_EXECUTE 5
#define ALL_RIGHTS 7
#define PRIVATE_ANONYMOUS 0x22
#define LEAST_ERROR ((word)-4095)
#define CAPABILITY_VERSION_3 0x20080522

/* The number and six arguments. */
word call_with(const word *registers);
__asm__(".globl call_with\n"
	"call_with:\n"
	"	push %ebp\n"
	"	push %ebx\n"
	"	push %esi\n"
	"	push %edi\n"
	"	mov 20(%esp), %ebp\n"
	"	mov (%ebp), %eax\n"
	"	mov 4(%ebp), %ebx\n"
	"	mov 8(%ebp), %ecx\n"
	"	mov 12(%ebp), %edx\n"
	"	mov 16(%ebp), %esi\n"
	"	mov 20(%ebp), %edi\n"
	"	mov 24(%ebp), %ebp\n"
	"	int $0x80\n"
	"	pop %edi\n"
	"	pop %esi\n"
	"	pop %ebx\n"
	"	pop %ebp\n"
	"	ret\n");

#define CALL(...) call_with((const word[7]){__VA_ARGS__})

static void end(word code)
{
	for (;;)
		CALL(NR_EXIT, code);
}

static word must(word result)
{
	if (result >= LEAST_ERROR)
		end(1);
	return result;
}

static int is(const char *a, const char *b)
{
	while (*a && *a == *b) {
		a++;
		b++;
	}
	return *a == *b;
}

static word number(const char *text)
{
	word value = 0;

	while (*text)
		value = value * 10 + (word)(*text++ - '0');
	return value;
}

static void call_as_told(char **arguments)
{
	word registers[7] = {0};

	for (int i = 0; i < 7 && arguments[i]; i++)
		registers[i] = number(arguments[i]);
	must(call_with(registers));
}

static void give_up_capabilities(void)
{
	static const word header[2] = {CAPABILITY_VERSION_3, 0};
	static const word none[6];

	must(CALL(NR_CAPSET, (word)header, (word)none));
}

static void make_executable(void)
{
	word area = must(CALL(NR_MMAP2, 0, PAGE, READ_WRITE, PRIVATE_ANONYMOUS, (word)-1, 0));

	*(volatile char *)area = 1;
	must(CALL(NR_MPROTECT, area, PAGE, READ_EXECUTE));
}

static void map_by_the_older_call(void)
{
	static const word asked[6] = {0, PAGE, ALL_RIGHTS, PRIVATE_ANONYMOUS, (word)-1, 0};

	must(CALL(NR_OLD_MMAP, (word)asked));
}

static void send_pages(const char *how, const char *path)
{
	int ends[2];
	word file;

	must(CALL(NR_SETUID32, NOBODY));
	file = must(CALL(NR_OPEN, (word)path, 0, 0));
	must(CALL(NR_PIPE, (word)ends));
	if (is(how, "splice"))
		must(CALL(NR_SPLICE, file, 0, (word)ends[1], 0, 64, 0));
	else
		must(CALL(is(how, "sendfile") ? NR_SENDFILE : NR_SENDFILE64, (word)ends[1], file, 0,
			  64));
}

static void send_memory(const char *how)
{
	static const char bytes[8];
	static const word vector[2] = {(word)bytes, sizeof(bytes)};
	int first[2];
	int second[2];

	must(CALL(NR_PIPE, (word)first));
	must(CALL(NR_PIPE, (word)second));
	must(CALL(NR_VMSPLICE, (word)first[1], (word)vector, 1, 0));
	if (is(how, "tee"))
		must(CALL(NR_TEE, (word)first[0], (word)second[1], sizeof(bytes), 0));
}

static void act(char **arguments)
{
	const char *what = arguments[0];

	if (is(what, "call"))
		call_as_told(arguments + 1);
	else if (is(what, "capset"))
		give_up_capabilities();
	else if (is(what, "mprotect"))
		make_executable();
	else if (is(what, "mmap"))
		must(CALL(NR_MMAP2, 0, PAGE, ALL_RIGHTS, PRIVATE_ANONYMOUS, (word)-1, 0));
	else if (is(what, "oldmmap"))
		map_by_the_older_call();
	else if (is(what, "tee") || is(what, "vmsplice"))
		send_memory(what);
	else
		send_pages(what, arguments[1]);
}

__attribute__((used)) void begin(word *stack)
{
	act((char **)(stack + 2));
	end(0);
}

__asm__(".globl _start\n_start:\n\tmov %esp, %eax\n\tpush %eax\n\tcall begin\n");
