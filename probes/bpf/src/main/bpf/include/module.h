/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef VEDETTE_MODULE_H
#define VEDETTE_MODULE_H

#include "call.h"
#include "file.h"
#include "scope.h"
#include "task.h"

#define MODULE_NAME_BYTES 256

/* The file is NULL where the module came from memory. */
static __always_inline int tell_module(__u32 place, struct file *file, __s64 result)
{
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();
	struct vdt_module *module;
	struct scratch *scratch;

	if (current_is_own())
		return 0;
	scratch = take_scratch(place, sizeof(*module));
	if (!scratch)
		return 0;
	module = &scratch->module;
	__builtin_memset(module, 0, sizeof(*module));
	fill_header_of(&module->header, VDT_MODULE, task);
	module->result = result;
	if (file) {
		append_text(scratch, &module->name, FIELD(file, f_path.dentry, d_name.name),
			    MODULE_NAME_BYTES, FROM_KERNEL);
		fill_file(scratch, &module->file, file, task);
	}
	submit(scratch, false);
	return 0;
}

static __always_inline int init_module_returned(__u32 place, __s64 result)
{
	return tell_module(place, NULL, result);
}

static __always_inline int finit_module_returned(__u32 place, __s64 result)
{
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();

	return tell_module(place, file_at(task, (__s32)CALL_ARGUMENT(1)), result);
}

#endif
