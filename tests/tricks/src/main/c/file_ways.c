/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "files.h"
#include "uring.h"

#include <errno.h>
#include <linux/openat2.h>
#include <pthread.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* In the 32-bit table. */
#define NR32_OPEN 5
#define NR32_CREAT 8
#define NR32_OPENAT 295
#define NR32_OPEN_BY_HANDLE_AT 342
#define NR32_OPENAT2 437

/* 32-bit calls. */

static char low_target[] = "target";

static void opened32(long result)
{
	if (result == -ENOSYS)
		lacks("no 32-bit calls");
	opened(result);
}

static void open32(void)
{
	opened32(CALL32(NR32_OPEN, low_target, O_WRONLY));
}

static void creat32(void)
{
	opened32(CALL32(NR32_CREAT, low_target, 0666));
}

static void openat32(void)
{
	opened32(CALL32(NR32_OPENAT, AT_FDCWD, low_target, O_WRONLY));
}

static void openat2_32(void)
{
	static struct open_how how = {.flags = O_WRONLY};

	opened32(CALL32(NR32_OPENAT2, AT_FDCWD, low_target, &how, sizeof(how)));
}

static void by_handle32(void)
{
	static struct target_handle handle;
	int mount = handle_of_target(&handle);

	opened32(CALL32(NR32_OPEN_BY_HANDLE_AT, mount, &handle, O_WRONLY));
	umount("m");
}

/* A program of 32 bits. */
static void elf32(const char *how)
{
	did_open_path("target");
	execl("/opt/tricks32", "tricks32", how, "target", NULL);
	not_run32();
}

static void open_elf32(void)
{
	elf32("open");
}

static void open_elf32_vdso(void)
{
	elf32("-open");
}

static void open_x32(void)
{
	long result = syscall(X32_BIT | SYS_openat, AT_FDCWD, "target", O_WRONLY);

	if (result < 0 && errno == ENOSYS)
		lacks("no x32 calls");
	opened(result);
}

/* io_uring. */

static void ring_open(unsigned flags, unsigned slot)
{
	struct ring ring;
	struct io_uring_sqe entry = {
	    .opcode = IORING_OP_OPENAT,
	    .fd = AT_FDCWD,
	    .addr = (uintptr_t) "target",
	    .open_flags = O_WRONLY,
	    .file_index = slot,
	};

	open_ring(&ring, flags);
	if (slot)
		give_slots(&ring, 4);
	did_open_path("target");
	must(request(&ring, &entry), "open by io_uring");
}

static void by_ring(void)
{
	ring_open(0, 0);
}

static void by_polled_ring(void)
{
	ring_open(IORING_SETUP_SQPOLL, 0);
}

static void by_ring_into_slot(void)
{
	ring_open(0, 2);
}

static void by_ring_into_any_slot(void)
{
	ring_open(0, IORING_FILE_INDEX_ALLOC);
}

static void by_polled_ring_into_slot(void)
{
	ring_open(IORING_SETUP_SQPOLL, 1);
}

static void by_ring_openat2(bool in_worker)
{
	struct open_how how = {.flags = O_WRONLY};
	struct ring ring;
	struct io_uring_sqe entry = {
	    .opcode = IORING_OP_OPENAT2,
	    .fd = AT_FDCWD,
	    .addr = (uintptr_t) "target",
	    .len = sizeof(how),
	    .addr2 = (uintptr_t)&how,
	    .flags = in_worker ? IOSQE_ASYNC : 0,
	};

	open_ring(&ring, 0);
	did_open_path("target");
	must(request(&ring, &entry), "openat2 by io_uring");
}

static void by_ring_openat2_plain(void)
{
	by_ring_openat2(false);
}

static void by_ring_worker(void)
{
	by_ring_openat2(true);
}

/* Nobody is told that it was done. */
static void by_silent_ring(void)
{
	struct ring ring;
	struct io_uring_sqe entry = {
	    .opcode = IORING_OP_OPENAT,
	    .fd = AT_FDCWD,
	    .addr = (uintptr_t) "target",
	    .open_flags = O_WRONLY,
	};

	open_ring(&ring, 0);
	did_open_path("target");
	request_silently(&ring, &entry);
}

int read_by_ring(const char *path, bool polled)
{
	struct ring ring;
	struct io_uring_sqe entry = {
	    .opcode = IORING_OP_OPENAT,
	    .fd = AT_FDCWD,
	    .addr = (uintptr_t)path,
	    .open_flags = O_RDONLY,
	};

	open_ring(&ring, polled ? IORING_SETUP_SQPOLL : 0);
	return request(&ring, &entry) < 0;
}

/* Races. */

static char raced[16] = "target";
static volatile bool stop;

static void *swap_name(void *unused)
{
	(void)unused;
	while (!stop) {
		memcpy(raced, "harmle", 6);
		memcpy(raced, "target", 6);
	}
	return NULL;
}

/* The name is changed by another thread while the kernel reads it: what was opened counts. */
static void name_swapped(void)
{
	pthread_t other;

	make_file("harmle", "x", 0666);
	must(-pthread_create(&other, NULL, swap_name, NULL), "thread");
	did_open_path("target");
	for (int i = 0; i < 2000; i++) {
		int file = open(raced, O_WRONLY);

		if (file >= 0)
			close(file);
	}
	stop = true;
	pthread_join(other, NULL);
}

static volatile int swapped_descriptor = -1;

static void *swap_descriptor(void *null)
{
	while (!stop)
		dup2((int)(intptr_t)null, swapped_descriptor);
	return NULL;
}

/* The descriptor is another file's before the call has returned: as often as not. */
static void descriptor_swapped(void)
{
	pthread_t other;
	int file = must(open("/dev/null", O_WRONLY), "/dev/null");

	swapped_descriptor = file + 1;
	must(-pthread_create(&other, NULL, swap_descriptor, (void *)(intptr_t)file), "thread");
	did_open_path("target");
	for (int i = 0; i < 200; i++) {
		int one = open("target", O_WRONLY);

		if (one >= 0)
			close(one);
	}
	stop = true;
	pthread_join(other, NULL);
}

static const struct trick tricks[] = {
    {"call32-open", open32, make_target},
    {"call32-creat", creat32, make_target},
    {"call32-openat", openat32, make_target},
    {"call32-openat2", openat2_32, make_target},
    {"call32-handle", by_handle32, NULL},
    {"elf32", open_elf32, make_target},
    {"elf32-vdso", open_elf32_vdso, make_target},
    {"x32", open_x32, make_target},
    {"ring", by_ring, make_target},
    {"ring-openat2", by_ring_openat2_plain, make_target},
    {"ring-worker", by_ring_worker, make_target},
    {"ring-polled", by_polled_ring, make_target},
    {"ring-slot", by_ring_into_slot, make_target},
    {"ring-any-slot", by_ring_into_any_slot, make_target},
    {"ring-polled-slot", by_polled_ring_into_slot, make_target},
    {"ring-silent", by_silent_ring, make_target},
    {"name-swapped", name_swapped, make_target},
    {"descriptor-swapped", descriptor_swapped, make_target},
};

const struct part file_ways = {tricks, COUNT(tricks)};
