// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#define CALLS_OF_ANY_TABLE
#include "surface.h"
#include "call_function.h"
#include "handle.h"

PLACED(surface__userfaultfd);
PLACED(surface__memfd_create);
PLACED(surface__perf_event_open);
PLACED(surface__fanotify_init);
PLACED(surface__syslog);
PLACED(surface__swapon);
PLACED(surface__seccomp);
PLACED(surface__kexec_load);
PLACED(surface__kexec_file_load);
PLACED(surface__handle);
PLACED(ring__create);
PLACED(module_request__lsm);
PLACED(module_request__fentry);
PLACED(module_request__tracepoint);

/*
 * Why the ends of these calls, on every rung: they are rare, their arguments are numbers in registers,
 * and only there is it known whether the kernel granted them.
 */
AT_FUNCTIONS(surface__userfaultfd, "?", userfaultfd)
AT_FUNCTIONS(surface__memfd_create, "?", memfd_create)
AT_FUNCTIONS(surface__perf_event_open, "?", perf_event_open)
AT_FUNCTIONS(surface__fanotify_init, "?", fanotify_init)
AT_FUNCTIONS(surface__syslog, "?", syslog)
AT_FUNCTIONS(surface__swapon, "?", swapon)
AT_FUNCTIONS(surface__seccomp, "?", seccomp)
AT_TRANSLATED_FUNCTIONS(surface__kexec_load, "?", kexec_load)
/* The 32-bit table has no such call. */
AT_FUNCTION(surface__kexec_file_load_fexit, "?" CALL_FUNCTION(kexec_file_load), kexec_file_load)
/* Of what they open file.bpf.c tells as of any other file, by no word of how that was found. */
AT_FUNCTION(surface__handle_fexit, "?" CALL_FUNCTION(open_by_handle_at), handle)
AT_FUNCTION(surface__handle_fexit32, "?" CALL_FUNCTION_TRANSLATED(open_by_handle_at), handle)

AT_END(surface__userfaultfd, userfaultfd)
AT_END(surface__memfd_create, memfd_create)
AT_END(surface__perf_event_open, perf_event_open)
AT_END(surface__fanotify_init, fanotify_init)
AT_END(surface__syslog, syslog)
AT_END(surface__swapon, swapon)
AT_END(surface__seccomp, seccomp)
AT_END(surface__kexec_load, kexec_load)
AT_END(surface__kexec_file_load, kexec_file_load)

SEC("tracepoint/syscalls/sys_exit_open_by_handle_at")
int surface__handle(struct trace_event_raw_sys_exit *ended)
{
	beat(PLACE(surface__handle));
	return handle_returned(PLACE(surface__handle), ended->ret);
}

/* A ring that was made, by whichever call: io_uring_create() of io_uring/io_uring.c. */
SEC("tp_btf/io_uring_create")
int BPF_PROG(ring__create, int descriptor, void *ring, __u32 submissions, __u32 completions,
	     __u32 flags)
{
	beat(PLACE(ring__create));
	return tell_surface(PLACE(ring__create), VDT_IO_URING_SETUP, flags, 0);
}

/*
 * Why __request_module() of kernel/module/kmod.c: what a program uses without loading it, such as a
 * rare protocol family, makes the kernel load a module for it. The name is formatted by the kernel.
 */
static __always_inline int tell_module_request(__u32 place, const char *alias, __s64 result)
{
	struct surface_name name = {.text = alias, .from = FROM_KERNEL};

	return tell_surface_named(place, VDT_MODULE_REQUEST, 0, result, name);
}

SEC("lsm/kernel_module_request")
int BPF_PROG(module_request__lsm, char *alias, int ret)
{
	beat(PLACE(module_request__lsm));
	tell_module_request(PLACE(module_request__lsm), alias, ret);
	return ret;
}

SEC("fentry/security_kernel_module_request")
int BPF_PROG(module_request__fentry, char *alias)
{
	beat(PLACE(module_request__fentry));
	return tell_module_request(PLACE(module_request__fentry), alias, 0);
}

SEC("tp_btf/module_request")
int BPF_PROG(module_request__tracepoint, char *alias)
{
	beat(PLACE(module_request__tracepoint));
	return tell_module_request(PLACE(module_request__tracepoint), alias, 0);
}
