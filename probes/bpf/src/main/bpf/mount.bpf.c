// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "call.h"
#include "file.h"
#include "scope.h"
#include "task.h"

PLACED(mount__call);
PLACED(mount__fsmount);
PLACED(mount__move);
PLACED(mount__fsconfig);

#define TYPE_BYTES 64
#define NAME_BYTES 1024
#define OPTIONS_BYTES 1024
#define KEY_BYTES 16

/* From fs/mount.h since 6.12: the mounts of a namespace stand in the order of their making. */
struct mnt_namespace___vdt {
	struct rb_node *mnt_last_node;
} __attribute__((preserve_access_index));

struct mount___vdt {
	struct rb_node mnt_node;
} __attribute__((preserve_access_index));

static const char release_agent[] = "release_agent";
static const char release_agent_is[] = "release_agent=";

/* The file system that was mounted last in the task's namespace: right after a mount(2) that made
 * one, its own, but for another mount at the same moment. 0 where the kernel keeps no such order. */
static __always_inline __u64 newest_magic(struct task_struct *task)
{
	struct mnt_namespace___vdt *namespace =
		(struct mnt_namespace___vdt *)BPF_CORE_READ(task, nsproxy, mnt_ns);
	struct mount *mount;
	struct rb_node *last;

	if (!bpf_core_field_exists(namespace->mnt_last_node))
		return 0;
	last = BPF_CORE_READ(namespace, mnt_last_node);
	if (!last)
		return 0;
	mount = (void *)last - bpf_core_field_offset(struct mount___vdt, mnt_node);
	return BPF_CORE_READ(mount, mnt.mnt_sb, s_magic);
}

static __always_inline struct vdt_mount *begin(struct scratch *scratch, __u32 api, __s64 result)
{
	struct vdt_mount *mount = &scratch->mount;

	__builtin_memset(mount, 0, sizeof(*mount));
	fill_header(&mount->header, VDT_MOUNT);
	mount->api = api;
	mount->result = result;
	return mount;
}

/*
 * Why the calls and not the mounted objects: no tracepoint tells of a mount. The texts are the
 * call's own arguments, so untrusted; what is mounted is told by its superblock where it is found.
 * Refused mounts are told as well, with their result.
 */
SEC("tracepoint/syscalls/sys_exit_mount")
int mount__call(struct trace_event_raw_sys_exit *call)
{
	struct scratch *scratch;
	struct vdt_mount *mount;

	beat(PLACE(mount__call));
	if (current_is_own())
		return 0;
	scratch = take_scratch(PLACE(mount__call), sizeof(*mount));
	if (!scratch)
		return 0;
	mount = begin(scratch, VDT_MOUNT_CALL, call->ret);
	mount->flags = CALL_ARGUMENT(4);
	if (!call->ret && !(mount->flags & MS_NO_NEW_MOUNT))
		mount->super_magic = newest_magic((struct task_struct *)bpf_get_current_task());
	append_text(scratch, &mount->source, (const void *)CALL_ARGUMENT(1), NAME_BYTES, FROM_USER);
	append_text(scratch, &mount->target, (const void *)CALL_ARGUMENT(2), NAME_BYTES, FROM_USER);
	append_text(scratch, &mount->type, (const void *)CALL_ARGUMENT(3), TYPE_BYTES, FROM_USER);
	append_text(scratch, &mount->options, (const void *)CALL_ARGUMENT(5), OPTIONS_BYTES,
		    FROM_USER);
	submit(scratch, false);
	return 0;
}

/* What a descriptor of the mount calls leads to: type and source are the kernel's own here. */
static __always_inline void describe(struct scratch *scratch, struct vdt_mount *mount,
				     struct file *file)
{
	struct vfsmount *vfsmount = BPF_CORE_READ(file, f_path.mnt);
	struct super_block *super = BPF_CORE_READ(vfsmount, mnt_sb);
	struct mount *real = mount_of(vfsmount);

	mount->super_magic = BPF_CORE_READ(super, s_magic);
	append_text(scratch, &mount->type, BPF_CORE_READ(super, s_type, name), TYPE_BYTES,
		    FROM_KERNEL);
	append_text(scratch, &mount->source, BPF_CORE_READ(real, mnt_devname), NAME_BYTES,
		    FROM_KERNEL);
}

SEC("tracepoint/syscalls/sys_exit_fsmount")
int mount__fsmount(struct trace_event_raw_sys_exit *call)
{
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();
	struct scratch *scratch;
	struct vdt_mount *mount;
	struct file *file;

	beat(PLACE(mount__fsmount));
	if (current_is_own())
		return 0;
	scratch = take_scratch(PLACE(mount__fsmount), sizeof(*mount));
	if (!scratch)
		return 0;
	mount = begin(scratch, VDT_MOUNT_DESCRIPTORS, call->ret < 0 ? call->ret : 0);
	file = file_at(task, call->ret);
	if (file)
		describe(scratch, mount, file);
	else if (call->ret >= 0)
		count_failure(PLACE(mount__fsmount), REASON_NO_FILE);
	submit(scratch, false);
	return 0;
}

/* The descriptor moved from leads to the mount at its new place, and the walk up from there gives
 * the place's real path. Without a descriptor only the argument is left. */
SEC("tracepoint/syscalls/sys_exit_move_mount")
int mount__move(struct trace_event_raw_sys_exit *call)
{
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();
	struct scratch *scratch;
	struct vdt_mount *mount;
	struct file *file;

	beat(PLACE(mount__move));
	if (current_is_own())
		return 0;
	scratch = take_scratch(PLACE(mount__move), sizeof(*mount));
	if (!scratch)
		return 0;
	mount = begin(scratch, VDT_MOUNT_DESCRIPTORS, call->ret);
	file = file_at(task, (__s32)CALL_ARGUMENT(1));
	if (file) {
		describe(scratch, mount, file);
		append_path(scratch, &mount->target, &file->f_path, task);
	} else {
		append_text(scratch, &mount->source, (const void *)CALL_ARGUMENT(2), NAME_BYTES,
			    FROM_USER);
		append_text(scratch, &mount->target, (const void *)CALL_ARGUMENT(4), NAME_BYTES,
			    FROM_USER);
	}
	submit(scratch, false);
	return 0;
}

static __always_inline bool is_release_agent(const char *key)
{
	char text[KEY_BYTES] = {};

	if (bpf_probe_read_user_str(text, sizeof(text), key) != sizeof(release_agent))
		return false;
#pragma unroll
	for (__u32 i = 0; i < sizeof(release_agent); i++)
		if (text[i] != release_agent[i])
			return false;
	return true;
}

/* Of all options only the one that lets a cgroup run a program as root of the host. */
SEC("tracepoint/syscalls/sys_exit_fsconfig")
int mount__fsconfig(struct trace_event_raw_sys_exit *call)
{
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();
	struct fs_context *context;
	struct vdt_text value = {};
	struct scratch *scratch;
	struct vdt_mount *mount;
	struct file *file;

	beat(PLACE(mount__fsconfig));
	if (current_is_own() || CALL_ARGUMENT(2) != FSCONFIG_SET_STRING ||
	    !is_release_agent((const char *)CALL_ARGUMENT(3)))
		return 0;
	scratch = take_scratch(PLACE(mount__fsconfig), sizeof(*mount));
	if (!scratch)
		return 0;
	mount = begin(scratch, VDT_MOUNT_DESCRIPTORS, call->ret);
	file = file_at(task, (__s32)CALL_ARGUMENT(1));
	if (file && !call->ret) {
		/* The call succeeded, so this is a descriptor of fsopen(2) and not any other. */
		context = BPF_CORE_READ(file, private_data);
		append_text(scratch, &mount->type, BPF_CORE_READ(context, fs_type, name),
			    TYPE_BYTES, FROM_KERNEL);
	}
	append_bytes(scratch, &mount->options, release_agent_is, sizeof(release_agent_is) - 1, 16);
	append_text(scratch, &value, (const void *)CALL_ARGUMENT(4), OPTIONS_BYTES, FROM_USER);
	/* Texts stand behind each other: both are one. */
	mount->options.length += value.length;
	submit(scratch, false);
	return 0;
}
