/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SOCKETS_H
#define SOCKETS_H

#include <netinet/in.h>
#include <sys/socket.h>

/* Of who listens, or of nobody: set by what prepares the trick. */
extern int port;

void stream_listener(void);
void datagram_listener(void);
void free_port(void);

/* Loopback and the port. */
struct sockaddr_in v4(void);
struct sockaddr_in6 v6(const char *address);
int made(int family, int type);
/* A socket that listens at the port. */
int serving(void);
void visitor(void);

#endif
