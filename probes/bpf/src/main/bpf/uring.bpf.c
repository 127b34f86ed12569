// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "open.h"
#include <bpf/bpf_tracing.h>

PLACED(file_open__io_uring);

/* include/uapi/linux/io_uring.h */
#define FILE_INDEX_ALLOC 0xffffffff
/* Flags in the low bits of a fixed file's pointer: FFS_MASK of io_uring/filetable.h */
#define FIXED_FILE_FLAGS 3UL

/* The file in a slot of the ring's own table, which has no descriptor. */
static __always_inline struct file *fixed_file_at(struct io_ring_ctx *ring, __u32 slot)
{
	struct io_rsrc_node **nodes;
	struct io_rsrc_node *node = NULL;

	if (!bpf_core_field_exists(ring->file_table.data.nodes))
		return NULL;
	if (slot >= BPF_CORE_READ(ring, file_table.data.nr))
		return NULL;
	nodes = BPF_CORE_READ(ring, file_table.data.nodes);
	bpf_probe_read_kernel(&node, sizeof(node), &nodes[slot]);
	return (struct file *)(BPF_CORE_READ(node, file_ptr) & ~FIXED_FILE_FLAGS);
}

/*
 * Why the completion: a request to io_uring is no system call and passes none of the tracepoints for
 * calls. When it completes the file is open, and the one who waits for it has not heard of it yet.
 * The request's own copy of the path is freed by then. The result is read from the request, since the
 * tracepoint's further arguments differ between kernels.
 */
SEC("tp_btf/io_uring_complete")
int BPF_PROG(file_open__io_uring, struct io_ring_ctx *ring, struct io_kiocb *request)
{
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();
	struct io_open *open = (struct io_open *)request;
	struct asked asked = {};
	__u32 slot;
	__s32 result;
	__u8 opcode;

	beat(PLACE(file_open__io_uring));
	if (!request)
		return 0;
	opcode = BPF_CORE_READ(request, opcode);
	if (opcode != IORING_OP_OPENAT && opcode != IORING_OP_OPENAT2)
		return 0;
	result = BPF_CORE_READ(request, cqe.res);
	if (result < 0 || current_is_own())
		return 0;
	asked.flags = BPF_CORE_READ(open, how.flags);
	slot = BPF_CORE_READ(open, file_slot);
	if (!slot)
		return tell_open(PLACE(file_open__io_uring), file_at(task, result), &asked);
	/* A slot is counted from 1 in the request; a slot of the kernel's choice is the result. */
	slot = slot == FILE_INDEX_ALLOC ? result : slot - 1;
	return tell_open(PLACE(file_open__io_uring), fixed_file_at(ring, slot), &asked);
}
