/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TRICKS_H
#define TRICKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/*
 * Does one harmless thing (opens a file, starts a program, mounts, connects, takes namespaces) in
 * many ways, each of which has hidden the thing from some sensor. Every way says on standard output
 * what it truly did, from its own sight of the object, for the test to look for:
 *
 *   trick <family>/<name>
 *   open <pid> <major>:<minor> <inode> [<name>]
 *   change <pid> <operation> <name>
 *   exec <pid> <major>:<minor> <inode>
 *   mount <pid> <operation> <major>:<minor> <inode>     what was mounted on
 *   namespace <pid> <operation> <kinds>                 CLONE_NEW* bits, in hexadecimal
 *   inet <pid> <operation> <address> <port>
 *   unix <pid> <operation> <major>:<minor> <inode>
 *   abstract <pid> <operation> <name>
 *   create <pid> <family> <type> <protocol>
 *   lacks <why>                                         the kernel has no such way
 *   failed <why>                                        it did not work
 *   end
 *
 * Each trick has a process and a folder of its own, which is the working directory; an object
 * called "target" is in it, made by another process.
 */

struct trick {
	const char *name;
	void (*act)(void);
	/* What the object called "target" is; NULL: nothing. */
	void (*prepare)(void);
};

struct part {
	const struct trick *tricks;
	size_t count;
};

#define PARTS_AT_MOST 4

/* One family: its tricks, and the act that the contexts are tried with. */
struct family {
	const char *name;
	const struct part *parts[PARTS_AT_MOST];
	struct trick plain;
	/* Contexts in which the act is not allowed, so that there is nothing to be seen. */
	const char *const *not_in;
};

extern const struct part datagrams, unixes, socket_calls;
extern const struct family files, changes, execs, mounts, namespaces, sockets;

/* A process of the node, in namespaces of its own, and a folder that both see: there by the first
 * path on the node, by the second here. */
extern pid_t other_pid;
extern const char *shared_there;
extern const char *shared_here;
/* A mount of the v2 hierarchy. */
extern const char *cgroups;

/* What was done. Numbers of processes are those of the initial pid namespace. */
pid_t own_pid(void);
void did_open(int descriptor);
/* Also says its name, where the object alone would be told of for another deed. */
void did_open_named(int descriptor, const char *name);
void did_open_path(const char *path);
void did_change(const char *operation, const char *name);
void will_exec(const char *path);
void will_exec_descriptor(int descriptor);
void will_mount(const char *operation, const char *place);
void did_namespace(const char *operation, unsigned long kinds);
void did_inet(const char *operation, const char *address, int port);
void did_unix(const char *operation, const char *path);
void did_abstract(const char *operation, const char *name);
void did_create(int family, int type, int protocol);

/* Both end the trick's process. */
_Noreturn void lacks(const char *why);
_Noreturn void failed(const char *what);
/* Answers the result if the call worked. */
long must(long result, const char *what);

/* Opens a file for reading by io_uring; answers an exit code. */
int read_by_ring(const char *path, bool polled);
void make_file(const char *path, const char *content, int mode);
void copy_file(const char *from, const char *to);
const char *path_of(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* Goes down into new folders, until the path is longer than any buffer. */
#define DEEP_NAME 250
void deep_name(char name[DEEP_NAME + 1]);
void go_deep(void);
/* Runs the act in another process, and waits for its end. */
void in_child(void (*act)(void));
void send_descriptor(int socket, int descriptor);
int received_descriptor(int socket);

/* Contexts: ways to be somebody else. */
struct context {
	const char *name;
	void (*enter)(void (*act)(void));
};
extern const struct context contexts[];
extern const size_t context_count;

/* A system call of the 32-bit table, from this 64-bit program. Pointers must be below 4 GiB, which
 * static data of a program at a fixed place is. */
long call32(long number, long a, long b, long c, long d, long e, long f);
#define CALL32(number, ...) CALL32_(number, __VA_ARGS__, 0, 0, 0, 0, 0, 0)
#define CALL32_(number, a, b, c, d, e, f, ...)                                                     \
	call32(number, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), (long)(f))
/* After a program of 32 bits was not run. */
_Noreturn void not_run32(void);
#define X32_BIT 0x40000000

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#endif
