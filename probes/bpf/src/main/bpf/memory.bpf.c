// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "memory.h"
#include <bpf/bpf_tracing.h>

PLACED(memory__lsm_map);
PLACED(memory__lsm_protect);
PLACED(memory__fexit_map);
PLACED(memory__fexit_protect);
PLACED(memory__mmap);
PLACED(memory__mprotect);
PLACED(memory__pkey_mprotect);

/*
 * Why security_mmap_file and security_file_mprotect: all ways to map memory lead to the first (mm/util.c,
 * ipc/shm.c), all changes of its protection to the second (mm/mprotect.c), with the file and the area
 * that the kernel will use. The address of a new mapping is not chosen yet.
 */
static __always_inline bool is_executing(void)
{
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();

	return BPF_CORE_READ_BITFIELD_PROBED(task, in_execve);
}

static __always_inline void tell_mapping(__u32 place, struct file *file, unsigned long protection,
					 unsigned long flags)
{
	struct mapping mapping = {
		.file = file,
		.operation = VDT_MAP_EXECUTABLE,
		.protection = protection & PROT_ALL,
		.flags = flags,
	};

	if (!(protection & PROT_EXEC) && !(protection & PROT_WRITE && flags & MAP_SHARED && file))
		return;
	if (!is_executing())
		tell_mapped(place, &mapping);
}

static __always_inline void tell_protection(__u32 place, struct vm_area_struct *area,
					    unsigned long protection)
{
	struct mapping mapping = {
		.file = area->vm_file,
		.operation = VDT_MAKE_EXECUTABLE,
		.address = area->vm_start,
		.length = area->vm_end - area->vm_start,
		.protection = protection & PROT_ALL,
		.protection_before = area->vm_flags & PROT_ALL,
		.written = area->anon_vma || area->vm_flags & PROT_WRITE,
	};

	/* What was executable and becomes no more than that is not made so now. */
	if (mapping.protection_before & PROT_EXEC && !(protection & PROT_WRITE))
		return;
	if (!is_executing())
		tell_executable(place, &mapping);
}

SEC("lsm/mmap_file")
int BPF_PROG(memory__lsm_map, struct file *file, unsigned long asked, unsigned long protection,
	     unsigned long flags, int ret)
{
	beat(PLACE(memory__lsm_map));
	if (!ret)
		tell_mapping(PLACE(memory__lsm_map), file, protection, flags);
	return ret;
}

SEC("lsm/file_mprotect")
int BPF_PROG(memory__lsm_protect, struct vm_area_struct *area, unsigned long asked,
	     unsigned long protection, int ret)
{
	beat(PLACE(memory__lsm_protect));
	if (!ret && protection & PROT_EXEC)
		tell_protection(PLACE(memory__lsm_protect), area, protection);
	return ret;
}

/* Its second argument is the protection asked for: what is implied is added within. */
SEC("fexit/security_mmap_file")
int BPF_PROG(memory__fexit_map, struct file *file, unsigned long protection, unsigned long flags,
	     int ret)
{
	beat(PLACE(memory__fexit_map));
	if (!ret)
		tell_mapping(PLACE(memory__fexit_map), file, with_implied(protection), flags);
	return 0;
}

SEC("fexit/security_file_mprotect")
int BPF_PROG(memory__fexit_protect, struct vm_area_struct *area, unsigned long asked,
	     unsigned long protection, int ret)
{
	beat(PLACE(memory__fexit_protect));
	if (!ret && protection & PROT_EXEC)
		tell_protection(PLACE(memory__fexit_protect), area, protection);
	return 0;
}

/*
 * Why the end of the calls where no hook within the kernel may be used: no tracepoint tells of them.
 * Not seen here: calls of the 32-bit table (compat.bpf.c), and shared memory of System V that is attached
 * for execution.
 */
AT_END(memory__mmap, mmap)
AT_END(memory__mprotect, mprotect)
AT_END(memory__pkey_mprotect, pkey_mprotect)
