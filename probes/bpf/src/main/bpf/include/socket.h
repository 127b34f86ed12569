/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef VEDETTE_SOCKET_H
#define VEDETTE_SOCKET_H

#include "file.h"
#include "group.h"
#include "scope.h"
#include "serving.h"
#include "target.h"
#include "task.h"
#include "novelty.h"
#include <bpf/bpf_endian.h>

/* include/linux/socket.h, include/linux/net.h, include/uapi/linux/in.h,
 * include/uapi/linux/netlink.h */
#define AF_NETLINK 16
#define AF_ALG 38
#define SOCKET_TYPE_MASK 0xf
#define IPPROTO_ICMPV6 58
#define NETLINK_ROUTE 0

/* sizeof(sun_path) of include/uapi/linux/un.h, and the least power of two above it. */
#define UNIX_NAME_BYTES 128
/* struct sockaddr_alg of include/uapi/linux/if_alg.h */
#define ALG_TYPE_AT 2
#define ALG_TYPE_BYTES 15 /* with a NUL */
#define ALG_NAME_AT 24
#define ALG_NAME_BYTES 65

/*
 * Connections, datagrams and bound ports of the internet's families are told by what all ways lead
 * to (network.bpf.c), TCP's by its state. What is left for the calls, or for the functions of the
 * kernel that they lead to, are the other families, and sockets of rare types.
 */
static __always_inline bool is_inet(__u32 family)
{
	return family == AF_INET || family == AF_INET6;
}

static __always_inline bool is_everyday_protocol(__u32 protocol)
{
	switch (protocol) {
	case 0:
	case IPPROTO_ICMP:
	case IPPROTO_TCP:
	case IPPROTO_UDP:
	case IPPROTO_ICMPV6:
	case IPPROTO_MPTCP:
		return true;
	default:
		return false;
	}
}

/* Every program that resolves a name asks the kernel for its addresses by a netlink socket. */
static __always_inline bool is_rare(__u32 family, __u32 type, __u32 protocol)
{
	if (family == AF_UNIX)
		return false;
	if (family == AF_NETLINK)
		return protocol != NETLINK_ROUTE;
	if (is_inet(family))
		return type == SOCK_RAW || !is_everyday_protocol(protocol);
	return true;
}

static __always_inline bool is_rare_socket(const struct sock *sock)
{
	return is_rare(FIELD(sock, __sk_common.skc_family), FIELD(sock, sk_type),
		       FIELD(sock, sk_protocol));
}

/* The socket that a file is, NULL if it is none. */
static __always_inline struct sock *socket_of(struct file *file)
{
	struct socket *socket;

	if (!file || (FIELD(file, f_inode, i_mode) & S_IFMT) != S_IFSOCK)
		return NULL;
	socket = FIELD(file, private_data);
	return socket ? BPF_CORE_READ(socket, sk) : NULL;
}

/* The socket behind the current task's descriptor. */
static __always_inline struct sock *socket_at(__s64 descriptor)
{
	return socket_of(file_at((struct task_struct *)bpf_get_current_task(), descriptor));
}

static __always_inline void fill_addresses(struct vdt_socket *record, const struct sock *sock,
					   bool with_remote)
{
	__u32 family = FIELD(sock, __sk_common.skc_family);

	record->family = family;
	record->protocol = FIELD(sock, sk_protocol);
	record->type = FIELD(sock, sk_type);
	record->local_port = FIELD(sock, __sk_common.skc_num);
	record->addresses = VDT_ADDRESS_LOCAL;
	if (with_remote) {
		record->remote_port = bpf_ntohs(FIELD(sock, __sk_common.skc_dport));
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

/* What happened to a socket. Its other end and its name are the kernel's own. */
struct socket_deed {
	__u64 sock;    /* struct sock */
	__u64 other;   /* the other end's, where the socket itself does not lead to it */
	__u64 address; /* that the caller gave: of AF_ALG alone it is told */
	__u32 place;
	__u32 operation;
	__u32 address_is_users; /* it is in the caller's memory */
	__u32 padding;
};

/* A bound socket's path is walked up from its file, so that no mount or link hides which it is. */
static __always_inline void append_unix_name(struct scratch *scratch, struct vdt_socket *record,
					     struct unix_sock *bound, struct task_struct *task)
{
	struct dentry *dentry = BPF_CORE_READ(bound, path.dentry);
	struct unix_address *address;
	struct inode *inode;
	__u32 length;

	if (dentry) {
		inode = FIELD(dentry, d_inode);
		record->unix_inode = FIELD(inode, i_ino);
		record->unix_device = FIELD(inode, i_sb, s_dev);
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

/* The group that a socket was made in: of the v2 hierarchy only, others a socket does not keep. */
static __always_inline __u64 cgroup_of_socket(const struct sock *sock)
{
	if (group_controller)
		return 0;
	return FIELD(sock, sk_cgrp_data.cgroup, kn, id);
}

/*
 * Who made the other end: of a connection the process that called listen(2), or connect(2) on the
 * other side (init_peercred() of net/unix/af_unix.c). Datagram sockets do not keep it; the group
 * that the other socket was made in is known all the same.
 */
static __always_inline void fill_peer(struct scratch *scratch, struct vdt_socket *record,
				      struct sock *sock, struct sock *other,
				      struct task_struct *task)
{
	struct task_struct *peer = task_of_pid(BPF_CORE_READ(sock, sk_peer_pid));
	struct file *executable;

	if (other)
		record->peer_cgroup_id = cgroup_of_socket(other);
	if (!peer)
		return;
	record->peer_pid = FIELD(peer, tgid);
	record->peer_cgroup_id = cgroup_of(peer);
	executable = (struct file *)FIELD(peer, mm, exe_file);
	if (executable)
		fill_file(scratch, &record->peer_executable, executable, task);
}

/* hash/sha1, aead/authenc(...): the type and the name of a bound algorithm. */
static __always_inline void append_algorithm(struct scratch *scratch, struct vdt_socket *record,
					     const struct socket_deed *deed)
{
	static const char colon[] = ":";
	struct vdt_text part = {};

	if (deed->address_is_users) {
		record->header.flags |= VDT_UNTRUSTED;
		append_text(scratch, &record->algorithm, (void *)(deed->address + ALG_TYPE_AT),
			    ALG_TYPE_BYTES, FROM_USER);
	} else {
		append_text(scratch, &record->algorithm, (void *)(deed->address + ALG_TYPE_AT),
			    ALG_TYPE_BYTES, FROM_KERNEL);
	}
	if (!record->algorithm.length)
		return;
	append_bytes(scratch, &part, colon, 1, 2);
	record->algorithm.length += part.length;
	if (deed->address_is_users)
		append_text(scratch, &part, (void *)(deed->address + ALG_NAME_AT), ALG_NAME_BYTES,
			    FROM_USER);
	else
		append_text(scratch, &part, (void *)(deed->address + ALG_NAME_AT), ALG_NAME_BYTES,
			    FROM_KERNEL);
	/* Texts stand behind each other: all are one. */
	record->algorithm.length += part.length;
}

/* What tells one deed from another: the bound object, or the socket itself where it has no name. */
static __always_inline __u64 object_of(struct sock *named, __u32 family)
{
	struct unix_sock *bound = (struct unix_sock *)named;
	__u64 object;

	if (family != AF_UNIX)
		return (__u64)named;
	object = (__u64)BPF_CORE_READ(bound, path.dentry);
	if (!object)
		object = (__u64)BPF_CORE_READ(bound, addr);
	return object ? object : (__u64)named;
}

/* One function for all calls, verified by itself. Of a family other than the internet's, or raw. */
__weak __noinline int tell_socket(const struct socket_deed *deed)
{
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();
	struct vdt_socket *record;
	struct scratch *scratch;
	struct deed told = {.kind = VDT_SOCKET};
	struct sock *other;
	struct sock *named;
	struct sock *sock;
	__u32 family;

	if (!deed || current_is_own() || current_is_quiet())
		return 0;
	if (deed->operation == VDT_SOCKET_ACCEPT || deed->operation == VDT_SOCKET_LISTEN)
		note_serving();
	sock = named = (struct sock *)deed->sock;
	other = (struct sock *)deed->other;
	family = FIELD(sock, __sk_common.skc_family);
	if (family == AF_UNIX && !other && deed->operation == VDT_SOCKET_CONNECT)
		other = BPF_CORE_READ((struct unix_sock *)sock, peer);
	if (family == AF_UNIX &&
	    (deed->operation == VDT_SOCKET_CONNECT || deed->operation == VDT_SOCKET_SEND)) {
		if (!other)
			return 0;
		named = other;
	}
	told.object = object_of(named, family);
	told.operation = deed->operation;
	told.detail = family;
	if (deed->operation == VDT_SOCKET_ACCEPT)
		told.object ^= (__u64)BPF_CORE_READ(sock, sk_peer_pid);
	if (is_repeat(deed->place, &told))
		return 0;
	scratch = take_scratch(deed->place, sizeof(*record));
	if (!scratch)
		return 0;
	record = &scratch->socket;
	__builtin_memset(record, 0, sizeof(*record));
	fill_header_of(&record->header, VDT_SOCKET, task);
	record->operation = deed->operation;
	if (is_inet(family))
		fill_addresses(record, sock, deed->operation != VDT_SOCKET_BIND);
	record->family = family;
	record->type = FIELD(sock, sk_type);
	record->protocol = FIELD(sock, sk_protocol);
	if (family == AF_UNIX) {
		append_unix_name(scratch, record, (struct unix_sock *)named, task);
		if (deed->operation != VDT_SOCKET_LISTEN && deed->operation != VDT_SOCKET_BIND)
			fill_peer(scratch, record, sock, other, task);
	}
	if (family == AF_ALG && deed->address)
		append_algorithm(scratch, record, deed);
	submit(scratch, false);
	return 0;
}

/* A socket of the internet that the current task has accepted: its two ends. By itself for the
 * stack. */
__weak __noinline int tell_accepted(__u32 place, __u64 accepted_sock)
{
	struct sock *sock = (struct sock *)accepted_sock;
	struct vdt_socket record = {};
	struct deed told = {.kind = VDT_SOCKET, .operation = VDT_SOCKET_ACCEPT};

	if (current_is_own() || current_is_quiet())
		return 0;
	note_serving();
	record.operation = VDT_SOCKET_ACCEPT;
	fill_addresses(&record, sock, true);
	__builtin_memcpy(&told.object, &record.remote_address[8], sizeof(told.object));
	told.object ^= *(__u64 *)&record.remote_address[0];
	told.detail = record.local_port;
	if (is_repeat(place, &told))
		return 0;
	fill_header(&record.header, VDT_SOCKET);
	record.header.length = sizeof(record);
	submit_fixed(place, &record, sizeof(record), record.header.cgroup_id);
	return 0;
}

/* The entries for whatever way a deed came by: a call of either table, a hook, or io_uring. */

static __always_inline int connected(__u32 place, struct sock *sock, __s64 result)
{
	struct socket_deed deed = {
	    .sock = (__u64)sock, .place = place, .operation = VDT_SOCKET_CONNECT};

	if (!sock || (result && result != -EINPROGRESS))
		return 0;
	if (FIELD(sock, __sk_common.skc_family) != AF_UNIX && !is_rare_socket(sock))
		return 0;
	return tell_socket(&deed);
}

static __always_inline int accepted(__u32 place, struct sock *sock)
{
	struct socket_deed deed = {
	    .sock = (__u64)sock, .place = place, .operation = VDT_SOCKET_ACCEPT};

	if (!sock)
		return 0;
	if (is_inet(FIELD(sock, __sk_common.skc_family)))
		return tell_accepted(place, (__u64)sock);
	return tell_socket(&deed);
}

/* TCP's listening is told by its state. */
static __always_inline int listening(__u32 place, struct sock *sock, __s64 result)
{
	struct socket_deed deed = {
	    .sock = (__u64)sock, .place = place, .operation = VDT_SOCKET_LISTEN};

	if (!sock || result || is_inet(FIELD(sock, __sk_common.skc_family)))
		return 0;
	return tell_socket(&deed);
}

static __always_inline int bound(__u32 place, struct sock *sock, __u64 address, bool is_users,
				 __s64 result)
{
	struct socket_deed deed = {
	    .sock = (__u64)sock,
	    .address = address,
	    .address_is_users = is_users,
	    .place = place,
	    .operation = VDT_SOCKET_BIND,
	};

	if (!sock || result)
		return 0;
	if (FIELD(sock, __sk_common.skc_family) != AF_UNIX && !is_rare_socket(sock))
		return 0;
	return tell_socket(&deed);
}

/* A datagram for a unix socket that the sender is not connected to. */
static __always_inline int sent_to(__u32 place, struct sock *sock, struct sock *other)
{
	struct socket_deed deed = {
	    .sock = (__u64)sock,
	    .other = (__u64)other,
	    .place = place,
	    .operation = VDT_SOCKET_SEND,
	};

	if (!sock || !other || BPF_CORE_READ((struct unix_sock *)sock, peer))
		return 0;
	return tell_socket(&deed);
}

/* Refused attempts at rare kinds are told as well. The type's upper bits are flags of the
 * descriptor. */
static __always_inline int created(__u32 place, __u32 family, __u32 type, __u32 protocol,
				   __s64 result)
{
	struct vdt_socket record = {};
	struct deed told = {.kind = VDT_SOCKET, .operation = VDT_SOCKET_CREATE};

	type &= SOCKET_TYPE_MASK;
	if (!is_rare(family, type, protocol) || current_is_own() || current_is_quiet())
		return 0;
	told.object = (__u64)family << 32 | protocol;
	told.detail = type << 1 | (result < 0);
	if (is_repeat(place, &told))
		return 0;
	fill_header(&record.header, VDT_SOCKET);
	record.header.length = sizeof(record);
	record.operation = VDT_SOCKET_CREATE;
	record.family = family;
	record.type = type;
	record.protocol = protocol;
	record.result = result < 0 ? result : 0;
	submit_fixed(place, &record, sizeof(record), record.header.cgroup_id);
	return 0;
}

#endif
