// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "deny_connect.h"
#include "deny_file.h"
#include "scratch.h"
#include "target.h"
#include <bpf/bpf_tracing.h>

PLACED(deny_open__lsm);
PLACED(deny_change__truncate);
PLACED(deny_change__unlink);
PLACED(deny_change__rename);
PLACED(deny_change__link);
PLACED(deny_change__mode);
PLACED(deny_change__owner);
PLACED(deny_mount__new);
PLACED(deny_mount__other);
PLACED(deny_mount__move);
PLACED(deny_ptrace__access);
PLACED(deny_ptrace__traceme);
PLACED(deny_module__file);
PLACED(deny_module__memory);
PLACED(deny_bpf__lsm);

/*
 * Programs at the kernel's security hooks that only refuse, attached while a policy denies something of
 * their kind. Of several programs at one hook that which was attached last runs first, and the others do
 * not run after a refusal (bpf_trampoline_get_progs, kernel/bpf/trampoline.c): so what is refused here
 * is told here, and not as if it had happened by the probes of the fact. This file's name puts it behind
 * theirs.
 */

/* include/uapi/linux/mount.h */
#define MS_BIND 4096
#define NAME_BYTES 256

/* Why security_file_open(): see file.bpf.c. Every way to a descriptor leads through it. */
SEC("lsm/file_open")
int BPF_PROG(deny_open__lsm, struct file *file, int ret)
{
	struct vdt_file_open *open;
	struct scratch *scratch;
	struct task_struct *task;
	__u32 flags;

	beat(PLACE(deny_open__lsm));
	if (ret)
		return ret;
	flags = decide_open(file);
	if (!flags)
		return 0;
	scratch = take_scratch(PLACE(deny_open__lsm), sizeof(*open));
	if (scratch) {
		open = &scratch->file_open;
		__builtin_memset(open, 0, sizeof(*open));
		task = fill_header(&open->header, VDT_FILE_OPEN);
		open->header.flags = flags;
		open->flags = file->f_flags;
		fill_file(scratch, &open->file, file, task);
		submit(scratch, true);
	}
	return refusal_of(flags);
}

static __always_inline int judge_change(__u32 place, __u32 operation, const struct path *directory,
					const struct dentry *dentry, const struct dentry *other)
{
	__u32 flags = decide_change(directory, dentry);
	struct vdt_file_change *change;
	struct scratch *scratch;
	struct task_struct *task;

	if (!flags)
		return 0;
	scratch = take_scratch(place, sizeof(*change));
	if (!scratch)
		return refusal_of(flags);
	change = &scratch->file_change;
	__builtin_memset(change, 0, sizeof(*change));
	task = fill_header(&change->header, VDT_FILE_CHANGE);
	change->header.flags = flags;
	change->operation = operation;
	if (flags & VDT_DENIED)
		change->result = -EPERM;
	if (FIELD(dentry, d_inode))
		fill_object(scratch, &change->file, FIELD(dentry, d_inode), dentry,
			    FIELD(directory, mnt), task);
	if (other)
		append_text(scratch, &change->other_path, FIELD(other, d_name.name), NAME_BYTES,
			    FROM_KERNEL);
	submit(scratch, true);
	return refusal_of(flags);
}

/*
 * Why the hooks by path: fs/namei.c, fs/open.c and fs/attr.c ask them before the change, with the mount
 * that the file was reached by. Kernels without CONFIG_SECURITY_PATH lack them.
 */
SEC("?lsm/path_truncate")
int BPF_PROG(deny_change__truncate, const struct path *path, int ret)
{
	beat(PLACE(deny_change__truncate));
	return ret
		       ?: judge_change(PLACE(deny_change__truncate), VDT_TRUNCATE, path,
				       path->dentry, NULL);
}

SEC("?lsm/path_unlink")
int BPF_PROG(deny_change__unlink, const struct path *directory, struct dentry *dentry, int ret)
{
	beat(PLACE(deny_change__unlink));
	return ret ?: judge_change(PLACE(deny_change__unlink), VDT_UNLINK, directory, dentry, NULL);
}

/* What is moved away and what is replaced are both changed. The verdict so far stands behind an argument
 * that not all kernels have: see bpf__lsm. */
SEC("?lsm/path_rename")
int BPF_PROG(deny_change__rename, const struct path *from, struct dentry *old,
	     const struct path *to, struct dentry *new)
{
	int refused;

	beat(PLACE(deny_change__rename));
	refused = judge_change(PLACE(deny_change__rename), VDT_RENAME, from, old, new);
	return refused ?: judge_change(PLACE(deny_change__rename), VDT_RENAME, to, new, old);
}

/* A second name is a way round the first one's protection. */
SEC("?lsm/path_link")
int BPF_PROG(deny_change__link, struct dentry *old, const struct path *to, struct dentry *new,
	     int ret)
{
	beat(PLACE(deny_change__link));
	return ret ?: judge_change(PLACE(deny_change__link), VDT_LINK, to, old, new);
}

SEC("?lsm/path_chmod")
int BPF_PROG(deny_change__mode, const struct path *path, umode_t mode, int ret)
{
	beat(PLACE(deny_change__mode));
	return ret ?: judge_change(PLACE(deny_change__mode), VDT_CHMOD, path, path->dentry, NULL);
}

SEC("?lsm/path_chown")
int BPF_PROG(deny_change__owner, const struct path *path, __u64 uid, __u64 gid, int ret)
{
	beat(PLACE(deny_change__owner));
	return ret ?: judge_change(PLACE(deny_change__owner), VDT_CHOWN, path, path->dentry, NULL);
}

static __always_inline int judge_mount(__u32 place, const struct super_block *super,
				       const char *source, __u64 mount_flags)
{
	__u64 magic = super ? FIELD(super, s_magic) : 0;
	__u32 flags = decide_mount(magic);
	struct vdt_mount *mount;
	struct scratch *scratch;

	if (!flags)
		return 0;
	scratch = take_scratch(place, sizeof(*mount));
	if (!scratch)
		return refusal_of(flags);
	mount = &scratch->mount;
	__builtin_memset(mount, 0, sizeof(*mount));
	fill_header(&mount->header, VDT_MOUNT);
	mount->header.flags = flags;
	mount->operation = VDT_MOUNT_NEW;
	mount->flags = mount_flags;
	mount->super_magic = magic;
	if (flags & VDT_DENIED)
		mount->result = -EPERM;
	if (super)
		append_text(scratch, &mount->type, FIELD(super, s_type, name), NAME_BYTES,
			    FROM_KERNEL);
	append_text(scratch, &mount->source, source, NAME_BYTES, FROM_KERNEL);
	submit(scratch, true);
	return refusal_of(flags);
}

/*
 * Why security_sb_kern_mount(): both ways of mounting ask it (do_new_mount_fc() of fs/namespace.c, and
 * vfs_cmd_create() of fs/fsopen.c) once the file system is known by its superblock and before anyone
 * can reach it.
 */
SEC("lsm/sb_kern_mount")
int BPF_PROG(deny_mount__new, const struct super_block *super, int ret)
{
	beat(PLACE(deny_mount__new));
	return ret ?: judge_mount(PLACE(deny_mount__new), super, NULL, 0);
}

/* mount(2) of what is mounted already: bound, moved, remounted. New file systems come to the one above. */
SEC("lsm/sb_mount")
int BPF_PROG(deny_mount__other, const char *source, const struct path *path, const char *type,
	     unsigned long mount_flags, void *data, int ret)
{
	beat(PLACE(deny_mount__other));
	if (ret || !(mount_flags & (MS_BIND | MS_NO_NEW_MOUNT)))
		return ret;
	return judge_mount(PLACE(deny_mount__other), NULL, source, mount_flags);
}

SEC("lsm/move_mount")
int BPF_PROG(deny_mount__move, const struct path *from, const struct path *to, int ret)
{
	beat(PLACE(deny_mount__move));
	return ret ?: judge_mount(PLACE(deny_mount__move), FIELD(from, mnt, mnt_sb), NULL, 0);
}

/* include/linux/ptrace.h, include/uapi/linux/ptrace.h */
#define PTRACE_MODE_ATTACH 2
#define PTRACE_ATTACH 16

static __always_inline int judge_access(__u32 place, __u32 operation, struct task_struct *target,
					__u32 request)
{
	struct vdt_process_access access = {};
	__u32 flags = decide_any(DENY_PTRACE);

	if (!flags)
		return 0;
	fill_target(&access.target, target);
	if (access.target.pid == bpf_get_current_pid_tgid() >> 32)
		return 0;
	fill_header(&access.header, VDT_PROCESS_ACCESS);
	access.header.length = sizeof(access);
	access.header.flags = flags;
	access.operation = operation;
	access.request = request;
	if (flags & VDT_DENIED)
		access.result = -EPERM;
	submit_fixed(place, &access, sizeof(access), access.header.cgroup_id);
	return refusal_of(flags);
}

/* Why these: see access.bpf.c. Ways into another process's memory and descriptors are meant, reading
 * about it is not. */
SEC("lsm/ptrace_access_check")
int BPF_PROG(deny_ptrace__access, struct task_struct *child, unsigned int mode, int ret)
{
	beat(PLACE(deny_ptrace__access));
	if (ret || !(mode & PTRACE_MODE_ATTACH))
		return ret;
	return judge_access(PLACE(deny_ptrace__access), VDT_PTRACE, child, PTRACE_ATTACH);
}

SEC("lsm/ptrace_traceme")
int BPF_PROG(deny_ptrace__traceme, struct task_struct *parent, int ret)
{
	beat(PLACE(deny_ptrace__traceme));
	return ret ?: judge_access(PLACE(deny_ptrace__traceme), VDT_TRACEME, parent, 0);
}

/* enum kernel_read_file_id of include/linux/kernel_read_file.h: see kernel.bpf.c */
#define READING_MODULE_ID 2

static __always_inline int judge_module(__u32 place, struct file *file)
{
	__u32 flags = decide_any(DENY_MODULE);
	struct vdt_module *module;
	struct scratch *scratch;
	struct task_struct *task;

	if (!flags)
		return 0;
	scratch = take_scratch(place, sizeof(*module));
	if (!scratch)
		return refusal_of(flags);
	module = &scratch->module;
	__builtin_memset(module, 0, sizeof(*module));
	task = fill_header(&module->header, VDT_MODULE);
	module->header.flags = flags;
	if (flags & VDT_DENIED)
		module->result = -EPERM;
	if (file) {
		append_text(scratch, &module->name, FIELD(file, f_path.dentry, d_name.name),
			    NAME_BYTES, FROM_KERNEL);
		fill_file(scratch, &module->file, file, task);
	}
	submit(scratch, true);
	return refusal_of(flags);
}

SEC("lsm/kernel_read_file")
int BPF_PROG(deny_module__file, struct file *file, int id, bool contents, int ret)
{
	beat(PLACE(deny_module__file));
	if (ret || id != READING_MODULE_ID)
		return ret;
	return judge_module(PLACE(deny_module__file), file);
}

SEC("lsm/kernel_load_data")
int BPF_PROG(deny_module__memory, int id, bool contents, int ret)
{
	beat(PLACE(deny_module__memory));
	if (ret || id != READING_MODULE_ID)
		return ret;
	return judge_module(PLACE(deny_module__memory), NULL);
}

/* Why this: see kernel.bpf.c, also for the verdict so far. */
SEC("lsm/bpf")
int BPF_PROG(deny_bpf__lsm, int command, union bpf_attr *attributes)
{
	struct vdt_bpf *record;
	struct scratch *scratch;
	__u32 flags;

	beat(PLACE(deny_bpf__lsm));
	flags = decide_any(DENY_BPF);
	if (!flags)
		return 0;
	scratch = take_scratch(PLACE(deny_bpf__lsm), sizeof(*record));
	if (scratch) {
		record = &scratch->bpf;
		__builtin_memset(record, 0, sizeof(*record));
		fill_header(&record->header, VDT_BPF);
		record->header.flags = flags;
		record->command = command;
		if (flags & VDT_DENIED)
			record->result = -EPERM;
		submit(scratch, true);
	}
	return refusal_of(flags);
}
