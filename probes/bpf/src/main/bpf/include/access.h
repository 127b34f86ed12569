/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef VEDETTE_ACCESS_H
#define VEDETTE_ACCESS_H

#include "call.h"
#include "group.h"
#include "scope.h"
#include "target.h"
#include "novelty.h"

/* include/uapi/linux/ptrace.h */
#define PTRACE_TRACEME 0
#define PTRACE_POKETEXT 4
#define PTRACE_POKEDATA 5
#define PTRACE_POKEUSR 6
#define PTRACE_SETREGS 13
#define PTRACE_SETFPREGS 15
#define PTRACE_ATTACH 16
#define PTRACE_SETREGSET 0x4205
#define PTRACE_SEIZE 0x4206

/* Where it happens often between the same two processes, it is told once in a while. */
static __always_inline bool is_everyday_access(__u32 place, const struct vdt_process_access *access)
{
	struct deed deed = {
		.kind = VDT_PROCESS_ACCESS,
		.operation = access->operation,
		/* One refused must not hide one granted. */
		.object = access->target.start_boot_nanos << 1 | (access->result < 0),
		.detail = access->request,
	};

	if (access->operation == VDT_TRACEME ||
	    (access->operation == VDT_PTRACE &&
	     (access->request == PTRACE_ATTACH || access->request == PTRACE_SEIZE)))
		return false;
	if (access->operation == VDT_READ_MEMORY || access->operation == VDT_WRITE_MEMORY)
		deed.detail = 0;
	return is_repeat(place, &deed);
}

/* The target is NULL where it could not be found. What a process does to itself is not told. */
static __always_inline int tell_access(__u32 place, __u32 operation, struct task_struct *target,
				       __u32 request, __s64 result)
{
	struct vdt_process_access access = {};

	if (target) {
		fill_target(&access.target, target);
		if (access.target.pid == bpf_get_current_pid_tgid() >> 32)
			return 0;
	}
	if (current_is_own() || current_is_quiet())
		return 0;
	access.operation = operation;
	access.request = request;
	access.result = result;
	if (is_everyday_access(place, &access))
		return 0;
	fill_header(&access.header, VDT_PROCESS_ACCESS);
	access.header.length = sizeof(access);
	submit_fixed(place, &access, sizeof(access), access.header.cgroup_id);
	return 0;
}

static __always_inline struct task_struct *current_parent(void)
{
	return (struct task_struct *)bpf_get_current_task_btf()->real_parent;
}

/* The beginnings of tracing; what follows is told by poked(). */
static __always_inline int ptrace_returned(__u32 place, __s64 result)
{
	__u32 request = CALL_ARGUMENT(1);

	if (request == PTRACE_TRACEME)
		return tell_access(place, VDT_TRACEME, current_parent(), request, result);
	if (request != PTRACE_ATTACH && request != PTRACE_SEIZE)
		return 0;
	return tell_access(place, VDT_PTRACE, task_numbered((__s32)CALL_ARGUMENT(2)), request,
			   result);
}

/* What a tracer changes in memory or registers. */
static __always_inline bool is_poke(__u32 request)
{
	switch (request) {
	case PTRACE_POKETEXT:
	case PTRACE_POKEDATA:
	case PTRACE_POKEUSR:
	case PTRACE_SETREGS:
	case PTRACE_SETFPREGS:
	case PTRACE_SETREGSET:
		return true;
	default:
		return false;
	}
}

static __always_inline int tell_poke(__u32 place, struct task_struct *target, __u32 request,
				     __s64 result)
{
	return is_poke(request) ? tell_access(place, VDT_PTRACE, target, request, result) : 0;
}

static __always_inline int poked(__u32 place, __s64 result)
{
	__u32 request = CALL_ARGUMENT(1);

	if (!is_poke(request))
		return 0;
	return tell_access(place, VDT_PTRACE, task_numbered((__s32)CALL_ARGUMENT(2)), request,
			   result);
}

static __always_inline int process_vm_readv_returned(__u32 place, __s64 result)
{
	return tell_access(place, VDT_READ_MEMORY, task_numbered((__s32)CALL_ARGUMENT(1)), 0,
			   result < 0 ? result : 0);
}

static __always_inline int process_vm_writev_returned(__u32 place, __s64 result)
{
	return tell_access(place, VDT_WRITE_MEMORY, task_numbered((__s32)CALL_ARGUMENT(1)), 0,
			   result < 0 ? result : 0);
}

static __always_inline int pidfd_getfd_returned(__u32 place, __s64 result)
{
	return tell_access(place, VDT_GET_DESCRIPTOR, task_of_descriptor((__s32)CALL_ARGUMENT(1)),
			   CALL_ARGUMENT(2), result < 0 ? result : 0);
}

static __always_inline int process_madvise_returned(__u32 place, __s64 result)
{
	return tell_access(place, VDT_MADVISE, task_of_descriptor((__s32)CALL_ARGUMENT(1)),
			   CALL_ARGUMENT(4), result < 0 ? result : 0);
}

#endif
