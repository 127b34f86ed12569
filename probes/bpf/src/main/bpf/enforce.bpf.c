// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "deny_connect.h"
#include "deny_exec.h"
#include "deny_file.h"
#include "open.h"
#include "scratch.h"
#include <bpf/bpf_tracing.h>

PLACED(deny_exec__lsm);
PLACED(deny_exec__kill);
PLACED(deny_connect__connect4);
PLACED(deny_connect__connect6);
PLACED(deny_connect__send4);
PLACED(deny_connect__send6);
PLACED(deny_device__access);
PLACED(deny_sysctl__write);

/* include/uapi/linux/bpf.h */
#define BPF_DEVCG_DEV_BLOCK 1
#define BPF_DEVCG_ACC_WRITE 4

/*
 * Programs that only refuse, attached while a policy denies something of their kind. Each tells what it
 * has refused or, in audit mode, would have; what was let through is told by the probes of the fact.
 *
 * Why the root of the control groups and not each container's directory: what a program answers is
 * decided by whose task asks, so a container cannot leave its denials behind by moving to a group that
 * it made elsewhere, or by a socket that was made outside, and a container's end leaves no program over.
 */

static __always_inline void tell_refused_exec(__u32 place, struct linux_binprm *bprm, __u32 flags)
{
	struct scratch *scratch = take_scratch(place, sizeof(struct vdt_exec));
	struct task_struct *parent;
	struct task_struct *task;
	struct vdt_exec *exec;

	if (!scratch)
		return;
	exec = &scratch->exec;
	__builtin_memset(exec, 0, sizeof(*exec));
	task = fill_header(&exec->header, VDT_EXEC);
	exec->header.flags = flags;
	parent = FIELD(task, real_parent);
	exec->parent_pid = FIELD(parent, tgid);
	exec->parent_start_boot_nanos = FIELD(parent, group_leader, start_boottime);
	fill_credentials(&exec->credentials, task);
	fill_namespaces(&exec->namespaces, task);
	fill_file(scratch, &exec->executable, FIELD(bprm, file), task);
	append_text(scratch, &exec->requested_path, FIELD(bprm, filename), REQUESTED_BYTES,
		    FROM_KERNEL);
	submit(scratch, true);
}

/*
 * Why bprm_check_security: search_binary_handler() (fs/exec.c) asks it for the file itself and then for
 * each interpreter, before the point of no return: the caller gets EPERM and goes on. The program has not
 * been looked at, so its arguments are not in the record.
 */
SEC("lsm/bprm_check_security")
int BPF_PROG(deny_exec__lsm, struct linux_binprm *bprm, int ret)
{
	__u32 flags;

	beat(PLACE(deny_exec__lsm));
	if (ret)
		return ret;
	flags = decide_exec(bprm->file);
	if (flags)
		tell_refused_exec(PLACE(deny_exec__lsm), bprm, flags);
	return refusal_of(flags);
}

/*
 * Where no security hook may be used the program is killed before its first instruction: here the kernel
 * has replaced the process, which returns to user space only after its pending signals were delivered
 * (kernel/entry/common.c, exit_to_user_mode_loop). That is no denial: the caller's process is gone. The
 * record is that of sched_process_exec, which comes to the same decision.
 */
SEC("tp_btf/sched_process_exec")
int BPF_PROG(deny_exec__kill, struct task_struct *task, pid_t old_pid, struct linux_binprm *bprm)
{
	beat(PLACE(deny_exec__kill));
	if (decide_exec(bprm->file) & VDT_DENIED && bpf_send_signal(SIGKILL))
		count_failure(PLACE(deny_exec__kill), REASON_NOT_KILLED);
	return 0;
}

#define ALLOW 1
#define REFUSE 0 /* the caller gets EPERM */

/* All that the record says of the peer was read from the kernel's own copy. */
static __always_inline int judge_peer(__u32 place, __u32 operation, struct bpf_sock_addr *context,
				      const __u32 *address)
{
	__u16 port = bpf_ntohs(context->user_port);
	__u32 flags = decide_connect(address, port);
	struct vdt_socket record = {};

	if (!flags)
		return ALLOW;
	fill_header(&record.header, VDT_SOCKET);
	record.header.length = sizeof(record);
	record.header.flags = flags;
	record.operation = operation;
	record.family = context->user_family;
	record.type = context->type;
	record.protocol = context->protocol;
	record.remote_port = port;
	record.addresses = VDT_ADDRESS_REMOTE;
	if (record.family == AF_INET)
		__builtin_memcpy(record.remote_address, &address[3], 4);
	else
		__builtin_memcpy(record.remote_address, address, 16);
	if (flags & VDT_DENIED)
		record.result = -EPERM;
	submit_fixed(place, &record, sizeof(record), record.header.cgroup_id);
	return flags & VDT_DENIED ? REFUSE : ALLOW;
}

static __always_inline int judge_peer4(__u32 place, __u32 operation, struct bpf_sock_addr *context)
{
	__u32 address[4] = {0, 0, bpf_htonl(0xffff), context->user_ip4};

	return judge_peer(place, operation, context, address);
}

static __always_inline int judge_peer6(__u32 place, __u32 operation, struct bpf_sock_addr *context)
{
	__u32 address[4] = {context->user_ip6[0], context->user_ip6[1], context->user_ip6[2],
			    context->user_ip6[3]};

	return judge_peer(place, operation, context, address);
}

/*
 * Why these hooks: __inet_stream_connect() and inet_dgram_connect() (net/ipv4/af_inet.c) ask them
 * whatever call or io_uring request leads there, fast open included, with the address that the kernel has
 * copied; udp_sendmsg() asks for each datagram with an address of its own. Raw and packet sockets pass
 * by none of them.
 */
SEC("cgroup/connect4")
int deny_connect__connect4(struct bpf_sock_addr *context)
{
	beat(PLACE(deny_connect__connect4));
	return judge_peer4(PLACE(deny_connect__connect4), VDT_SOCKET_CONNECT, context);
}

SEC("cgroup/connect6")
int deny_connect__connect6(struct bpf_sock_addr *context)
{
	beat(PLACE(deny_connect__connect6));
	return judge_peer6(PLACE(deny_connect__connect6), VDT_SOCKET_CONNECT, context);
}

SEC("cgroup/sendmsg4")
int deny_connect__send4(struct bpf_sock_addr *context)
{
	beat(PLACE(deny_connect__send4));
	return judge_peer4(PLACE(deny_connect__send4), VDT_SOCKET_SEND, context);
}

SEC("cgroup/sendmsg6")
int deny_connect__send6(struct bpf_sock_addr *context)
{
	beat(PLACE(deny_connect__send6));
	return judge_peer6(PLACE(deny_connect__send6), VDT_SOCKET_SEND, context);
}

/* The path is all that is known of what was refused. */
static __always_inline void tell_refused_open(__u32 place, const char *path, __u32 mode,
					      __u64 magic, __u32 open_flags, __u32 flags)
{
	struct scratch *scratch = take_scratch(place, sizeof(struct vdt_file_open));
	struct vdt_file_open *open;

	if (!scratch)
		return;
	open = &scratch->file_open;
	__builtin_memset(open, 0, sizeof(*open));
	fill_header(&open->header, VDT_FILE_OPEN);
	open->header.flags = flags;
	open->flags = open_flags;
	open->file.mode = mode;
	open->file.super_magic = magic;
	append_text(scratch, &open->file.path, path, REQUESTED_BYTES, FROM_KERNEL);
	submit(scratch, true);
}

/*
 * Why this hook: devcgroup_check_permission() (security/device_cgroup.c) is asked for the opening and
 * the making of every device, by its number: the name that leads to it means nothing. So the record
 * has the name that the device has by convention.
 */
SEC("cgroup/dev")
int deny_device__access(struct bpf_cgroup_dev_ctx *context)
{
	__u32 block = (context->access_type & 0xffff) == BPF_DEVCG_DEV_BLOCK;
	__u32 access = context->access_type >> 16;
	__u32 device = context->major << 20 | context->minor;
	char path[48] = {};
	__u32 flags;

	beat(PLACE(deny_device__access));
	if (!block && is_everyday_device(device))
		return ALLOW;
	flags = decide_device(block, context->major, context->minor);
	if (!flags)
		return ALLOW;
	if (block)
		BPF_SNPRINTF(path, sizeof(path), "/dev/block/%u:%u", context->major,
			     context->minor);
	else
		BPF_SNPRINTF(path, sizeof(path), "/dev/char/%u:%u", context->major, context->minor);
	tell_refused_open(PLACE(deny_device__access), path, block ? S_IFBLK : S_IFCHR, 0,
			  access & BPF_DEVCG_ACC_WRITE ? O_WRONLY : 0, flags);
	return flags & VDT_DENIED ? REFUSE : ALLOW;
}

#define SETTINGS "/proc/sys/"
#define SETTINGS_LENGTH (sizeof(SETTINGS) - 1)
#define PROC_SUPER_MAGIC 0x9fa0 /* include/uapi/linux/magic.h */

/*
 * Why this hook: proc_sys_call_handler() (fs/proc/proc_sysctl.c) asks it for each reading and writing of
 * a setting, whichever mount of proc it is reached by and whoever opened it.
 */
SEC("cgroup/sysctl")
int deny_sysctl__write(struct bpf_sysctl *context)
{
	struct deny_name key = {.action = DENY_SYSCTL};
	char path[SETTINGS_LENGTH + DENY_NAME_BYTES] = SETTINGS;
	struct deny_asked asked;
	__u32 flags;

	beat(PLACE(deny_sysctl__write));
	if (!context->write || !rules_apply(&asked, DENY_SYSCTL))
		return ALLOW;
	if (bpf_sysctl_get_name(context, key.name, sizeof(key.name), 0) < 0)
		count_failure(PLACE(deny_sysctl__write), REASON_TEXT_TRUNCATED);
	key.container = asked.container;
	weigh(&asked, bpf_map_lookup_elem(&deny_names, &key));
	flags = decided(&asked);
	if (!flags)
		return ALLOW;
	__builtin_memcpy(&path[SETTINGS_LENGTH], key.name, sizeof(key.name));
	tell_refused_open(PLACE(deny_sysctl__write), path, S_IFREG, PROC_SUPER_MAGIC, O_WRONLY,
			  flags);
	return flags & VDT_DENIED ? REFUSE : ALLOW;
}
