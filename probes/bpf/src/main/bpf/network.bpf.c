// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "deny_connect.h"
#include "socket_call.h"
#include <bpf/bpf_tracing.h>

PLACED(inet_sock_set_state);
PLACED(inet_connect__4);
PLACED(inet_connect__6);
PLACED(inet_send__4);
PLACED(inet_send__6);
PLACED(inet_bind__4);
PLACED(inet_bind__6);
PLACED(connect__fexit);
PLACED(connect__call);
PLACED(accept__fexit);
PLACED(accept__accept);
PLACED(accept__accept4);
PLACED(listen__fexit);
PLACED(listen__call);
PLACED(bind__fexit);
PLACED(bind__call);
PLACED(socket__fexit);
PLACED(socket__call);
PLACED(unix_send__fexit);

/* include/uapi/asm-generic/errno.h */
#define ECONNABORTED 103

/* Who began a TCP connection, by its struct sock: when it fails, some other task may be current. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 8192);
	__type(key, __u64);
	__type(value, struct vdt_header);
} connecting SEC(".maps");

/* Whoever gave up by itself has left no error. False if the beginning was not told. */
static __always_inline bool fill_failure(struct vdt_socket *record, const struct sock *sock)
{
	__u64 key = (__u64)sock;
	struct vdt_header *header = bpf_map_lookup_elem(&connecting, &key);

	if (!header)
		return false;
	record->header = *header;
	bpf_map_delete_elem(&connecting, &key);
	record->header.boot_nanos = bpf_ktime_get_boot_ns();
	record->operation = VDT_SOCKET_CONNECT;
	record->result = -(sock->sk_err ? sock->sk_err : ECONNABORTED);
	return true;
}

static __always_inline bool fill_beginning(struct vdt_socket *record, const struct sock *sock,
					   int state)
{
	__u64 key = (__u64)sock;
	struct task_struct *task;

	if (current_is_own() || current_is_quiet())
		return false;
	task = fill_header(&record->header, VDT_SOCKET);
	if (FIELD(task, flags) & PF_KTHREAD)
		return false;
	record->header.length = sizeof(*record);
	record->operation = state == TCP_LISTEN ? VDT_SOCKET_LISTEN : VDT_SOCKET_CONNECT;
	if (state == TCP_SYN_SENT &&
	    bpf_map_update_elem(&connecting, &key, &record->header, BPF_ANY))
		count_failure(PLACE(inet_sock_set_state), REASON_MAP_FULL);
	return true;
}

/*
 * Why the state and not the calls: it changes in the calling task, whatever call it came by
 * (connect, sendto with fast open, io_uring, a 32-bit program), and the socket has its addresses
 * already (inet_sk_state_store() of net/ipv4/af_inet.c). The local port of a connecting socket is
 * chosen later and so is 0, unless it was bound. A connection that fails is told once more, with
 * the error as its result.
 */
SEC("tp_btf/inet_sock_set_state")
int BPF_PROG(inet_sock_set_state, const struct sock *sock, const int old, const int new)
{
	struct vdt_socket record = {};

	beat(PLACE(inet_sock_set_state));
	if (old == TCP_SYN_SENT && new == TCP_CLOSE) {
		if (!fill_failure(&record, sock))
			return 0;
	} else if (new == TCP_SYN_SENT || new == TCP_LISTEN) {
		if (!fill_beginning(&record, sock, new))
			return 0;
		if (new == TCP_LISTEN)
			note_serving();
	} else {
		return 0;
	}
	fill_addresses(&record, sock, new != TCP_LISTEN);
	submit_fixed(PLACE(inet_sock_set_state), &record, sizeof(record), record.header.cgroup_id);
	return 0;
}

#define ALLOW 1

/*
 * Why the hooks of control groups for what is not TCP: inet_dgram_connect(), udp_sendmsg() and
 * __inet_bind() (net/ipv4, and the same of net/ipv6) come to them by whatever call, 32-bit or not,
 * or by io_uring, with the address that the kernel has copied, and they are on every kernel.
 * Sending pays for them only where a datagram has an address of its own. At the root they run for
 * every group. They refuse nothing: denials are of enforce.bpf.c, and what those refuse is told
 * there.
 */
static __always_inline int inet_reached(__u32 place, __u32 operation, struct bpf_sock_addr *context,
					const __u32 *address)
{
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();
	struct deed told = {.kind = VDT_SOCKET, .operation = operation};
	struct vdt_socket record = {};

	if (context->protocol == IPPROTO_TCP || current_is_own() || current_is_quiet())
		return ALLOW;
	record.remote_port = bpf_ntohs(context->user_port);
	told.object =
		((__u64)address[0] << 32 | address[1]) ^ ((__u64)address[3] << 32 | address[2]);
	told.detail = context->protocol << 16 | record.remote_port;
	if (is_repeat(place, &told) || decide_connect(address, record.remote_port) & VDT_DENIED)
		return ALLOW;
	fill_header_of(&record.header, VDT_SOCKET, task);
	record.header.length = sizeof(record);
	record.operation = operation;
	record.family = context->user_family;
	record.type = context->type;
	record.protocol = context->protocol;
	record.addresses = VDT_ADDRESS_REMOTE;
	if (record.family == AF_INET)
		__builtin_memcpy(record.remote_address, &address[3], 4);
	else
		__builtin_memcpy(record.remote_address, address, 16);
	submit_fixed(place, &record, sizeof(record), record.header.cgroup_id);
	return ALLOW;
}

static __always_inline int inet_reached4(__u32 place, __u32 operation,
					 struct bpf_sock_addr *context)
{
	__u32 address[4] = {0, 0, bpf_htonl(0xffff), context->user_ip4};

	return inet_reached(place, operation, context, address);
}

static __always_inline int inet_reached6(__u32 place, __u32 operation,
					 struct bpf_sock_addr *context)
{
	__u32 address[4] = {context->user_ip6[0], context->user_ip6[1], context->user_ip6[2],
			    context->user_ip6[3]};

	return inet_reached(place, operation, context, address);
}

SEC("cgroup/connect4")
int inet_connect__4(struct bpf_sock_addr *context)
{
	beat(PLACE(inet_connect__4));
	return inet_reached4(PLACE(inet_connect__4), VDT_SOCKET_CONNECT, context);
}

SEC("cgroup/connect6")
int inet_connect__6(struct bpf_sock_addr *context)
{
	beat(PLACE(inet_connect__6));
	return inet_reached6(PLACE(inet_connect__6), VDT_SOCKET_CONNECT, context);
}

SEC("cgroup/sendmsg4")
int inet_send__4(struct bpf_sock_addr *context)
{
	beat(PLACE(inet_send__4));
	return inet_reached4(PLACE(inet_send__4), VDT_SOCKET_SEND, context);
}

SEC("cgroup/sendmsg6")
int inet_send__6(struct bpf_sock_addr *context)
{
	beat(PLACE(inet_send__6));
	return inet_reached6(PLACE(inet_send__6), VDT_SOCKET_SEND, context);
}

/* The port has been taken. A TCP socket's is told when it listens. */
static __always_inline int inet_bound(__u32 place, struct bpf_sock *context, const __u32 *address)
{
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();
	struct deed told = {.kind = VDT_SOCKET, .operation = VDT_SOCKET_BIND};
	struct vdt_socket record = {};

	if (context->protocol == IPPROTO_TCP || current_is_own() || current_is_quiet())
		return ALLOW;
	record.local_port = context->src_port;
	told.object =
		((__u64)address[0] << 32 | address[1]) ^ ((__u64)address[3] << 32 | address[2]);
	told.detail = context->protocol << 16 | record.local_port;
	if (is_repeat(place, &told))
		return ALLOW;
	fill_header_of(&record.header, VDT_SOCKET, task);
	record.header.length = sizeof(record);
	record.operation = VDT_SOCKET_BIND;
	record.family = context->family;
	record.type = context->type;
	record.protocol = context->protocol;
	record.addresses = VDT_ADDRESS_LOCAL;
	if (record.family == AF_INET)
		__builtin_memcpy(record.local_address, &address[3], 4);
	else
		__builtin_memcpy(record.local_address, address, 16);
	submit_fixed(place, &record, sizeof(record), record.header.cgroup_id);
	return ALLOW;
}

SEC("cgroup/post_bind4")
int inet_bind__4(struct bpf_sock *context)
{
	__u32 address[4] = {0, 0, bpf_htonl(0xffff), context->src_ip4};

	beat(PLACE(inet_bind__4));
	return inet_bound(PLACE(inet_bind__4), context, address);
}

SEC("cgroup/post_bind6")
int inet_bind__6(struct bpf_sock *context)
{
	__u32 address[4] = {context->src_ip6[0], context->src_ip6[1], context->src_ip6[2],
			    context->src_ip6[3]};

	beat(PLACE(inet_bind__6));
	return inet_bound(PLACE(inet_bind__6), context, address);
}

/*
 * Why these functions (net/socket.c) and not the security hooks: they end when it is done, with the
 * socket itself, so its other end is known, and calls of every table and io_uring come to them.
 */
SEC("fexit/__sys_connect_file")
int BPF_PROG(connect__fexit, struct file *file, void *address, int length, int flags, int result)
{
	beat(PLACE(connect__fexit));
	connected(PLACE(connect__fexit), socket_of(file), result);
	return 0;
}

/* Without them, the end of the call: the object is the socket behind the descriptor. */
AT_END(connect__call, connect)

/* What it returns is found by helper, since its arguments differ between kernels. */
SEC("fexit/do_accept")
int accept__fexit(__u64 *context)
{
	__u64 file = 0;

	beat(PLACE(accept__fexit));
	if (bpf_get_func_ret(context, &file) || !file || file >= LEAST_ERROR_POINTER)
		return 0;
	accepted(PLACE(accept__fexit), socket_of((struct file *)file));
	return 0;
}

AT_END(accept__accept, accept)
AT_END(accept__accept4, accept4)

/* The socket has its name already, and little can go wrong from here on. */
SEC("fexit/security_socket_listen")
int BPF_PROG(listen__fexit, struct socket *socket, int backlog, int result)
{
	beat(PLACE(listen__fexit));
	listening(PLACE(listen__fexit), socket->sk, result);
	return 0;
}

AT_END(listen__call, listen)

/*
 * Why this function (net/socket.c): calls of both tables and socketcall(2) come to it, from two files, and
 * it ends when the socket has its name. The one below it that has the socket (__sys_bind_socket, since
 * 6.11) is a part of it where the compiler has put its body there, as in Debian's 6.12: so io_uring has a
 * program of its own (uring.bpf.c).
 */
SEC("fexit/__sys_bind")
int BPF_PROG(bind__fexit, int descriptor, void *address, int length, int result)
{
	beat(PLACE(bind__fexit));
	bind_ended(PLACE(bind__fexit), result, descriptor, (__u64)address);
	return 0;
}

AT_END(bind__call, bind)

/* Those that the kernel makes for itself are no task's doing. */
SEC("fexit/__sock_create")
int BPF_PROG(socket__fexit, struct net *net, int family, int type, int protocol,
	     struct socket **made, int kernel, int result)
{
	beat(PLACE(socket__fexit));
	if (kernel)
		return 0;
	return created(PLACE(socket__fexit), family, type, protocol, result);
}

AT_END(socket__call, socket)

/*
 * Datagrams to unix sockets without a connection: unix_dgram_sendmsg() asks with both ends. There
 * is no lower rung: the calls for sending are far too frequent, and know no more than a name.
 */
SEC("?fexit/security_unix_may_send")
int BPF_PROG(unix_send__fexit, struct socket *socket, struct socket *other, int result)
{
	beat(PLACE(unix_send__fexit));
	if (!result)
		sent_to(PLACE(unix_send__fexit), socket->sk, other->sk);
	return 0;
}
