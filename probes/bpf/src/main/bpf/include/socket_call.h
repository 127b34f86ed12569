/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef VEDETTE_SOCKET_CALL_H
#define VEDETTE_SOCKET_CALL_H

#include "call.h"
#include "socket.h"

/*
 * Sockets as the end of a call shows them: what the descriptor leads to, whose other end is who
 * really listens and not what the call named. Each takes the call's arguments, since socketcall(2)
 * has them elsewhere.
 */
static __always_inline int connect_ended(__u32 place, __s64 result, __s32 descriptor)
{
	if (result && result != -EINPROGRESS)
		return 0;
	return connected(place, socket_at(descriptor), result);
}

static __always_inline int accept_ended(__u32 place, __s64 result)
{
	struct sock *sock;

	if (result < 0)
		return 0;
	sock = socket_at(result);
	if (!sock)
		count_failure(place, REASON_NO_FILE);
	return accepted(place, sock);
}

static __always_inline int listen_ended(__u32 place, __s64 result, __s32 descriptor)
{
	if (result)
		return 0;
	return listening(place, socket_at(descriptor), result);
}

static __always_inline int bind_ended(__u32 place, __s64 result, __s32 descriptor, __u64 address)
{
	if (result)
		return 0;
	return bound(place, socket_at(descriptor), address, true, result);
}

static __always_inline int connect_returned(__u32 place, __s64 result)
{
	return connect_ended(place, result, CALL_ARGUMENT(1));
}

static __always_inline int accept_returned(__u32 place, __s64 result)
{
	return accept_ended(place, result);
}

static __always_inline int accept4_returned(__u32 place, __s64 result)
{
	return accept_ended(place, result);
}

static __always_inline int listen_returned(__u32 place, __s64 result)
{
	return listen_ended(place, result, CALL_ARGUMENT(1));
}

static __always_inline int bind_returned(__u32 place, __s64 result)
{
	return bind_ended(place, result, CALL_ARGUMENT(1), CALL_ARGUMENT(2));
}

static __always_inline int socket_returned(__u32 place, __s64 result)
{
	return created(place, CALL_ARGUMENT(1), CALL_ARGUMENT(2), CALL_ARGUMENT(3), result);
}

#endif
