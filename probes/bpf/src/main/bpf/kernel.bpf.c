// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "bpf_call.h"
#include "module.h"

PLACED(module__lsm_file);
PLACED(module__lsm_memory);
PLACED(module__fentry_file);
PLACED(module__fentry_memory);
PLACED(module__init);
PLACED(module__finit);
PLACED(bpf__lsm);
PLACED(bpf__fentry);
PLACED(bpf__call);

/* enum kernel_read_file_id of include/linux/kernel_read_file.h, and its like for what is in memory */
#define READING_MODULE_ID 2

/*
 * Why security_kernel_read_file() and security_kernel_load_data(): kernel/module/main.c asks them after
 * the caller's capability and before anything of the module is read, by the file that will be read. One
 * who lacks the capability does not come so far.
 */
SEC("lsm/kernel_read_file")
int BPF_PROG(module__lsm_file, struct file *file, int id, bool contents, int ret)
{
	beat(PLACE(module__lsm_file));
	if (id == READING_MODULE_ID)
		tell_module(PLACE(module__lsm_file), file, ret);
	return ret;
}

SEC("lsm/kernel_load_data")
int BPF_PROG(module__lsm_memory, int id, bool contents, int ret)
{
	beat(PLACE(module__lsm_memory));
	if (id == READING_MODULE_ID)
		tell_module(PLACE(module__lsm_memory), NULL, ret);
	return ret;
}

SEC("fentry/security_kernel_read_file")
int BPF_PROG(module__fentry_file, struct file *file, int id)
{
	beat(PLACE(module__fentry_file));
	return id == READING_MODULE_ID ? tell_module(PLACE(module__fentry_file), file, 0) : 0;
}

SEC("fentry/security_kernel_load_data")
int BPF_PROG(module__fentry_memory, int id)
{
	beat(PLACE(module__fentry_memory));
	return id == READING_MODULE_ID ? tell_module(PLACE(module__fentry_memory), NULL, 0) : 0;
}

/* Why below them the calls and not the module_load tracepoint: a kernel without loadable modules has no
 * such tracepoint, and an attempt that was refused is worth telling, too. */
AT_END(module__init, init_module)
AT_END(module__finit, finit_module)

/*
 * Why security_bpf(): __sys_bpf() of kernel/bpf/syscall.c asks it for every command, with the kernel's
 * own copy of the attributes. Whether the command succeeds turns out only later.
 */
static __always_inline int tell_asked_bpf(__u32 place, __u32 command, union bpf_attr *attributes,
					  __s64 result)
{
	struct asked_of_bpf asked = {};

	if (is_everyday_command(command) || current_is_own())
		return 0;
	read_attributes(&asked, command, attributes, FROM_KERNEL);
	return tell_bpf(place, command, &asked, result);
}

/* The verdict so far stands behind the arguments, of which there is one more since 6.15. It is not
 * asked for: a program comes to run only if those before it refused nothing (bpf_trampoline). */
SEC("lsm/bpf")
int BPF_PROG(bpf__lsm, int command, union bpf_attr *attributes)
{
	beat(PLACE(bpf__lsm));
	tell_asked_bpf(PLACE(bpf__lsm), command, attributes, 0);
	return 0;
}

SEC("fentry/security_bpf")
int BPF_PROG(bpf__fentry, int command, union bpf_attr *attributes)
{
	beat(PLACE(bpf__fentry));
	return tell_asked_bpf(PLACE(bpf__fentry), command, attributes, 0);
}

AT_END(bpf__call, bpf)
