// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#define COMPAT_CALLS
#include "compat.h"
#include "access.h"
#include "bpf_call.h"
#include "change_call.h"
#include "credentials.h"
#include "handle.h"
#include "isolation.h"
#include "key.h"
#include "memory.h"
#include "module.h"
#include "mount_call.h"
#include "open.h"
#include "socket_call.h"
#include "surface.h"
#include "transfer.h"

/*
 * Calls of the 32-bit table, by int 0x80 from any program, by sysenter or syscall from one of 32 bits
 * (arch/x86/entry/entry_64_compat.S). No tracepoint of a single call fires for them
 * (trace_get_syscall_nr() of arch/x86/include/asm/ftrace.h answers -1), and none fires only for them,
 * so the one place to see them without fentry or LSM is the end of every call of the node, and its
 * beginning for what is in sight only then. That is dear, so this fact is attached only while somebody
 * makes such calls, or where it is asked for.
 *
 * The calls are told by the same functions as those of the 64-bit table.
 */

#if defined(__TARGET_ARCH_x86)

PLACED(compat_call__enter);
PLACED(compat_call__exit);

/* A group of calls of the same kind. Each is a function by itself for the verifier, which all together would
 * be too much for. It wants both arguments to be given, so the compiler must not find one of no use. */
#define COMPAT_CASE(call)   \
	case COMPAT_##call: \
		return call##_returned(place, result);
#define COMPAT_GROUP(group, calls)                                \
	__noinline int compat_##group(__u32 number, __s64 result) \
	{                                                         \
		__u32 place = PLACE(compat_call__exit);           \
                                                                  \
		asm volatile("" : : "r"(result));                 \
		switch (number) {                                 \
			calls(COMPAT_CASE)                        \
		}                                                 \
		return 0;                                         \
	}

#define OPENED(each) each(open) each(creat) each(openat) each(openat2) each(open_by_handle_at)
COMPAT_GROUP(opened, OPENED)

/* Lengths of 64 bits are in two registers. */
RETURNED(truncate64, changed_by_name, result, VDT_TRUNCATE, PATH(1),
	 .value = CALL_ARGUMENT(2) | CALL_ARGUMENT(3) << 32, .by_itself = true)

#define NAMES_CHANGED(each) NAME_CHANGES(each) each(truncate64)
COMPAT_GROUP(names_changed, NAMES_CHANGED)

/* Numbers of users had 16 bits, all ones of which mean that it stays. */
static __always_inline __u64 old_number(__u64 number)
{
	return (__u16)number == 0xffff ? 0xffffffff : (__u16)number;
}

#define OLD_OWNERS(uid, gid) \
	.value = owners(old_number(CALL_ARGUMENT(uid)), old_number(CALL_ARGUMENT(gid)))

BY_NAME(chown16, VDT_CHOWN, PATH(1), OLD_OWNERS(2, 3))
BY_NAME(lchown16, VDT_CHOWN, PATH(1), OLD_OWNERS(2, 3))
BY_DESCRIPTOR(fchown16, VDT_CHOWN, DESCRIPTOR(1), OLD_OWNERS(2, 3))

#define RIGHTS_CHANGED(each) RIGHTS_CHANGES(each) each(chown16) each(lchown16) each(fchown16)
COMPAT_GROUP(rights_changed, RIGHTS_CHANGED)

static __always_inline int ftruncate64_returned(__u32 place, __s64 result)
{
	return ftruncate_returned(place, result);
}

#define WRITTEN(each) each(ftruncate) each(ftruncate64) each(fallocate) each(copy_file_range)
COMPAT_GROUP(written, WRITTEN)

/* The 64-bit table's has two programs at its end, one for each of these. */
static __always_inline int ptrace_and_poke_returned(__u32 place, __s64 result)
{
	poked(place, result);
	return ptrace_returned(place, result);
}

#define PROCESS_REACHED(each)                                                                  \
	each(ptrace_and_poke) each(process_vm_readv) each(process_vm_writev) each(pidfd_getfd) \
		each(process_madvise)
COMPAT_GROUP(process_reached, PROCESS_REACHED)

#define KERNEL_REACHED(each) \
	each(bpf) each(init_module) each(finit_module) each(keyctl) each(add_key) each(request_key)
COMPAT_GROUP(kernel_reached, KERNEL_REACHED)

#define SURFACE_REACHED(each)                                                            \
	each(userfaultfd) each(kexec_load) each(fanotify_init) each(syslog) each(swapon) \
		each(seccomp) each(perf_event_open) each(memfd_create) each(handle)
COMPAT_GROUP(surface_reached, SURFACE_REACHED)

#define ISOLATION_CHANGED(each) each(setns) each(unshare)
COMPAT_GROUP(isolation_changed, ISOLATION_CHANGED)

/* Those of users with 16 bits do the same: what became of it is looked up, not what was asked for. */
#define OLD_CREDENTIALS_CALLS(each)                                                       \
	each(setuid16) each(setgid16) each(setreuid16) each(setregid16) each(setresuid16) \
		each(setresgid16) each(setfsuid16) each(setfsgid16) each(setgroups16)
OLD_CREDENTIALS_CALLS(CREDENTIALS_RETURNED)

#define CREDENTIALS_CHANGED(each) CREDENTIALS_CALLS(each) OLD_CREDENTIALS_CALLS(each)
COMPAT_GROUP(credentials_changed, CREDENTIALS_CHANGED)

/* The arguments of the older call lie in the caller's memory: struct mmap_arg_struct of mm/mmap.c and
 * struct mmap_arg_struct32 of arch/x86/kernel/sys_ia32.c. */
struct old_mapping {
	__u32 address;
	__u32 length;
	__u32 protection;
	__u32 flags;
	__u32 descriptor;
	__u32 offset;
};

static __always_inline int oldmmap_returned(__u32 place, __s64 result)
{
	struct old_mapping asked = {};

	if (IS_ERROR(result))
		return 0;
	if (bpf_probe_read_user(&asked, sizeof(asked), (const void *)CALL_ARGUMENT(1))) {
		count_failure(place, REASON_READ_FAULT);
		return 0;
	}
	return mapped(place, (__u32)result, asked.length, asked.protection, asked.flags,
		      asked.descriptor);
}

#define MEMORY_CHANGED(each) each(mmap) each(oldmmap) each(mprotect) each(pkey_mprotect)
COMPAT_GROUP(memory_changed, MEMORY_CHANGED)

static __always_inline int sendfile_returned(__u32 place, __s64 result)
{
	return sendfile64_returned(place, result);
}

#define TRANSFERRED(each) each(splice) each(tee) each(vmsplice) each(sendfile) each(sendfile64)
COMPAT_GROUP(transferred, TRANSFERRED)

/* What socketcall(2) was asked for: include/uapi/linux/net.h. */
enum socket_call {
	SOCKET_CALL_SOCKET = 1,
	SOCKET_CALL_BIND = 2,
	SOCKET_CALL_CONNECT = 3,
	SOCKET_CALL_LISTEN = 4,
	SOCKET_CALL_ACCEPT = 5,
	SOCKET_CALL_ACCEPT4 = 18,
};

/* Its arguments lie in the caller's memory. What they lead to is looked up by the kernel's objects. */
struct socket_arguments {
	__u32 values[3];
};

static __always_inline struct socket_arguments multiplexed_arguments(void)
{
	struct socket_arguments arguments = {};

	bpf_probe_read_user(&arguments, sizeof(arguments), (const void *)CALL_ARGUMENT(2));
	return arguments;
}

/* The functions that tell have large frames: each has one of these to itself. */
__noinline int compat_socket_made(__u32 number, __s64 result)
{
	__u32 place = PLACE(compat_call__exit);
	struct socket_arguments arguments;

	if (number == COMPAT_socket)
		return socket_returned(place, result);
	if (number != COMPAT_socketcall || CALL_ARGUMENT(1) != SOCKET_CALL_SOCKET)
		return 0;
	arguments = multiplexed_arguments();
	return created(place, arguments.values[0], arguments.values[1], arguments.values[2],
		       result);
}

static __always_inline struct sock *accepted_by(__u32 number, __s64 result)
{
	if (result < 0)
		return NULL;
	if (number == COMPAT_accept4)
		return socket_at(result);
	if (number == COMPAT_socketcall &&
	    (CALL_ARGUMENT(1) == SOCKET_CALL_ACCEPT || CALL_ARGUMENT(1) == SOCKET_CALL_ACCEPT4))
		return socket_at(result);
	return NULL;
}

__noinline int compat_internet_accepted(__u32 number, __s64 result)
{
	struct sock *sock = accepted_by(number, result);

	if (!sock || !is_inet(FIELD(sock, __sk_common.skc_family)))
		return 0;
	return tell_accepted(PLACE(compat_call__exit), (__u64)sock);
}

__noinline int compat_other_accepted(__u32 number, __s64 result)
{
	struct sock *sock = accepted_by(number, result);
	struct socket_deed deed = {
		.sock = (__u64)sock,
		.place = PLACE(compat_call__exit),
		.operation = VDT_SOCKET_ACCEPT,
	};

	if (!sock || is_inet(FIELD(sock, __sk_common.skc_family)))
		return 0;
	return tell_socket(&deed);
}

static __always_inline int multiplexed(__u32 place, __s64 result)
{
	struct socket_arguments arguments = multiplexed_arguments();

	switch (CALL_ARGUMENT(1)) {
	case SOCKET_CALL_BIND:
		return bind_ended(place, result, arguments.values[0], arguments.values[1]);
	case SOCKET_CALL_CONNECT:
		return connect_ended(place, result, arguments.values[0]);
	case SOCKET_CALL_LISTEN:
		return listen_ended(place, result, arguments.values[0]);
	}
	return 0;
}

__noinline int compat_socket_used(__u32 number, __s64 result)
{
	__u32 place = PLACE(compat_call__exit);

	switch (number) {
	case COMPAT_socketcall:
		return multiplexed(place, result);
		COMPAT_CASE(bind);
		COMPAT_CASE(connect);
		COMPAT_CASE(listen);
	}
	return 0;
}

static __always_inline void compat_socket_call(__u32 number, __s64 result)
{
	compat_socket_made(number, result);
	compat_internet_accepted(number, result);
	compat_other_accepted(number, result);
	compat_socket_used(number, result);
}

/* The older call, which has no flags. */
static __always_inline int oldumount_returned(__u32 place, __s64 result)
{
	struct mount_deed deed = {
		.target = CALL_ARGUMENT(1),
		.result = result,
		.place = place,
		.operation = VDT_UMOUNT,
		.texts_are_users = true,
	};

	return tell_mount(&deed);
}

#define MOUNTED(each) each(mount) each(pivot_root) each(chroot) each(oldumount) each(umount)
COMPAT_GROUP(mounted, MOUNTED)

#define MOUNTED_BY_DESCRIPTOR(each) \
	each(fsmount) each(fsconfig) each(move_mount) each(open_tree) each(open_tree_attr) \
		each(mount_setattr)
COMPAT_GROUP(mounted_by_descriptor, MOUNTED_BY_DESCRIPTOR)

static __always_inline int compat_file_call(__u32 number, __s64 result)
{
	compat_opened(number, result);
	if (!result) {
		compat_names_changed(number, result);
		compat_rights_changed(number, result);
	}
	return compat_written(number, result);
}

static __always_inline bool is_compat_call(void)
{
	return bpf_get_current_task_btf()->thread_info.status & TS_COMPAT;
}

/* Before the call only what it replaces as a whole can be seen of what was. */
#define COMPAT_NUMBER(call) case COMPAT_##call:

static __always_inline int compat_entered(__u32 place, __u32 number)
{
	switch (number) {
		CREDENTIALS_CHANGED(COMPAT_NUMBER)
		return credentials_entered(place);
		ISOLATION_CHANGED(COMPAT_NUMBER)
		return namespaces_entered(place);
	}
	return 0;
}

/* Run at every call of every program, so all but 32-bit calls leave after one load. */
SEC("tp_btf/sys_enter")
int BPF_PROG(compat_call__enter, struct pt_regs *registers, long number)
{
	if (!is_compat_call())
		return 0;
	beat(PLACE(compat_call__enter));
	return compat_entered(PLACE(compat_call__enter), number);
}

SEC("tp_btf/sys_exit")
int BPF_PROG(compat_call__exit, struct pt_regs *registers, long result)
{
	__u32 number;

	if (!is_compat_call())
		return 0;
	beat(PLACE(compat_call__exit));
	if (current_is_own() || current_is_quiet())
		return 0;
	number = registers->orig_ax;
	compat_socket_call(number, (__s32)result);
	compat_mounted(number, (__s32)result);
	compat_mounted_by_descriptor(number, (__s32)result);
	compat_isolation_changed(number, (__s32)result);
	compat_credentials_changed(number, (__s32)result);
	compat_memory_changed(number, (__s32)result);
	compat_transferred(number, (__s32)result);
	compat_process_reached(number, (__s32)result);
	compat_kernel_reached(number, (__s32)result);
	compat_surface_reached(number, (__s32)result);
	return compat_file_call(number, (__s32)result);
}

#endif
