/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef VEDETTE_RING_REQUEST_H
#define VEDETTE_RING_REQUEST_H

#include "kernel.h"
#include "vmlinux.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>

/*
 * A request to io_uring: what it asks for lies in the request itself, in a struct of the operation's
 * own (io_uring/<operation>.c), which begins with the file that it is about, be that of a descriptor or
 * of a fixed slot. Not all kernels have all of these, nor does the machine that this is built on.
 */

/* include/uapi/linux/io_uring.h: the newer ones, which older headers lack. */
#define RING_OP_SEND_ZC 47
#define RING_OP_SENDMSG_ZC 48
#define RING_OP_FTRUNCATE 55
#define RING_OP_BIND 56
#define RING_OP_LISTEN 57
#define FILE_INDEX_ALLOC 0xffffffff
#define RING_HAS_DOUBLE_ENTRIES (1U << 10) /* IORING_SETUP_SQE128 */
#define RING_HAS_NO_INDEX (1U << 16)	   /* IORING_SETUP_NO_SQARRAY */

/* REQ_F_CQE_SKIP of include/linux/io_uring_types.h: IOSQE_CQE_SKIP_SUCCESS, the same bit. */
#define REQUEST_IS_SILENT (1U << 6)

struct io_rename___vdt {
	int old_dfd;
	int new_dfd;
	struct filename *oldpath;
	struct filename *newpath;
	int flags;
} __attribute__((preserve_access_index));

struct io_link___vdt {
	int old_dfd;
	int new_dfd;
	struct filename *oldpath;
	struct filename *newpath;
} __attribute__((preserve_access_index));

struct io_unlink___vdt {
	int dfd;
	int flags;
	struct filename *filename;
} __attribute__((preserve_access_index));

struct io_xattr___vdt {
	struct filename *filename;
} __attribute__((preserve_access_index));

struct io_ftrunc___vdt {
	loff_t len;
} __attribute__((preserve_access_index));

struct io_sync___vdt {
	int mode;
} __attribute__((preserve_access_index));

struct io_open___vdt {
	int dfd;
	__u32 file_slot;
	struct filename *filename;
	struct open_how how;
} __attribute__((preserve_access_index));

struct io_accept___vdt {
	__u32 file_slot;
} __attribute__((preserve_access_index));

struct io_socket___vdt {
	int domain;
	int type;
	int protocol;
} __attribute__((preserve_access_index));

/* Flags in the low bits of a fixed file's pointer: FFS_MASK of io_uring/filetable.h, three until Linux 6.1 */
#define FIXED_FILE_FLAGS 7UL

/* Until Linux 6.12 the table was an array of these. */
struct io_fixed_file___vdt {
	unsigned long file_ptr;
} __attribute__((preserve_access_index));

struct io_file_table___vdt {
	struct io_fixed_file___vdt *files;
} __attribute__((preserve_access_index));

struct io_ring_ctx___vdt {
	struct io_file_table___vdt file_table;
	unsigned int nr_user_files;
} __attribute__((preserve_access_index));

static __always_inline struct file *fixed_file_in_array(struct io_ring_ctx___vdt *ring, __u32 slot)
{
	struct io_fixed_file___vdt *files;
	unsigned long file = 0;

	if (!bpf_core_field_exists(ring->file_table.files) ||
	    !bpf_core_field_exists(ring->nr_user_files))
		return NULL;
	if (slot >= BPF_CORE_READ(ring, nr_user_files))
		return NULL;
	files = BPF_CORE_READ(ring, file_table.files);
	bpf_probe_read_kernel(&file, sizeof(file), &files[slot]);
	return (struct file *)(file & ~FIXED_FILE_FLAGS);
}

/* The file in a slot of the ring's own table, which has no descriptor. */
static __always_inline struct file *fixed_file_at(struct io_ring_ctx *ring, __u32 slot)
{
	struct io_rsrc_node **nodes;
	struct io_rsrc_node *node = NULL;

	if (!bpf_core_field_exists(ring->file_table.data.nodes))
		return fixed_file_in_array((struct io_ring_ctx___vdt *)ring, slot);
	if (slot >= BPF_CORE_READ(ring, file_table.data.nr))
		return NULL;
	nodes = BPF_CORE_READ(ring, file_table.data.nodes);
	bpf_probe_read_kernel(&node, sizeof(node), &nodes[slot]);
	return (struct file *)(BPF_CORE_READ(node, file_ptr) & ~FIXED_FILE_FLAGS);
}

static __always_inline struct file *file_of_request(struct io_kiocb *request)
{
	return BPF_CORE_READ(request, file);
}

static __always_inline __s32 result_of_request(struct io_kiocb *request)
{
	return BPF_CORE_READ(request, cqe.res);
}

/* Where the caller's memory has the name: the kernel's copy is freed before the request completes. */
static __always_inline __u64 name_of(struct filename *name)
{
	if (!bpf_core_field_exists(name->uptr))
		return 0;
	return name ? (__u64)BPF_CORE_READ(name, uptr) : 0;
}

/*
 * Since Linux 7 a request has copies of its names only (struct delayed_filename), and no caller's places
 * of them. These stand in the entry that it was made from, which io_get_sqe() of io_uring/io_uring.c has
 * just taken: the one before the ring's head. The caller may write there, as it may to the names
 * themselves. Only for a request that is being submitted, and not for one of two entries.
 */
static __always_inline __u64 address_in_entry(struct io_kiocb *request, __u32 offset)
{
	struct io_ring_ctx *ring = BPF_CORE_READ(request, ctx);
	__u32 entries = BPF_CORE_READ(ring, sq_entries);
	__u32 flags = BPF_CORE_READ(ring, flags);
	__u32 at = (BPF_CORE_READ(ring, cached_sq_head) - 1) & (entries - 1);
	__u64 address = 0;

	if (!(flags & RING_HAS_NO_INDEX))
		bpf_probe_read_kernel(&at, sizeof(at), BPF_CORE_READ(ring, sq_array) + at);
	if (at >= entries)
		return 0;
	if (flags & RING_HAS_DOUBLE_ENTRIES)
		at *= 2;
	bpf_probe_read_kernel(&address, sizeof(address),
			      (void *)BPF_CORE_READ(ring, sq_sqes) +
				      at * sizeof(struct io_uring_sqe) + offset);
	return address;
}

/* The caller's place of a name, of which the request has a field and the entry an address. */
#define NAME_IN(request, field, address)                             \
	(bpf_core_field_exists((request)->field)                     \
		 ? name_of(BPF_CORE_READ(request, field))            \
		 : address_in_entry((struct io_kiocb *)(request),    \
				    offsetof(struct io_uring_sqe, address)))

#endif
