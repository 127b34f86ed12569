/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef VEDETTE_FILE_KIND_H
#define VEDETTE_FILE_KIND_H

#include "constants.h"
#include "kernel.h"
#include "record.h"

#define NULL_MINOR 3

static __always_inline __u8 stdio_of_device(__u32 device)
{
	__u32 major = DEVICE_MAJOR(device);

	if (major == MEM_MAJOR && DEVICE_MINOR(device) == NULL_MINOR)
		return VDT_STDIO_NULL;
	if (major == TTY_MAJOR || major == TTYAUX_MAJOR ||
	    (major >= UNIX98_PTY_SLAVE_FIRST && major <= UNIX98_PTY_SLAVE_LAST))
		return VDT_STDIO_TERMINAL;
	return VDT_STDIO_OTHER;
}

static __always_inline __u8 stdio_of_socket(struct file *file)
{
	struct socket *socket = FIELD(file, private_data);
	struct sock *sock = FIELD(socket, sk);

	if (FIELD(sock, __sk_common.skc_family) == AF_UNIX)
		return VDT_STDIO_UNIX_SOCKET;
	switch (FIELD(sock, __sk_common.skc_state)) {
	case TCP_ESTABLISHED:
	case TCP_SYN_SENT:
	case TCP_CLOSE_WAIT:
		return VDT_STDIO_CONNECTED_SOCKET;
	case TCP_LISTEN:
		return VDT_STDIO_LISTENING_SOCKET;
	default:
		return VDT_STDIO_OTHER;
	}
}

/* What is behind a descriptor, as enum vdt_stdio. */
static __always_inline __u8 kind_of_file(struct file *file)
{
	struct inode *inode = FIELD(file, f_inode);

	switch (FIELD(inode, i_mode) & S_IFMT) {
	case S_IFREG:
		return VDT_STDIO_FILE;
	case S_IFIFO:
		return VDT_STDIO_PIPE;
	case S_IFCHR:
		return stdio_of_device(FIELD(inode, i_rdev));
	case S_IFSOCK:
		return stdio_of_socket(file);
	default:
		return VDT_STDIO_OTHER;
	}
}

#endif
