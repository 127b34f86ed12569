// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "call.h"
#include "file.h"
#include "scope.h"
#include "task.h"
#include <bpf/bpf_endian.h>

PLACED(inet_sock_set_state);
PLACED(connect__call);
PLACED(accept__accept);
PLACED(accept__accept4);
PLACED(listen__call);

/* sizeof(sun_path) of include/uapi/linux/un.h, and the least power of two above it. */
#define UNIX_NAME_BYTES 128

static __always_inline void fill_addresses(struct vdt_socket *record, const struct sock *sock,
					   bool with_remote)
{
	__u32 family = BPF_CORE_READ(sock, __sk_common.skc_family);

	record->family = family;
	record->protocol = BPF_CORE_READ(sock, sk_protocol);
	record->local_port = BPF_CORE_READ(sock, __sk_common.skc_num);
	record->addresses = VDT_ADDRESS_LOCAL;
	if (with_remote) {
		record->remote_port = bpf_ntohs(BPF_CORE_READ(sock, __sk_common.skc_dport));
		record->addresses |= VDT_ADDRESS_REMOTE;
	}
	if (family == AF_INET) {
		bpf_core_read(record->local_address, 4, &sock->__sk_common.skc_rcv_saddr);
		if (with_remote)
			bpf_core_read(record->remote_address, 4, &sock->__sk_common.skc_daddr);
	} else {
		bpf_core_read(record->local_address, 16, &sock->__sk_common.skc_v6_rcv_saddr);
		if (with_remote)
			bpf_core_read(record->remote_address, 16, &sock->__sk_common.skc_v6_daddr);
	}
}

static __always_inline bool is_inet(const struct sock *sock)
{
	__u32 family = BPF_CORE_READ(sock, __sk_common.skc_family);

	return family == AF_INET || family == AF_INET6;
}

/*
 * Why the state and not the calls: it changes in the calling task, whatever call it came by (connect,
 * sendto with fast open, io_uring, a 32-bit program), and the socket has its addresses already. The
 * local port of a connecting socket is chosen later and so is 0, unless it was bound.
 */
SEC("tp_btf/inet_sock_set_state")
int BPF_PROG(inet_sock_set_state, const struct sock *sock, const int old, const int new)
{
	struct vdt_socket record = {};
	struct task_struct *task;

	beat(PLACE(inet_sock_set_state));
	if (new != TCP_SYN_SENT &&new != TCP_LISTEN)
		return 0;
	if (current_is_own())
		return 0;
	task = fill_header(&record.header, VDT_SOCKET);
	if (BPF_CORE_READ(task, flags) & PF_KTHREAD)
		return 0;
	record.header.length = sizeof(record);
	record.operation = new == TCP_LISTEN ? VDT_SOCKET_LISTEN : VDT_SOCKET_CONNECT;
	fill_addresses(&record, sock, new == TCP_SYN_SENT);
	submit_fixed(PLACE(inet_sock_set_state), &record, sizeof(record), record.header.cgroup_id);
	return 0;
}

/* The socket behind a descriptor, NULL if it is none. */
static __always_inline struct sock *socket_at(struct task_struct *task, __s64 descriptor)
{
	struct file *file = file_at(task, descriptor);
	struct socket *socket;

	if (!file || (BPF_CORE_READ(file, f_inode, i_mode) & S_IFMT) != S_IFSOCK)
		return NULL;
	socket = BPF_CORE_READ(file, private_data);
	return BPF_CORE_READ(socket, sk);
}

/* A bound socket's path is walked up from its file, so that no mount or link hides which it is. */
static __always_inline void append_unix_name(struct scratch *scratch, struct vdt_socket *record,
					     struct unix_sock *bound, struct task_struct *task)
{
	struct dentry *dentry = BPF_CORE_READ(bound, path.dentry);
	struct unix_address *address;
	struct inode *inode;
	__u32 length;

	if (dentry) {
		inode = BPF_CORE_READ(dentry, d_inode);
		record->unix_inode = BPF_CORE_READ(inode, i_ino);
		record->unix_device = BPF_CORE_READ(inode, i_sb, s_dev);
		append_path(scratch, &record->unix_path, &bound->path, task);
		return;
	}
	address = BPF_CORE_READ(bound, addr);
	if (!address)
		return;
	length = BPF_CORE_READ(address, len) - sizeof(__kernel_sa_family_t);
	append_bytes(scratch, &record->unix_path, address->name[0].sun_path, length,
		     UNIX_NAME_BYTES);
	/* An abstract name begins with a NUL. */
	if (record->unix_path.length)
		scratch->record[record->unix_path.offset & (RECORD_BYTES - 1)] = '@';
}

static __always_inline __u32 peer_of(struct sock *sock)
{
	struct pid *pid = BPF_CORE_READ(sock, sk_peer_pid);

	return pid ? BPF_CORE_READ(pid, numbers[0].nr) : 0;
}

static __always_inline int tell_unix(__u32 place, __u32 operation, struct sock *sock,
				     struct unix_sock *bound)
{
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();
	struct vdt_socket *record;
	struct scratch *scratch;

	if (!bound)
		return 0;
	scratch = take_scratch(place, sizeof(*record));
	if (!scratch)
		return 0;
	record = &scratch->socket;
	__builtin_memset(record, 0, sizeof(*record));
	fill_header_of(&record->header, VDT_SOCKET, task);
	record->operation = operation;
	record->family = AF_UNIX;
	if (operation != VDT_SOCKET_LISTEN)
		record->peer_pid = peer_of(sock);
	append_unix_name(scratch, record, bound, task);
	submit(scratch, false);
	return 0;
}

static __always_inline int tell_inet(__u32 place, __u32 operation, struct sock *sock)
{
	struct vdt_socket record = {};

	fill_header(&record.header, VDT_SOCKET);
	record.header.length = sizeof(record);
	record.operation = operation;
	fill_addresses(&record, sock, true);
	submit_fixed(place, &record, sizeof(record), record.header.cgroup_id);
	return 0;
}

/*
 * What the state above does not tell: datagram and unix sockets. The object is the socket behind the
 * descriptor, and its other end is who listens, not what the call named. Datagrams sent without a
 * connect are not seen here.
 */
SEC("tracepoint/syscalls/sys_exit_connect")
int connect__call(struct trace_event_raw_sys_exit *call)
{
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();
	struct sock *sock;

	beat(PLACE(connect__call));
	if (call->ret && call->ret != -EINPROGRESS)
		return 0;
	sock = socket_at(task, (__s32)CALL_ARGUMENT(1));
	if (!sock || current_is_own())
		return 0;
	if (BPF_CORE_READ(sock, __sk_common.skc_family) == AF_UNIX)
		return tell_unix(PLACE(connect__call), VDT_SOCKET_CONNECT, sock,
				 (struct unix_sock *)BPF_CORE_READ((struct unix_sock *)sock, peer));
	if (is_inet(sock) && BPF_CORE_READ(sock, sk_protocol) != IPPROTO_TCP)
		return tell_inet(PLACE(connect__call), VDT_SOCKET_CONNECT, sock);
	return 0;
}

static __always_inline int accepted(__u32 place, __s64 descriptor)
{
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();
	struct sock *sock;

	if (descriptor < 0 || current_is_own())
		return 0;
	sock = socket_at(task, descriptor);
	if (!sock) {
		count_failure(place, REASON_NO_FILE);
		return 0;
	}
	if (BPF_CORE_READ(sock, __sk_common.skc_family) == AF_UNIX)
		return tell_unix(place, VDT_SOCKET_ACCEPT, sock, (struct unix_sock *)sock);
	return is_inet(sock) ? tell_inet(place, VDT_SOCKET_ACCEPT, sock) : 0;
}

SEC("tracepoint/syscalls/sys_exit_accept")
int accept__accept(struct trace_event_raw_sys_exit *call)
{
	beat(PLACE(accept__accept));
	return accepted(PLACE(accept__accept), call->ret);
}

SEC("tracepoint/syscalls/sys_exit_accept4")
int accept__accept4(struct trace_event_raw_sys_exit *call)
{
	beat(PLACE(accept__accept4));
	return accepted(PLACE(accept__accept4), call->ret);
}

SEC("tracepoint/syscalls/sys_exit_listen")
int listen__call(struct trace_event_raw_sys_exit *call)
{
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();
	struct sock *sock;

	beat(PLACE(listen__call));
	if (call->ret || current_is_own())
		return 0;
	sock = socket_at(task, (__s32)CALL_ARGUMENT(1));
	if (!sock || BPF_CORE_READ(sock, __sk_common.skc_family) != AF_UNIX)
		return 0;
	return tell_unix(PLACE(listen__call), VDT_SOCKET_LISTEN, sock, (struct unix_sock *)sock);
}
