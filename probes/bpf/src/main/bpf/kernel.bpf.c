// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "call.h"
#include "file.h"
#include "scope.h"
#include "task.h"

PLACED(module__init);
PLACED(module__finit);
PLACED(bpf__call);

#define NAME_BYTES 256

static __always_inline int module_loaded(__u32 place, struct file *file, __s64 result)
{
	struct vdt_module *module;
	struct scratch *scratch;

	if (current_is_own())
		return 0;
	scratch = take_scratch(place, sizeof(*module));
	if (!scratch)
		return 0;
	module = &scratch->module;
	__builtin_memset(module, 0, sizeof(*module));
	fill_header(&module->header, VDT_MODULE);
	module->result = result;
	if (file)
		append_text(scratch, &module->name, BPF_CORE_READ(file, f_path.dentry, d_name.name),
			    NAME_BYTES, FROM_KERNEL);
	submit(scratch, false);
	return 0;
}

/* Why the calls and not the module_load tracepoint: a kernel without loadable modules has no such
 * tracepoint, and an attempt that was refused is worth telling, too. */
SEC("tracepoint/syscalls/sys_exit_init_module")
int module__init(struct trace_event_raw_sys_exit *call)
{
	beat(PLACE(module__init));
	return module_loaded(PLACE(module__init), NULL, call->ret);
}

SEC("tracepoint/syscalls/sys_exit_finit_module")
int module__finit(struct trace_event_raw_sys_exit *call)
{
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();

	beat(PLACE(module__finit));
	return module_loaded(PLACE(module__finit), file_at(task, (__s32)CALL_ARGUMENT(1)),
			     call->ret);
}

/* Reads, writes and walks of maps, and questions about what is loaded: a networking plug-in makes
 * thousands of them a second, and none brings anything into the kernel. */
static __always_inline bool is_everyday_command(__u32 command)
{
	switch (command) {
	case BPF_MAP_LOOKUP_ELEM:
	case BPF_MAP_UPDATE_ELEM:
	case BPF_MAP_DELETE_ELEM:
	case BPF_MAP_GET_NEXT_KEY:
	case BPF_PROG_TEST_RUN:
	case BPF_PROG_GET_NEXT_ID:
	case BPF_MAP_GET_NEXT_ID:
	case BPF_OBJ_GET_INFO_BY_FD:
	case BPF_PROG_QUERY:
	case BPF_TASK_FD_QUERY:
	case BPF_MAP_LOOKUP_AND_DELETE_ELEM:
	case BPF_MAP_FREEZE:
	case BPF_BTF_GET_NEXT_ID:
	case BPF_MAP_LOOKUP_BATCH:
	case BPF_MAP_LOOKUP_AND_DELETE_BATCH:
	case BPF_MAP_UPDATE_BATCH:
	case BPF_MAP_DELETE_BATCH:
	case BPF_LINK_GET_NEXT_ID:
		return true;
	default:
		return false;
	}
}

SEC("tracepoint/syscalls/sys_exit_bpf")
int bpf__call(struct trace_event_raw_sys_exit *call)
{
	struct vdt_bpf record = {};

	beat(PLACE(bpf__call));
	record.command = CALL_ARGUMENT(1);
	if (current_is_own() || is_everyday_command(record.command))
		return 0;
	fill_header(&record.header, VDT_BPF);
	record.header.length = sizeof(record);
	record.result = call->ret;
	submit_fixed(PLACE(bpf__call), &record, sizeof(record), record.header.cgroup_id);
	return 0;
}
