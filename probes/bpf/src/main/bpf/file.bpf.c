// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "open.h"
#include <bpf/bpf_tracing.h>

PLACED(file_open__lsm);
PLACED(file_open__fexit);
PLACED(file_open__openat);
PLACED(file_open__openat2);
PLACED(file_open__open);
PLACED(file_open__creat);
PLACED(file_open__handle);

/*
 * Why security_file_open: do_dentry_open() (fs/open.c) asks it for whatever is opened, by any call, by
 * io_uring, by a 32-bit program, with the struct file that will be used, after permissions were
 * checked and before anyone can have a descriptor for it. So nothing can be swapped and nothing looked
 * up again. A reference (O_PATH) does not pass here. What a policy refuses is told where it is refused:
 * refuse.bpf.c.
 */
SEC("lsm/file_open")
int BPF_PROG(file_open__lsm, struct file *file, int ret)
{
	beat(PLACE(file_open__lsm));
	if (!ret)
		tell_opening(PLACE(file_open__lsm), file);
	return ret;
}

SEC("fexit/security_file_open")
int BPF_PROG(file_open__fexit, struct file *file, int ret)
{
	beat(PLACE(file_open__fexit));
	if (!ret)
		tell_opening(PLACE(file_open__fexit), file);
	return 0;
}

/*
 * Why the exit of the call where no hook within the kernel may be used: the descriptor leads to the
 * object that was really opened, whatever the path's spelling. It is looked up again in a table that
 * other threads can change meanwhile, so it is conclusive only while the table has one user; otherwise
 * the record is marked raceable. It carries the call's own argument as well.
 *
 * Not seen here: calls of the 32-bit table (see call.h); for io_uring see uring.bpf.c.
 */
AT_END(file_open__openat, openat)
AT_END(file_open__openat2, openat2)
AT_END(file_open__open, open)
AT_END(file_open__creat, creat)
AT_END(file_open__handle, open_by_handle_at)
