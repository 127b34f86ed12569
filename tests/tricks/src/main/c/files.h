/* SPDX-License-Identifier: Apache-2.0 */
#ifndef FILES_H
#define FILES_H

#include "tricks.h"
#include <fcntl.h>

/* An ordinary file called "target". */
void make_target(void);
/* Says that a call answered this descriptor. */
void opened(long descriptor);
/* Opens it for writing, and says so. */
void open_at(const char *path);

struct target_handle {
	struct file_handle handle;
	unsigned char bytes[128];
};

/* The handle of a file "target" in a new mount, which it answers a descriptor of. */
int handle_of_target(struct target_handle *handle);

extern const struct part file_calls, file_ways;

#endif
