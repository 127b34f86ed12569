/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "files.h"
#include "uring.h"

#include <errno.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

/* In the 32-bit table. */
#define NR32_LINK 9
#define NR32_UNLINK 10
#define NR32_CHMOD 15
#define NR32_RENAME 38
#define NR32_RMDIR 40
#define NR32_SYMLINK 83
#define NR32_TRUNCATE 92
#define NR32_CHOWN16 182
#define NR32_TRUNCATE64 193
#define NR32_UNLINKAT 301
#define NR32_RENAMEAT2 353

static char low_target[] = "target";
static char low_new[] = "new";

static void changed(long result, const char *operation, const char *name)
{
	if (result == -ENOSYS)
		lacks("no 32-bit calls");
	must(result, operation);
	did_change(operation, name);
}

static void make_folder(void)
{
	must(mkdir("target", 0777), "target");
}

static void renamed(void)
{
	changed(rename("target", "new"), "rename", "target");
}

static void removed(void)
{
	changed(unlink("target"), "unlink", "target");
}

static void set_user_id(void)
{
	changed(chmod("target", 04755), "chmod", "target");
}

static void rename32(void)
{
	changed(CALL32(NR32_RENAME, low_target, low_new), "rename", "target");
}

static void renameat2_32(void)
{
	changed(CALL32(NR32_RENAMEAT2, AT_FDCWD, low_target, AT_FDCWD, low_new, 0), "rename",
		"target");
}

static void unlink32(void)
{
	changed(CALL32(NR32_UNLINK, low_target), "unlink", "target");
}

static void unlinkat32(void)
{
	changed(CALL32(NR32_UNLINKAT, AT_FDCWD, low_target, 0), "unlink", "target");
}

static void rmdir32(void)
{
	changed(CALL32(NR32_RMDIR, low_target), "rmdir", "target");
}

static void link32(void)
{
	changed(CALL32(NR32_LINK, low_target, low_new), "link", "target");
}

static void symlink32(void)
{
	changed(CALL32(NR32_SYMLINK, low_target, low_new), "symlink", "new");
}

static void chmod32(void)
{
	changed(CALL32(NR32_CHMOD, low_target, 04755), "chmod", "target");
}

static void chown16_32(void)
{
	changed(CALL32(NR32_CHOWN16, low_target, 65534, 65534), "chown", "target");
}

static void truncate32(void)
{
	changed(CALL32(NR32_TRUNCATE, low_target, 0), "truncate", "target");
}

static void truncate64_32(void)
{
	changed(CALL32(NR32_TRUNCATE64, low_target, 0, 0), "truncate", "target");
}

static int in_ring(struct io_uring_sqe entry, bool silent)
{
	struct ring ring;

	open_ring(&ring, 0);
	if (!silent)
		return request(&ring, &entry);
	request_silently(&ring, &entry);
	return 0;
}

/* Of two names: where they begin, and what they are. */
static struct io_uring_sqe names(unsigned opcode, const char *first, const char *second)
{
	return (struct io_uring_sqe){
	    .opcode = opcode,
	    .fd = AT_FDCWD,
	    .addr = (uintptr_t)first,
	    .addr2 = (uintptr_t)second,
	    .len = (unsigned)AT_FDCWD,
	};
}

static void ring_rename(void)
{
	changed(in_ring(names(IORING_OP_RENAMEAT, "target", "new"), false), "rename", "target");
}

static void ring_silent_rename(void)
{
	changed(in_ring(names(IORING_OP_RENAMEAT, "target", "new"), true), "rename", "target");
}

static void ring_link(void)
{
	changed(in_ring(names(IORING_OP_LINKAT, "target", "new"), false), "link", "target");
}

static void ring_symlink(void)
{
	struct io_uring_sqe entry = names(IORING_OP_SYMLINKAT, "target", "new");

	entry.len = 0;
	changed(in_ring(entry, false), "symlink", "new");
}

static struct io_uring_sqe unlinking(void)
{
	return (struct io_uring_sqe){
	    .opcode = IORING_OP_UNLINKAT, .fd = AT_FDCWD, .addr = (uintptr_t) "target"};
}

static void ring_unlink(void)
{
	changed(in_ring(unlinking(), false), "unlink", "target");
}

static void ring_silent_unlink(void)
{
	changed(in_ring(unlinking(), true), "unlink", "target");
}

/* Since 6.9; the headers of older systems do not know its number. */
#define OP_FTRUNCATE 55

static void send_file(void (*act)(int file))
{
	int ends[2];

	/* Opened by another, or else its opening would be told and this not once more. */
	must(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), "socketpair");
	if (!must(fork(), "fork")) {
		send_descriptor(ends[1], must(open("target", O_RDWR), "target"));
		_exit(0);
	}
	act(received_descriptor(ends[0]));
}

static void truncate_by_ring(int file)
{
	struct io_uring_sqe entry = {.opcode = OP_FTRUNCATE, .fd = file};
	int result = in_ring(entry, false);

	if (result == -EINVAL)
		lacks("no such request");
	changed(result, "truncate", "target");
}

static void allocate_by_ring(int file)
{
	struct io_uring_sqe entry = {
	    .opcode = IORING_OP_FALLOCATE, .fd = file, .addr = 4096, .len = 0};

	changed(in_ring(entry, false), "fallocate", "target");
}

static void ring_truncate(void)
{
	send_file(truncate_by_ring);
}

static void ring_fallocate(void)
{
	send_file(allocate_by_ring);
}

static const struct trick tricks[] = {
    {"rename", renamed, make_target},
    {"unlink", removed, make_target},
    {"chmod", set_user_id, make_target},
    {"call32-rename", rename32, make_target},
    {"call32-renameat2", renameat2_32, make_target},
    {"call32-unlink", unlink32, make_target},
    {"call32-unlinkat", unlinkat32, make_target},
    {"call32-rmdir", rmdir32, make_folder},
    {"call32-link", link32, make_target},
    {"call32-symlink", symlink32, make_target},
    {"call32-chmod", chmod32, make_target},
    {"call32-chown16", chown16_32, make_target},
    {"call32-truncate", truncate32, make_target},
    {"call32-truncate64", truncate64_32, make_target},
    {"ring-rename", ring_rename, make_target},
    {"ring-silent-rename", ring_silent_rename, make_target},
    {"ring-link", ring_link, make_target},
    {"ring-symlink", ring_symlink, NULL},
    {"ring-unlink", ring_unlink, make_target},
    {"ring-silent-unlink", ring_silent_unlink, make_target},
    {"ring-truncate", ring_truncate, make_target},
    {"ring-fallocate", ring_fallocate, make_target},
};

static const struct part here = {tricks, COUNT(tricks)};

const struct family changes = {
    .name = "change",
    .parts = {&here},
    .plain = {"plain", removed, make_target},
};
