// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#define CALLS_OF_ANY_TABLE
#include "mount_call.h"
#include "call_function.h"
#include <bpf/bpf_tracing.h>

PLACED(mount__fexit);
PLACED(mount__call);
PLACED(umount__fexit);
PLACED(umount__call);
PLACED(pivot_root__fexit);
PLACED(pivot_root__call);
PLACED(chroot__fexit);
PLACED(chroot__call);
PLACED(move_mount__fexit);
PLACED(move_mount__call);
PLACED(fsmount__call);
PLACED(fsconfig__fentry);
PLACED(fsconfig__call);
PLACED(open_tree__call);
PLACED(open_tree__attr_call);
PLACED(mount_setattr__call);

/* Whether the mount is the one that was made there. */
static __always_inline bool stands_on(struct mount *mount, const struct path *path)
{
	return (__u64)BPF_CORE_READ(mount, mnt_mountpoint) == (__u64)path->dentry &&
	       (__u64)BPF_CORE_READ(mount, mnt_parent) == (__u64)mount_of(path->mnt);
}

/*
 * Why path_mount() (fs/namespace.c): mount(2) of every table comes to it with the kernel's own
 * copies of the texts and with the place looked up, and it ends with the result. So nothing is the
 * caller's to change, and the mount that was made is known by where it stands.
 */
SEC("fexit/path_mount")
int BPF_PROG(mount__fexit, const char *source, struct path *path, const char *type,
	     unsigned long flags, void *options, int result)
{
	struct mount *made;
	struct mount_deed deed = {
	    .type = (__u64)type,
	    .source = (__u64)source,
	    .options = (__u64)options,
	    .flags = flags,
	    .result = result,
	    .place = PLACE(mount__fexit),
	};

	beat(PLACE(mount__fexit));
	set_place(&deed, path);
	if (!result && flags & MS_REMOUNT) {
		deed.mount = (__u64)mount_of(path->mnt);
	} else if (!result && !(flags & MS_NO_NEW_MOUNT)) {
		made = newest_mount((struct task_struct *)bpf_get_current_task());
		if (made && stands_on(made, path))
			deed.mount = (__u64)made;
	}
	tell_mount(&deed);
	return 0;
}

AT_END(mount__call, mount)

/*
 * Why the security hooks for what follows: they are asked when the place has been looked up and the
 * caller's right to it has been seen (fs/namespace.c, fs/open.c). What can still fail is a busy
 * mount or a wrong kind of place.
 */
static __always_inline void tell_place(__u32 place, __u32 operation, const struct path *path)
{
	struct mount_deed deed = {.place = place, .operation = operation};

	set_place(&deed, path);
	tell_mount(&deed);
}

/* The place is the root of what is taken away. */
SEC("fexit/security_sb_umount")
int BPF_PROG(umount__fexit, struct vfsmount *mount, int flags, int result)
{
	struct mount_deed deed = {
	    .flags = flags,
	    .place = PLACE(umount__fexit),
	    .operation = VDT_UMOUNT,
	};

	beat(PLACE(umount__fexit));
	if (result)
		return 0;
	deed.mount = (__u64)mount_of(mount);
	deed.dentry = (__u64)mount->mnt_root;
	deed.vfsmount = (__u64)mount;
	tell_mount(&deed);
	return 0;
}

AT_END(umount__call, umount)

SEC("fexit/security_sb_pivotroot")
int BPF_PROG(pivot_root__fexit, const struct path *old, const struct path *new, int result)
{
	beat(PLACE(pivot_root__fexit));
	if (!result)
		tell_place(PLACE(pivot_root__fexit), VDT_PIVOT_ROOT, new);
	return 0;
}

AT_END(pivot_root__call, pivot_root)

SEC("fexit/security_path_chroot")
int BPF_PROG(chroot__fexit, const struct path *path, int result)
{
	beat(PLACE(chroot__fexit));
	if (!result)
		tell_place(PLACE(chroot__fexit), VDT_CHROOT, path);
	return 0;
}

AT_END(chroot__call, chroot)

SEC("fexit/security_move_mount")
int BPF_PROG(move_mount__fexit, const struct path *from, const struct path *to, int result)
{
	struct mount_deed deed = {
	    .place = PLACE(move_mount__fexit),
	    .api = VDT_MOUNT_DESCRIPTORS,
	};

	beat(PLACE(move_mount__fexit));
	if (result)
		return 0;
	deed.mount = (__u64)mount_of(from->mnt);
	set_place(&deed, to);
	tell_mount(&deed);
	return 0;
}

AT_END(move_mount__call, move_mount)

/* The file that the call returns is a new mount; no function of the kernel knows more. */
AT_FUNCTIONS(fsmount__call, "", fsmount)

AT_END(fsmount__call, fsmount)

/* vfs_parse_fs_param() of fs/fs_context.c asks it for each option, of fsconfig(2) and of mount(2).
 */
SEC("fentry/security_fs_context_parse_param")
int BPF_PROG(fsconfig__fentry, struct fs_context *context, struct fs_parameter *parameter)
{
	struct release_agent agent = {.place = PLACE(fsconfig__fentry)};
	char key[KEY_BYTES] = {};

	beat(PLACE(fsconfig__fentry));
	if (parameter->type != fs_value_is_string ||
	    !is_release_agent(key, bpf_probe_read_kernel_str(key, sizeof(key), parameter->key)))
		return 0;
	agent.type = (__u64)context->fs_type->name;
	agent.value = (__u64)parameter->string;
	tell_release_agent(&agent);
	return 0;
}

AT_END(fsconfig__call, fsconfig)

/* The same, of a tree of mounts; since 6.15 there are two calls for it. */
AT_FUNCTIONS(open_tree__call, "", open_tree)
AT_FUNCTIONS(open_tree__attr_call, "?", open_tree_attr)

AT_END(open_tree__call, open_tree)
AT_END(open_tree__attr_call, open_tree_attr)

/* What attributes are set on is looked up within. */
AT_FUNCTIONS(mount_setattr__call, "", mount_setattr)

AT_END(mount_setattr__call, mount_setattr)
