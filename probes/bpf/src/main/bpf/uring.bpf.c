// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "change_call.h"
#include "open.h"
#include "ring_request.h"
#include "socket.h"
#include "surface.h"
#include <bpf/bpf_tracing.h>

PLACED(file_open__io_uring);
PLACED(file_open__io_uring_silent);
PLACED(file_change__io_uring_asked);
PLACED(file_change__io_uring);
PLACED(connect__io_uring);
PLACED(accept__io_uring);
PLACED(listen__io_uring);
PLACED(bind__io_uring_fexit);
PLACED(bind__io_uring);
PLACED(socket__io_uring);
PLACED(ring__request);

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
	struct io_open___vdt *open = (struct io_open___vdt *)request;
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
	result = result_of_request(request);
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

/*
 * A request may ask for no word of its success (IOSQE_CQE_SKIP_SUCCESS), and then the above is silent
 * too. What is known then is what it asks for, when it is submitted (since Linux 6.4): it is told as a
 * file that is gone already.
 */
SEC("tp_btf/io_uring_submit_req")
int BPF_PROG(file_open__io_uring_silent, struct io_kiocb *request)
{
	struct io_open___vdt *open = (struct io_open___vdt *)request;
	struct asked asked = {};
	__u8 opcode = BPF_CORE_READ(request, opcode);

	beat(PLACE(file_open__io_uring_silent));
	if (opcode != IORING_OP_OPENAT && opcode != IORING_OP_OPENAT2)
		return 0;
	if (!(BPF_CORE_READ(request, flags) & REQUEST_IS_SILENT) || current_is_own())
		return 0;
	asked.flags = BPF_CORE_READ(open, how.flags);
	asked.path = (const char *)NAME_IN(open, filename, addr);
	/* Reading is passed over, as is everyday reading elsewhere. */
	if (!(asked.flags & O_ACCMODE))
		return 0;
	return tell_open(PLACE(file_open__io_uring_silent), NULL, &asked);
}

/* What a request named, from its submission to its completion. Least recently used goes first. */
struct ring_names {
	__u64 path;
	__u64 other;
	__s32 directory;
	__s32 other_directory;
};

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 4096);
	__type(key, __u64);
	__type(value, struct ring_names);
} ring_names SEC(".maps");

static __always_inline void find_renamed(struct ring_names *names, struct io_rename___vdt *rename)
{
	names->path = NAME_IN(rename, oldpath, addr);
	names->other = NAME_IN(rename, newpath, addr2);
	names->directory = BPF_CORE_READ(rename, old_dfd);
	names->other_directory = BPF_CORE_READ(rename, new_dfd);
}

static __always_inline void find_linked(struct ring_names *names, struct io_link___vdt *link)
{
	names->path = NAME_IN(link, oldpath, addr);
	names->other = NAME_IN(link, newpath, addr2);
	names->directory = BPF_CORE_READ(link, old_dfd);
	names->other_directory = BPF_CORE_READ(link, new_dfd);
}

static __always_inline void find_unlinked(struct ring_names *names, struct io_unlink___vdt *unlink)
{
	names->path = NAME_IN(unlink, filename, addr);
	names->directory = BPF_CORE_READ(unlink, dfd);
}

static __always_inline int renamed_by_ring(__u32 place, const struct ring_names *names,
					   struct io_rename___vdt *rename)
{
	return CHANGED(changed_by_name, false, .place = place, .operation = VDT_RENAME,
		       .directory = names->directory, .path = names->path, .other = names->other,
		       .other_is_path = true, .other_directory = names->other_directory,
		       .value = BPF_CORE_READ(rename, flags));
}

static __always_inline int unlinked_by_ring(__u32 place, const struct ring_names *names,
					    struct io_unlink___vdt *unlink)
{
	return CHANGED(changed_by_name, false, .place = place,
		       .operation =
			       BPF_CORE_READ(unlink, flags) & AT_REMOVEDIR ? VDT_RMDIR : VDT_UNLINK,
		       .directory = names->directory, .path = names->path);
}

/* The order of what a symbolic link's record has is that of its calls: see symlinkat_returned(). */
static __always_inline int symlinked_by_ring(__u32 place, const struct ring_names *names)
{
	return CHANGED(changed_by_name, false, .place = place, .operation = VDT_SYMLINK,
		       .directory = names->other_directory, .path = names->other,
		       .other = names->path);
}

static __always_inline int linked_by_ring(__u32 place, const struct ring_names *names)
{
	return CHANGED(changed_by_name, false, .place = place, .operation = VDT_LINK,
		       .directory = names->directory, .path = names->path, .other = names->other,
		       .other_is_path = true, .other_directory = names->other_directory);
}

/* The attribute's name is not at hand any more. */
static __always_inline int attribute_by_ring(__u32 place, const struct ring_names *names)
{
	return CHANGED(changed_by_name, false, .place = place, .operation = VDT_SET_XATTR,
		       .directory = AT_FDCWD, .path = names->path, .by_itself = true);
}

static __always_inline int named_by_ring(__u32 place, struct io_kiocb *request, __u8 opcode,
					 const struct ring_names *names)
{
	switch (opcode) {
	case IORING_OP_RENAMEAT:
		return renamed_by_ring(place, names, (struct io_rename___vdt *)request);
	case IORING_OP_UNLINKAT:
		return unlinked_by_ring(place, names, (struct io_unlink___vdt *)request);
	case IORING_OP_SYMLINKAT:
		return symlinked_by_ring(place, names);
	case IORING_OP_LINKAT:
		return linked_by_ring(place, names);
	default:
		return attribute_by_ring(place, names);
	}
}

/*
 * Why the submission: only here has the request its copies of the names, and so the caller's places of
 * them. Since Linux 6.4; before, of such requests only the fact that there were some is told.
 */
SEC("tp_btf/io_uring_submit_req")
int BPF_PROG(file_change__io_uring_asked, struct io_kiocb *request)
{
	struct ring_names names = {.directory = AT_FDCWD, .other_directory = AT_FDCWD};
	__u32 place = PLACE(file_change__io_uring_asked);
	__u8 opcode = BPF_CORE_READ(request, opcode);
	__u64 key = (__u64)request;

	beat(place);
	if (current_is_own() || current_is_quiet())
		return 0;
	switch (opcode) {
	case IORING_OP_RENAMEAT:
		find_renamed(&names, (struct io_rename___vdt *)request);
		break;
	case IORING_OP_LINKAT:
	case IORING_OP_SYMLINKAT:
		find_linked(&names, (struct io_link___vdt *)request);
		break;
	case IORING_OP_UNLINKAT:
		find_unlinked(&names, (struct io_unlink___vdt *)request);
		break;
	case IORING_OP_SETXATTR:
		names.path = NAME_IN((struct io_xattr___vdt *)request, filename, addr3);
		break;
	default:
		return 0;
	}
	/* Of its success nothing will be heard. */
	if (BPF_CORE_READ(request, flags) & REQUEST_IS_SILENT)
		return named_by_ring(place, request, opcode, &names);
	if (bpf_map_update_elem(&ring_names, &key, &names, BPF_ANY))
		count_failure(place, REASON_MAP_FULL);
	return 0;
}

static __always_inline int changed_names_by_ring(__u32 place, struct io_kiocb *request, __u8 opcode)
{
	__u64 key = (__u64)request;
	struct ring_names *remembered = bpf_map_lookup_elem(&ring_names, &key);
	struct ring_names names;

	if (!remembered)
		return 0;
	names = *remembered;
	bpf_map_delete_elem(&ring_names, &key);
	return named_by_ring(place, request, opcode, &names);
}

static __always_inline int written_by_ring(__u32 place, struct io_kiocb *request, __u8 opcode)
{
	struct file *file = file_of_request(request);
	__u64 value;

	if (!file)
		return 0;
	if (opcode == IORING_OP_FALLOCATE) {
		value = BPF_CORE_READ((struct io_sync___vdt *)request, mode);
		tell_written(place, file, VDT_FALLOCATE, value, NULL, false);
	} else if (bpf_core_type_exists(struct io_ftrunc___vdt)) {
		value = BPF_CORE_READ((struct io_ftrunc___vdt *)request, len);
		tell_written(place, file, VDT_TRUNCATE, value, NULL, false);
	}
	return 0;
}

SEC("tp_btf/io_uring_complete")
int BPF_PROG(file_change__io_uring, struct io_ring_ctx *ring, struct io_kiocb *request)
{
	__u32 place = PLACE(file_change__io_uring);
	__u8 opcode;

	beat(place);
	if (!request || current_is_own() || current_is_quiet())
		return 0;
	opcode = BPF_CORE_READ(request, opcode);
	switch (opcode) {
	case IORING_OP_RENAMEAT:
	case IORING_OP_UNLINKAT:
	case IORING_OP_SYMLINKAT:
	case IORING_OP_LINKAT:
	case IORING_OP_SETXATTR:
		return result_of_request(request) ? 0
						  : changed_names_by_ring(place, request, opcode);
	case IORING_OP_FALLOCATE:
	case RING_OP_FTRUNCATE:
		return result_of_request(request) ? 0 : written_by_ring(place, request, opcode);
	}
	return 0;
}

/* Which operations a process has the kernel do by a ring, each once: a service has use for few. */
SEC("tp_btf/io_uring_submit_req")
int BPF_PROG(ring__request, struct io_kiocb *request)
{
	beat(PLACE(ring__request));
	return tell_surface(PLACE(ring__request), VDT_IO_URING_REQUEST,
			    BPF_CORE_READ(request, opcode), 0);
}

/* The operation of a request that was done, -1 if it is not one to be looked at. */
static __always_inline int operation_done(struct io_kiocb *request)
{
	if (!request || current_is_own() || current_is_quiet())
		return -1;
	return BPF_CORE_READ(request, opcode);
}

/*
 * Sockets of the families that no hook of the network's own tells of. The socket is the request's own
 * file, be it that of a descriptor or of a fixed slot.
 */
SEC("tp_btf/io_uring_complete")
int BPF_PROG(connect__io_uring, struct io_ring_ctx *ring, struct io_kiocb *request)
{
	__u32 place = PLACE(connect__io_uring);

	beat(place);
	if (operation_done(request) != IORING_OP_CONNECT)
		return 0;
	return connected(place, socket_of(file_of_request(request)), result_of_request(request));
}

SEC("tp_btf/io_uring_complete")
int BPF_PROG(accept__io_uring, struct io_ring_ctx *ring, struct io_kiocb *request)
{
	struct io_accept___vdt *accept = (struct io_accept___vdt *)request;
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();
	__u32 place = PLACE(accept__io_uring);
	struct file *file;
	__s32 result;
	__u32 slot;

	beat(place);
	if (operation_done(request) != IORING_OP_ACCEPT)
		return 0;
	result = result_of_request(request);
	if (result < 0)
		return 0;
	slot = BPF_CORE_READ(accept, file_slot);
	if (slot)
		file = fixed_file_at(ring, slot == FILE_INDEX_ALLOC ? result : slot - 1);
	else
		file = file_at(task, result);
	return accepted(place, socket_of(file));
}

SEC("tp_btf/io_uring_complete")
int BPF_PROG(listen__io_uring, struct io_ring_ctx *ring, struct io_kiocb *request)
{
	__u32 place = PLACE(listen__io_uring);

	beat(place);
	if (operation_done(request) != RING_OP_LISTEN)
		return 0;
	return listening(place, socket_of(file_of_request(request)), result_of_request(request));
}

/* io_bind() of io_uring/net.c, since 6.11: a table has its address, so it is there by itself, and it ends
 * with the result in the request. */
SEC("?fexit/io_bind")
int BPF_PROG(bind__io_uring_fexit, struct io_kiocb *request)
{
	__u32 place = PLACE(bind__io_uring_fexit);

	beat(place);
	bound(place, socket_of(file_of_request(request)), 0, false, result_of_request(request));
	return 0;
}

SEC("tp_btf/io_uring_complete")
int BPF_PROG(bind__io_uring, struct io_ring_ctx *ring, struct io_kiocb *request)
{
	__u32 place = PLACE(bind__io_uring);

	beat(place);
	if (operation_done(request) != RING_OP_BIND)
		return 0;
	return bound(place, socket_of(file_of_request(request)), 0, false,
		     result_of_request(request));
}

SEC("tp_btf/io_uring_complete")
int BPF_PROG(socket__io_uring, struct io_ring_ctx *ring, struct io_kiocb *request)
{
	struct io_socket___vdt *socket = (struct io_socket___vdt *)request;
	__u32 place = PLACE(socket__io_uring);

	beat(place);
	if (operation_done(request) != IORING_OP_SOCKET)
		return 0;
	return created(place, BPF_CORE_READ(socket, domain), BPF_CORE_READ(socket, type),
		       BPF_CORE_READ(socket, protocol), result_of_request(request));
}
