// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "call.h"
#include "open.h"

PLACED(file_open__openat);
PLACED(file_open__openat2);
PLACED(file_open__open);
PLACED(file_open__creat);
PLACED(file_open__handle);

/*
 * Why the exit of the call: the descriptor leads to the object that was really opened, whatever the
 * path's spelling. It is looked up again in a table that other threads can change meanwhile, so it
 * is conclusive only while the table has one user; otherwise the record is marked raceable. It
 * carries the call's own argument as well.
 *
 * Not seen here: calls of 32-bit programs (see call.h); for io_uring see uring.bpf.c.
 */
static __always_inline int opened(__u32 place, __s64 descriptor, const char *path, __u64 flags)
{
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();
	struct asked asked = {.path = path, .flags = flags};

	if (descriptor < 0 || current_is_own())
		return 0;
	return tell_open(place, file_at(task, descriptor), &asked);
}

SEC("tracepoint/syscalls/sys_exit_openat")
int file_open__openat(struct trace_event_raw_sys_exit *call)
{
	beat(PLACE(file_open__openat));
	return opened(PLACE(file_open__openat), call->ret, (const char *)CALL_ARGUMENT(2),
		      CALL_ARGUMENT(3));
}

SEC("tracepoint/syscalls/sys_exit_openat2")
int file_open__openat2(struct trace_event_raw_sys_exit *call)
{
	beat(PLACE(file_open__openat2));
	return opened(PLACE(file_open__openat2), call->ret, (const char *)CALL_ARGUMENT(2), 0);
}

SEC("tracepoint/syscalls/sys_exit_open")
int file_open__open(struct trace_event_raw_sys_exit *call)
{
	beat(PLACE(file_open__open));
	return opened(PLACE(file_open__open), call->ret, (const char *)CALL_ARGUMENT(1),
		      CALL_ARGUMENT(2));
}

SEC("tracepoint/syscalls/sys_exit_creat")
int file_open__creat(struct trace_event_raw_sys_exit *call)
{
	beat(PLACE(file_open__creat));
	return opened(PLACE(file_open__creat), call->ret, (const char *)CALL_ARGUMENT(1), O_WRONLY);
}

/* Its argument is a handle, not a path. */
SEC("tracepoint/syscalls/sys_exit_open_by_handle_at")
int file_open__handle(struct trace_event_raw_sys_exit *call)
{
	beat(PLACE(file_open__handle));
	return opened(PLACE(file_open__handle), call->ret, NULL, CALL_ARGUMENT(3));
}
