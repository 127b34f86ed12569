/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "uring.h"

#include "tricks.h"
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#define RING_BYTES 4096

static unsigned *field(char *ring, unsigned offset)
{
	return (unsigned *)(ring + offset);
}

static char *map(int descriptor, off_t offset)
{
	void *mapped = mmap(NULL, RING_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE,
			    descriptor, offset);

	if (mapped == MAP_FAILED)
		failed("mmap of the ring");
	return mapped;
}

void open_ring(struct ring *ring, unsigned flags)
{
	memset(ring, 0, sizeof(*ring));
	ring->flags = flags;
	ring->parameters.flags = flags;
	ring->parameters.sq_thread_idle = 2000;
	ring->descriptor = syscall(SYS_io_uring_setup, 4, &ring->parameters);
	if (ring->descriptor < 0)
		lacks("no io_uring of this kind");
	ring->submission = map(ring->descriptor, IORING_OFF_SQ_RING);
	ring->completion = map(ring->descriptor, IORING_OFF_CQ_RING);
	ring->entries = (struct io_uring_sqe *)map(ring->descriptor, IORING_OFF_SQES);
}

void give_slots(struct ring *ring, unsigned count)
{
	int empty[16];

	memset(empty, 0xff, sizeof(empty));
	must(syscall(SYS_io_uring_register, ring->descriptor, IORING_REGISTER_FILES, empty, count),
	     "registering empty slots");
}

void fill_slot(struct ring *ring, unsigned slot, int descriptor)
{
	struct io_uring_files_update update = {
	    .offset = slot,
	    .fds = (uintptr_t)&descriptor,
	};

	must(syscall(SYS_io_uring_register, ring->descriptor, IORING_REGISTER_FILES_UPDATE, &update,
		     1),
	     "filling a slot");
}

static void enter(struct ring *ring, unsigned awaited)
{
	unsigned *flags = field(ring->submission, ring->parameters.sq_off.flags);
	unsigned how = awaited ? IORING_ENTER_GETEVENTS : 0;
	unsigned count = 1;

	if (ring->flags & IORING_SETUP_SQPOLL) {
		count = 0;
		if (atomic_load((_Atomic unsigned *)flags) & IORING_SQ_NEED_WAKEUP)
			how |= IORING_ENTER_SQ_WAKEUP;
	}
	must(syscall(SYS_io_uring_enter, ring->descriptor, count, awaited, how, NULL, 0),
	     "entering the ring");
}

static void submit(struct ring *ring, const struct io_uring_sqe *entry, unsigned awaited)
{
	struct io_sqring_offsets *sq = &ring->parameters.sq_off;
	unsigned tail = *field(ring->submission, sq->tail);
	unsigned slot = tail & *field(ring->submission, sq->ring_mask);

	ring->entries[slot] = *entry;
	field(ring->submission, sq->array)[slot] = slot;
	atomic_store((_Atomic unsigned *)field(ring->submission, sq->tail), tail + 1);
	enter(ring, awaited);
}

int request(struct ring *ring, const struct io_uring_sqe *entry)
{
	struct io_cqring_offsets *cq = &ring->parameters.cq_off;
	unsigned head = *field(ring->completion, cq->head);
	struct io_uring_cqe *done;
	int result;

	submit(ring, entry, 1);
	done = (struct io_uring_cqe *)(ring->completion + cq->cqes) +
	       (head & *field(ring->completion, cq->ring_mask));
	result = done->res;
	atomic_store((_Atomic unsigned *)field(ring->completion, cq->head), head + 1);
	return result;
}

void request_silently(struct ring *ring, const struct io_uring_sqe *entry)
{
	struct io_uring_sqe silent = *entry;
	struct io_uring_sqe after = {.opcode = IORING_OP_NOP};

	silent.flags |= IOSQE_CQE_SKIP_SUCCESS;
	submit(ring, &silent, 0);
	/* Each is done where it is submitted, so this comes after the other. */
	if (request(ring, &after))
		failed("a request that was to be silent");
}
