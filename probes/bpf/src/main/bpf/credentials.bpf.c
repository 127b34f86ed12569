// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "credentials.h"
#include <bpf/bpf_tracing.h>

PLACED(credentials__commit);

/*
 * Why commit_creds() (kernel/cred.c): no task comes to other credentials but through it, so whoever was
 * made root by a hole in the kernel, without any call for it, is seen here as well. Program starts and
 * new user namespaces come through it, too, and are told by events of their own: the former before the
 * new memory is filled, the latter by going to a namespace nested deeper. A way up is told.
 */
SEC("fentry/commit_creds")
int BPF_PROG(credentials__commit, struct cred *new)
{
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();
	struct vdt_credentials_change record = {};
	const struct cred *old;

	beat(PLACE(credentials__commit));
	if (current_is_own() || is_within_exec(task))
		return 0;
	old = FIELD(task, real_cred);
	if (FIELD(new, user_ns, level) > FIELD(old, user_ns, level))
		return 0;
	fill_credentials_of(&record.before, old, task);
	fill_credentials_of(&record.after, new, task);
	return tell_credentials(PLACE(credentials__commit), &record);
}

/*
 * Without that hook, both ends of the calls that change credentials: task->cred is replaced as a
 * whole, so the old one is in sight only before. These calls are rare.
 */
#define WATCH_CALL(call)                                                                 \
	PLACED(credentials__##call##_enter);                                             \
	SEC("tracepoint/syscalls/sys_enter_" #call)                                      \
	int credentials__##call##_enter(void *context)                                   \
	{                                                                                \
		beat(PLACE(credentials__##call##_enter));                                \
		return credentials_entered(PLACE(credentials__##call##_enter));          \
	}                                                                                \
	PLACED(credentials__##call##_exit);                                              \
	SEC("tracepoint/syscalls/sys_exit_" #call)                                       \
	int credentials__##call##_exit(struct trace_event_raw_sys_exit *context)         \
	{                                                                                \
		beat(PLACE(credentials__##call##_exit));                                 \
		return call##_returned(PLACE(credentials__##call##_exit), context->ret); \
	}

CREDENTIALS_CALLS(WATCH_CALL)
