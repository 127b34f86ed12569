/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef VEDETTE_FILE_H
#define VEDETTE_FILE_H

#include "constants.h"
#include "path.h"

/* From fs/overlayfs/ovl_entry.h. Where overlay is a module its types are not in the kernel's own
 * BTF, so they are declared here and looked for at load: in modules' types too, if overlay is loaded
 * by then. bpf_rdonly_cast() knows the kernel's own types only (kernel/bpf/verifier.c, btf_vmlinux),
 * and the verifier refuses every program that casts to one of a module: so no FIELD() of these. */
struct ovl_entry___vdt {
	unsigned int __numlower;
} __attribute__((preserve_access_index));

struct ovl_inode___vdt {
	struct inode vfs_inode;
	struct dentry *__upperdentry;
	struct ovl_entry___vdt *oe; /* since 6.5 */
	struct ovl_path___vdt *lowerpath; /* 5.19 to 6.4, embedded: only looked for */
} __attribute__((preserve_access_index));

static __always_inline __u32 overlay_of(struct inode *inode)
{
	struct ovl_inode___vdt *overlay = NULL;
	void *behind[2] = {};
	__u32 layers = 0;

	if (bpf_core_field_exists(overlay->oe)) {
		overlay = (void *)inode - bpf_core_field_offset(struct ovl_inode___vdt, vfs_inode);
		if (BPF_CORE_READ(overlay, __upperdentry))
			layers |= VDT_OVERLAY_UPPER;
		if (BPF_CORE_READ(overlay, oe, __numlower))
			layers |= VDT_OVERLAY_LOWER;
		return layers;
	}
	/* In every version so far the upper dentry stands right behind the inode, then comes what
	 * is below: the lower inode or path until 6.4. Not distinguished from 6.5's entry here. */
	bpf_probe_read_kernel(behind, sizeof(behind),
			      (void *)inode + bpf_core_type_size(struct inode));
	if (behind[0])
		layers |= VDT_OVERLAY_UPPER;
	if (behind[1])
		layers |= VDT_OVERLAY_LOWER;
	return layers;
}

/* fs/mount.h: instead of a namespace, of a mount that only the kernel uses; an error's number. */
#define LEAST_ERROR_POINTER ((__u64)-4095)

/* The number of the namespace that the mount is in, 0 if in none. */
static __always_inline __u32 mount_namespace_of(const struct mount *mount)
{
	const struct mnt_namespace *namespace = FIELD(mount, mnt_ns);

	if (!namespace || (__u64) namespace >= LEAST_ERROR_POINTER)
		return 0;
	return FIELD(namespace, ns.inum);
}

/* A file system's object by the way it was reached. */
static __always_inline void fill_object(struct scratch *scratch, struct vdt_file *into,
					const struct inode *inode, const struct dentry *dentry,
					const struct vfsmount *vfsmount, struct task_struct *task)
{
	const struct super_block *super = FIELD(inode, i_sb);
	const struct mount *mount = mount_of(vfsmount);

	into->inode = FIELD(inode, i_ino);
	into->super_magic = FIELD(super, s_magic);
	into->device = FIELD(super, s_dev);
	into->generation = FIELD(inode, i_generation);
	into->links = FIELD(inode, i_nlink);
	into->mode = FIELD(inode, i_mode);
	into->owner_uid = FIELD(inode, i_uid.val);
	into->overlay = 0;
	if (into->super_magic == OVERLAYFS_SUPER_MAGIC)
		into->overlay = overlay_of((struct inode *)inode);
	into->mount_namespace = mount_namespace_of(mount);
	into->mount_id = FIELD(mount, mnt_id);
	into->path_end = append_walk(scratch, &into->path, dentry, vfsmount, task);
}

static __always_inline void fill_file(struct scratch *scratch, struct vdt_file *into,
				      struct file *file, struct task_struct *task)
{
	fill_object(scratch, into, FIELD(file, f_inode), FIELD(file, f_path.dentry),
		    FIELD(file, f_path.mnt), task);
}

static __always_inline void fill_path(struct scratch *scratch, struct vdt_file *into,
				      const struct path *path, struct task_struct *task)
{
	const struct dentry *dentry = FIELD(path, dentry);

	fill_object(scratch, into, FIELD(dentry, d_inode), dentry, FIELD(path, mnt), task);
}

/* The file behind a descriptor, NULL if there is none (any more). */
static __always_inline struct file *file_at(struct task_struct *task, __s64 descriptor)
{
	struct fdtable *table = FIELD(task, files, fdt);
	struct file **files = FIELD(table, fd);
	struct file *file = NULL;

	if (descriptor < 0 || descriptor >= FIELD(table, max_fds))
		return NULL;
	bpf_probe_read_kernel(&file, sizeof(file), &files[descriptor]);
	return file;
}

/* With one user of the descriptor table no other thread can change what a descriptor means. */
static __always_inline bool descriptors_are_shared(struct task_struct *task)
{
	return FIELD(task, files, count.counter) > 1;
}

#endif
