/* SPDX-License-Identifier: Apache-2.0 */
#ifndef URING_H
#define URING_H

#include <linux/io_uring.h>

/* A ring for one request at a time. */
struct ring {
	int descriptor;
	unsigned flags;
	struct io_uring_params parameters;
	char *submission;
	char *completion;
	struct io_uring_sqe *entries;
};

/* With IORING_SETUP_* flags; ends the trick if the kernel has no io_uring. */
void open_ring(struct ring *ring, unsigned flags);
/* Gives the ring a table of so many empty slots. */
void give_slots(struct ring *ring, unsigned count);
/* Puts a descriptor into a slot. */
void fill_slot(struct ring *ring, unsigned slot, int descriptor);
/* Submits the request and answers its result. */
int request(struct ring *ring, const struct io_uring_sqe *entry);
/* The same for a request that gives no word of its success. */
void request_silently(struct ring *ring, const struct io_uring_sqe *entry);

#endif
