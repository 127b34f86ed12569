/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef VEDETTE_TRANSFER_H
#define VEDETTE_TRANSFER_H

#include "call.h"
#include "file.h"
#include "file_kind.h"
#include "group.h"
#include "novelty.h"
#include "permission.h"
#include "scope.h"

/*
 * Bytes that go from one file to another as pages, not as copies: whoever gets hold of the page of a
 * file he may not write has, by several of the kernel's past mistakes, written to that file for all who
 * read it. Told is what brings such a file's pages into a pipe or socket, what takes a pipe's pages into
 * a socket of a rare kind, and pages between pipes or from memory; the first of a kind by a process
 * and object within the novelty window. Web servers send files to TCP: that is left out.
 */

/* include/linux/net.h: of struct socket */
#define SOCK_STREAM 1

static __always_inline bool is_everyday_socket(const struct file *file)
{
	const struct socket *socket = FIELD(file, private_data);
	const struct sock *sock = FIELD(socket, sk);
	__u32 family = FIELD(sock, __sk_common.skc_family);

	return family == AF_UNIX ||
	       ((family == AF_INET || family == AF_INET6) && FIELD(socket, type) == SOCK_STREAM);
}

static __always_inline __u32 type_of(const struct file *file)
{
	return FIELD(file, f_inode, i_mode) & S_IFMT;
}

/* The pages of an image's file are those of all containers of the image, so nobody may write them. */
static __always_inline bool has_others_pages(const struct file *file)
{
	const struct inode *inode = FIELD(file, f_inode);

	if (!may_write(inode, FIELD(file, f_path.mnt)))
		return true;
	return FIELD(inode, i_sb, s_magic) == OVERLAYFS_SUPER_MAGIC &&
	       !(overlay_of((struct inode *)inode) & VDT_OVERLAY_UPPER);
}

static __always_inline bool is_telling_transfer(const struct file *source,
						const struct file *destination)
{
	__u32 from = type_of(source);
	__u32 to = destination ? type_of(destination) : S_IFIFO;

	if (to == S_IFSOCK && is_everyday_socket(destination))
		return false;
	if (from == S_IFREG)
		return (to == S_IFIFO || to == S_IFSOCK) && has_others_pages(source);
	return from == S_IFIFO && (to == S_IFSOCK || to == S_IFIFO);
}

static __always_inline bool was_transferred(__u32 place, const struct file *source, __u32 operation,
					    __u32 destination_kind)
{
	struct deed deed = {
		.kind = VDT_TRANSFER,
		.operation = operation,
		.detail = destination_kind,
	};

	/* Pipes come and go: of them the first one counts. */
	if (source && type_of(source) == S_IFREG)
		set_inode(&deed, FIELD(source, f_inode));
	return is_repeat(place, &deed);
}

/* No source: the process's own memory. No destination: some pipe. */
static __always_inline void tell_transfer(__u32 place, __u32 operation, struct file *source,
					  struct file *destination, __s64 result)
{
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();
	__u8 kind = destination ? kind_of_file(destination) : VDT_STDIO_PIPE;
	struct vdt_transfer *transfer;
	struct scratch *scratch;

	if (source && !is_telling_transfer(source, destination))
		return;
	if (current_is_own() || current_is_quiet() ||
	    was_transferred(place, source, operation, kind))
		return;
	scratch = take_scratch(place, sizeof(*transfer));
	if (!scratch)
		return;
	transfer = &scratch->transfer;
	__builtin_memset(transfer, 0, sizeof(*transfer));
	fill_header_of(&transfer->header, VDT_TRANSFER, task);
	transfer->operation = operation;
	transfer->result = result;
	transfer->destination_kind = kind;
	if (source) {
		transfer->source_kind = kind_of_file(source);
		fill_file(scratch, &transfer->source, source, task);
	}
	if (destination)
		fill_file(scratch, &transfer->destination, destination, task);
	submit(scratch, false);
}

static __always_inline int transferred(__u32 place, __u32 operation, __s64 result, __s32 from,
				       __s32 to)
{
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();
	struct file *source = file_at(task, from);
	struct file *destination = file_at(task, to);

	if (source && destination)
		tell_transfer(place, operation, source, destination, result);
	else
		count_failure(place, REASON_NO_FILE);
	return 0;
}

static __always_inline int splice_returned(__u32 place, __s64 result)
{
	if (result <= 0)
		return 0;
	return transferred(place, VDT_SPLICE, result, CALL_ARGUMENT(1), CALL_ARGUMENT(3));
}

static __always_inline int tee_returned(__u32 place, __s64 result)
{
	if (result <= 0)
		return 0;
	return transferred(place, VDT_TEE, result, CALL_ARGUMENT(1), CALL_ARGUMENT(2));
}

/* Its destination comes first. */
static __always_inline int sendfile64_returned(__u32 place, __s64 result)
{
	if (result <= 0)
		return 0;
	return transferred(place, VDT_SENDFILE, result, CALL_ARGUMENT(2), CALL_ARGUMENT(1));
}

/* From a pipe it is an ordinary read. */
static __always_inline int vmsplice_returned(__u32 place, __s64 result)
{
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();
	struct file *pipe = result <= 0 ? NULL : file_at(task, (__s32)CALL_ARGUMENT(1));

	if (pipe && FIELD(pipe, f_mode) & FMODE_WRITE)
		tell_transfer(place, VDT_VMSPLICE, NULL, pipe, result);
	return 0;
}

#endif
