// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#define COMPAT_CALLS
#include "compat.h"
#include "access.h"
#include "bpf_call.h"
#include "change_call.h"
#include "compat.h"
#include "isolation.h"
#include "key.h"
#include "module.h"
#include "mount_call.h"
#include "open.h"
#include "socket_call.h"
#include "surface.h"

/*
 * Calls of the 32-bit table, by int 0x80 from any program, by sysenter or syscall from one of 32 bits
 * (arch/x86/entry/entry_64_compat.S). No tracepoint of a single call fires for them
 * (trace_get_syscall_nr() of arch/x86/include/asm/ftrace.h answers -1), and none fires only for them,
 * so the one place to see them without fentry or LSM is the end of every call of the node. That is
 * dear, so this fact is attached only while somebody makes such calls, or where it is asked for.
 *
 * The calls are told by the same functions as those of the 64-bit table. Each group has a function of
 * its own for the verifier, which all together would be too much for.
 */

#if defined(__TARGET_ARCH_x86)

/* include/uapi/linux/magic.h */
#define NSFS_MAGIC 0x6e736673

PLACED(compat_call__exit);

#define COMPAT_CASE(call)   \
	case COMPAT_##call: \
		return call##_returned(place, result)

__noinline int compat_opened(__u32 number, __s64 result)
{
	__u32 place = PLACE(compat_call__exit);

	switch (number) {
		COMPAT_CASE(open);
		COMPAT_CASE(creat);
		COMPAT_CASE(openat);
		COMPAT_CASE(openat2);
		COMPAT_CASE(open_by_handle_at);
	}
	return 0;
}

/* Numbers of users had 16 bits, all ones of which mean that it stays. */
static __always_inline __u64 old_number(__u64 number)
{
	return (__u16)number == 0xffff ? 0xffffffff : (__u16)number;
}

static __always_inline int chown16_returned(__u32 place, __s64 result)
{
	return CHANGED(changed_by_name, result, .place = place, .operation = VDT_CHOWN,
		       .directory = AT_FDCWD, .path = CALL_ARGUMENT(1),
		       .value = owners(old_number(CALL_ARGUMENT(2)), old_number(CALL_ARGUMENT(3))));
}

static __always_inline int fchown16_returned(__u32 place, __s64 result)
{
	return CHANGED(changed_by_descriptor, result, .place = place, .operation = VDT_CHOWN,
		       .directory = CALL_ARGUMENT(1),
		       .value = owners(old_number(CALL_ARGUMENT(2)), old_number(CALL_ARGUMENT(3))));
}

/* Lengths of 64 bits are in two registers. */
static __always_inline int truncate64_returned(__u32 place, __s64 result)
{
	return CHANGED(changed_by_name, result, .place = place, .operation = VDT_TRUNCATE,
		       .directory = AT_FDCWD, .path = CALL_ARGUMENT(1),
		       .value = CALL_ARGUMENT(2) | CALL_ARGUMENT(3) << 32, .by_itself = true);
}

__noinline int compat_names_changed(__u32 number, __s64 result)
{
	__u32 place = PLACE(compat_call__exit);

	switch (number) {
		COMPAT_CASE(truncate);
		COMPAT_CASE(truncate64);
		COMPAT_CASE(unlink);
		COMPAT_CASE(unlinkat);
		COMPAT_CASE(rmdir);
		COMPAT_CASE(rename);
		COMPAT_CASE(renameat);
		COMPAT_CASE(renameat2);
		COMPAT_CASE(link);
		COMPAT_CASE(linkat);
		COMPAT_CASE(symlink);
		COMPAT_CASE(symlinkat);
		COMPAT_CASE(mknod);
		COMPAT_CASE(mknodat);
	}
	return 0;
}

__noinline int compat_rights_changed(__u32 number, __s64 result)
{
	__u32 place = PLACE(compat_call__exit);

	switch (number) {
		COMPAT_CASE(chmod);
		COMPAT_CASE(fchmod);
		COMPAT_CASE(fchmodat);
		COMPAT_CASE(fchmodat2);
	case COMPAT_chown16:
	case COMPAT_lchown16:
		return chown16_returned(place, result);
		COMPAT_CASE(fchown16);
		COMPAT_CASE(chown);
		COMPAT_CASE(lchown);
		COMPAT_CASE(fchown);
		COMPAT_CASE(fchownat);
		COMPAT_CASE(setxattr);
		COMPAT_CASE(lsetxattr);
		COMPAT_CASE(fsetxattr);
		COMPAT_CASE(setxattrat);
		COMPAT_CASE(removexattr);
		COMPAT_CASE(lremovexattr);
		COMPAT_CASE(fremovexattr);
		COMPAT_CASE(removexattrat);
	}
	return 0;
}

__noinline int compat_written(__u32 number, __s64 result)
{
	__u32 place = PLACE(compat_call__exit);

	switch (number) {
	case COMPAT_ftruncate64:
		COMPAT_CASE(ftruncate);
		COMPAT_CASE(fallocate);
		COMPAT_CASE(copy_file_range);
	}
	return 0;
}

__noinline int compat_process_reached(__u32 number, __s64 result)
{
	__u32 place = PLACE(compat_call__exit);

	switch (number) {
	case COMPAT_ptrace:
		poked(place, result);
		return ptrace_returned(place, result);
		COMPAT_CASE(process_vm_readv);
		COMPAT_CASE(process_vm_writev);
		COMPAT_CASE(pidfd_getfd);
		COMPAT_CASE(process_madvise);
	}
	return 0;
}

__noinline int compat_kernel_reached(__u32 number, __s64 result)
{
	__u32 place = PLACE(compat_call__exit);

	switch (number) {
		COMPAT_CASE(bpf);
		COMPAT_CASE(init_module);
		COMPAT_CASE(finit_module);
		COMPAT_CASE(keyctl);
		COMPAT_CASE(add_key);
		COMPAT_CASE(request_key);
	}
	return 0;
}

__noinline int compat_surface_reached(__u32 number, __s64 result)
{
	__u32 place = PLACE(compat_call__exit);

	switch (number) {
		COMPAT_CASE(userfaultfd);
		COMPAT_CASE(kexec_load);
		COMPAT_CASE(fanotify_init);
		COMPAT_CASE(syslog);
		COMPAT_CASE(swapon);
		COMPAT_CASE(seccomp);
		COMPAT_CASE(perf_event_open);
		COMPAT_CASE(memfd_create);
	}
	return 0;
}

/* struct ns_common of include/linux/ns_common.h, before and since Linux 6.18. */
struct proc_ns_operations___vdt {
	int type;
} __attribute__((preserve_access_index));

struct ns_common___before {
	const struct proc_ns_operations___vdt *ops;
} __attribute__((preserve_access_index));

struct ns_common___since {
	__u32 ns_type;
} __attribute__((preserve_access_index));

/* The kind of namespace that a descriptor of the file system for them leads to, as CLONE_NEW*. */
static __always_inline __u64 kind_of_descriptor(__s32 descriptor)
{
	struct file *file = file_at((struct task_struct *)bpf_get_current_task(), descriptor);
	struct ns_common___since *since;
	struct ns_common___before *before;
	void *common;

	if (!file || BPF_CORE_READ(file, f_inode, i_sb, s_magic) != NSFS_MAGIC)
		return 0;
	common = BPF_CORE_READ(file, f_inode, i_private);
	since = common;
	before = common;
	if (bpf_core_field_exists(since->ns_type))
		return BPF_CORE_READ(since, ns_type);
	return (__u32)BPF_CORE_READ(before, ops, type);
}

/* What the task had before is not in sight any more: of the kinds that changed it is 0. */
static __always_inline int namespaces_changed(__u32 place, __u32 operation, __u64 kinds,
					      __s64 result)
{
	struct vdt_namespace record = {};

	fill_header(&record.header, VDT_NAMESPACE);
	record.header.length = sizeof(record);
	record.operation = operation;
	record.result = result;
	record.clone_flags = kinds;
	fill_namespaces(&record.after, (struct task_struct *)bpf_get_current_task());
	record.before = record.after;
	if (kinds & CLONE_NEWNS)
		record.before.mount = 0;
	if (kinds & CLONE_NEWNET)
		record.before.network = 0;
	if (kinds & CLONE_NEWUSER)
		record.before.user = 0;
	if (kinds & CLONE_NEWIPC)
		record.before.ipc = 0;
	if (kinds & CLONE_NEWUTS)
		record.before.uts = 0;
	if (kinds & CLONE_NEWCGROUP)
		record.before.cgroup = 0;
	submit_fixed(place, &record, sizeof(record), record.header.cgroup_id);
	return 0;
}

__noinline int compat_isolation_changed(__u32 number, __s64 result)
{
	__u32 place = PLACE(compat_call__exit);
	__u64 kinds;

	switch (number) {
	case COMPAT_setns:
		kinds = CALL_ARGUMENT(2) & CLONE_NEW_ANY;
		if (!kinds)
			kinds = kind_of_descriptor(CALL_ARGUMENT(1));
		return namespaces_changed(place, VDT_SETNS, kinds, result);
	case COMPAT_unshare:
		kinds = CALL_ARGUMENT(1) & CLONE_NEW_ANY;
		return kinds ? namespaces_changed(place, VDT_UNSHARE, kinds, result) : 0;
	}
	return 0;
}

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

__noinline int compat_mounted(__u32 number, __s64 result)
{
	__u32 place = PLACE(compat_call__exit);

	switch (number) {
		COMPAT_CASE(mount);
		COMPAT_CASE(pivot_root);
		COMPAT_CASE(chroot);
	case COMPAT_umount:
		return oldumount_returned(place, result);
	case COMPAT_umount2:
		return umount_returned(place, result);
	}
	return 0;
}

__noinline int compat_mounted_by_descriptor(__u32 number, __s64 result)
{
	__u32 place = PLACE(compat_call__exit);

	switch (number) {
		COMPAT_CASE(fsmount);
		COMPAT_CASE(fsconfig);
		COMPAT_CASE(move_mount);
		COMPAT_CASE(open_tree);
		COMPAT_CASE(mount_setattr);
	}
	return 0;
}

static __always_inline int compat_file_call(__u32 number, __s64 result)
{
	compat_opened(number, result);
	if (!result) {
		compat_names_changed(number, result);
		compat_rights_changed(number, result);
	}
	return compat_written(number, result);
}

/* Run at every call of every program, so all but 32-bit calls leave after one load. */
SEC("tp_btf/sys_exit")
int BPF_PROG(compat_call__exit, struct pt_regs *registers, long result)
{
	struct task_struct *task = bpf_get_current_task_btf();
	__u32 number;

	if (!(task->thread_info.status & TS_COMPAT))
		return 0;
	beat(PLACE(compat_call__exit));
	if (current_is_own() || current_is_quiet())
		return 0;
	number = registers->orig_ax;
	compat_socket_call(number, (__s32)result);
	compat_mounted(number, (__s32)result);
	compat_mounted_by_descriptor(number, (__s32)result);
	compat_isolation_changed(number, (__s32)result);
	compat_process_reached(number, (__s32)result);
	compat_kernel_reached(number, (__s32)result);
	compat_surface_reached(number, (__s32)result);
	return compat_file_call(number, (__s32)result);
}

#endif
