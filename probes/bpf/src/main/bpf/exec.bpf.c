// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "deny_exec.h"
#include "file.h"
#include "file_kind.h"
#include "loader.h"
#include "novelty.h"
#include "scope.h"
#include "task.h"
#include <bpf/bpf_tracing.h>

PLACED(sched_process_exec);
PLACED(exec_script__lsm);
PLACED(exec_script__fentry);

#define ARGUMENT_BYTES 512
#define ENVIRONMENT_BYTES 1024
#define SCRIPT_PATH_BYTES 1024
#define REQUESTED_BYTES 1024

static __always_inline __u8 stdio_of(struct task_struct *task, int descriptor)
{
	struct file *file = file_at(task, descriptor);

	return file ? kind_of_file(file) : VDT_STDIO_CLOSED;
}

/* Appends what is between two addresses of the program's memory, at most limit - 1 bytes of it; limit
 * is a constant power of two. Returns whether something is missing. */
static __always_inline bool append_range(struct scratch *scratch, struct vdt_text *text,
					 __u64 start, __u64 end, __u32 limit)
{
	__u64 length = end - start;
	__u32 at = scratch->length;
	bool truncated = length >= limit;

	text->offset = 0;
	text->length = 0;
	if (truncated)
		length = limit - 1;
	if (!length)
		return false;
	if (at > RECORD_BYTES - limit)
		return true;
	at &= RECORD_BYTES - 1;
	if (bpf_probe_read_user(&scratch->record[at], length & (limit - 1), (void *)start)) {
		count_failure(scratch->place, REASON_READ_FAULT);
		return true;
	}
	text->offset = at;
	text->length = length;
	scratch->length = at + length;
	return truncated;
}

/* As it is, or of a longer one what says which code is loaded. */
static __always_inline bool append_environment(struct scratch *scratch, struct vdt_exec *exec,
					       __u64 start, __u64 end)
{
	if (end - start < ENVIRONMENT_BYTES)
		return append_range(scratch, &exec->environment, start, end, ENVIRONMENT_BYTES);
	return append_loaders(scratch, &exec->environment, start, end);
}

static __always_inline void append_memory(struct scratch *scratch, struct vdt_exec *exec,
					  struct task_struct *task)
{
	struct mm_struct *memory = FIELD(task, mm);

	exec->arguments_truncated =
		append_range(scratch, &exec->arguments, FIELD(memory, arg_start),
			     FIELD(memory, arg_end), ARGUMENT_BYTES);
	exec->environment_truncated =
		append_environment(scratch, exec, FIELD(memory, env_start), FIELD(memory, env_end));
}

/*
 * A script, by the thread that starts it. When the interpreter is started in its stead the script is
 * closed again, and sched_process_exec finds nothing but the name it was asked for by.
 */
struct script {
	struct vdt_file file;
	char path[SCRIPT_PATH_BYTES];
};

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 512);
	__type(key, __u32);
	__type(value, struct script);
} scripts SEC(".maps");

/* Elf64_Ehdr of include/uapi/linux/elf.h */
#define ELF_CLASS_AT 4
#define ELF_CLASS_32 1
#define ELF_MACHINE_AT 18
#if defined(__TARGET_ARCH_x86)
#define OWN_MACHINE 62
#else
#define OWN_MACHINE 183
#endif

static __always_inline bool is_own_program(struct linux_binprm *bprm)
{
	return bprm->buf[0] == 0x7f && bprm->buf[1] == 'E' && bprm->buf[2] == 'L' &&
	       bprm->buf[3] == 'F' && bprm->buf[ELF_MACHINE_AT] == OWN_MACHINE;
}

/*
 * Why security_bprm_check(): search_binary_handler() of fs/exec.c asks it for the file that was named
 * and then for each interpreter. Only the first time it is the interpreter of itself. What the machine
 * runs by itself is left out, so that only scripts and foreign programs pay.
 */
static __always_inline void keep_script(__u32 place, struct linux_binprm *bprm)
{
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();
	__u32 thread = bpf_get_current_pid_tgid();
	struct scratch *scratch;
	struct script *script;

	if (bprm->interp != bprm->filename || is_own_program(bprm) || current_is_own())
		return;
	scratch = take_scratch(place, sizeof(script->file));
	if (!scratch)
		return;
	script = (struct script *)scratch->record;
	__builtin_memset(&script->file, 0, sizeof(script->file));
	fill_file(scratch, &script->file, bprm->file, task);
	if (script->file.path.length > SCRIPT_PATH_BYTES) {
		script->file.path.length = SCRIPT_PATH_BYTES;
		count_failure(place, REASON_TEXT_TRUNCATED);
	}
	if (bpf_map_update_elem(&scripts, &thread, script, BPF_ANY))
		count_failure(place, REASON_MAP_FULL);
	give_back(scratch);
}

SEC("lsm/bprm_check_security")
int BPF_PROG(exec_script__lsm, struct linux_binprm *bprm, int ret)
{
	beat(PLACE(exec_script__lsm));
	keep_script(PLACE(exec_script__lsm), bprm);
	return ret;
}

SEC("fentry/security_bprm_check")
int BPF_PROG(exec_script__fentry, struct linux_binprm *bprm)
{
	beat(PLACE(exec_script__fentry));
	keep_script(PLACE(exec_script__fentry), bprm);
	return 0;
}

/* The thread had another number before: it took that of the process. */
static __always_inline void append_script(struct scratch *scratch, struct vdt_exec *exec,
					  struct linux_binprm *bprm, __u32 thread)
{
	struct script *script;

	if (bprm->interp == bprm->filename)
		return;
	script = bpf_map_lookup_elem(&scripts, &thread);
	if (!script)
		return;
	exec->script = script->file;
	append_bytes(scratch, &exec->script.path, script->path, script->file.path.length,
		     2 * SCRIPT_PATH_BYTES);
	bpf_map_delete_elem(&scripts, &thread);
}

static __always_inline void fill_places(struct scratch *scratch, struct vdt_exec *exec,
					struct task_struct *task)
{
	const struct dentry *directory = FIELD(task, fs, pwd.dentry);
	const struct inode *root = FIELD(task, fs, root.dentry, d_inode);

	exec->root_inode = FIELD(root, i_ino);
	exec->root_device = FIELD(root, i_sb, s_dev);
	fill_object(scratch, &exec->working_directory, FIELD(directory, d_inode), directory,
		    FIELD(task, fs, pwd.mnt), task);
}

/*
 * Whether the container was told lately to start this program from the same one: it is told again, as each
 * is, but wakes nobody. In a storm of programs, which mostly are the same few, that would be the dearest
 * part: for the sensor, which finds the caches cold each time, and for the program, which pays for the wake-up.
 */
static __always_inline bool was_started_lately(struct linux_binprm *bprm, struct task_struct *parent,
					       __u64 cgroup_id)
{
	struct deed deed = {
		.cgroup_id = cgroup_id,
		.within = (__u64)FIELD(parent, mm, exe_file, f_inode),
		.kind = VDT_EXEC,
	};
	__u64 now = bpf_ktime_get_boot_ns();
	__u64 *last;

	set_inode(&deed, FIELD(bprm, file, f_inode));
	last = bpf_map_lookup_elem(&told_deeds, &deed);
	if (last && now - *last < novelty_window_nanos)
		return true;
	if (bpf_map_update_elem(&told_deeds, &deed, &now, BPF_ANY))
		count_failure(PLACE(sched_process_exec), REASON_MAP_FULL);
	return false;
}

/*
 * Why sched_process_exec and not the execve system call: here the new credentials, executable and
 * arguments are the kernel's own and final, and the program has not run its first instruction. For
 * a script bprm->file is the interpreter; bprm->filename names the script. The status that tells a
 * call of the 32-bit table is the new program's already, so nothing is said of the call.
 */
SEC("tp_btf/sched_process_exec")
int BPF_PROG(sched_process_exec, struct task_struct *task, pid_t old_pid, struct linux_binprm *bprm)
{
	struct task_struct *parent;
	struct scratch *scratch;
	struct vdt_exec *exec;
	bool urgent;

	beat(PLACE(sched_process_exec));
	note_begun();
	if (current_is_own())
		return 0;
	scratch = take_scratch(PLACE(sched_process_exec), sizeof(*exec));
	if (!scratch)
		return 0;
	exec = &scratch->exec;
	__builtin_memset(exec, 0, sizeof(*exec));
	fill_header_of(&exec->header, VDT_EXEC, task);
	exec->header.origin = VDT_ORIGIN_CALL;
	/* Had it been refused it would not have come here: see deny_exec__kill. */
	exec->header.flags = decide_exec(bprm->file);
	if (exec->header.flags & VDT_DENIED)
		exec->header.flags = VDT_KILLED;
	parent = FIELD(task, real_parent);
	exec->parent_pid = FIELD(parent, tgid);
	exec->parent_start_boot_nanos = FIELD(parent, group_leader, start_boottime);
	fill_credentials(&exec->credentials, task);
	if (bpf_core_field_exists(task->seccomp.filter_count))
		exec->seccomp_filters = FIELD(task, seccomp.filter_count.counter);
	fill_namespaces(&exec->namespaces, task);
	exec->standard_input = stdio_of(task, 0);
	exec->standard_output = stdio_of(task, 1);
	exec->standard_error = stdio_of(task, 2);
	exec->secure = BPF_CORE_READ_BITFIELD(bprm, secureexec);
	exec->compat = bprm->buf[ELF_CLASS_AT] == ELF_CLASS_32;
	exec->argument_count = bprm->argc;
	fill_file(scratch, &exec->executable, FIELD(bprm, file), task);
	append_text(scratch, &exec->requested_path, FIELD(bprm, filename), REQUESTED_BYTES,
		    FROM_KERNEL);
	append_memory(scratch, exec, task);
	append_script(scratch, exec, bprm, old_pid);
	fill_places(scratch, exec, task);
	urgent = exec->header.flags || !was_started_lately(bprm, parent, exec->header.cgroup_id);
	submit(scratch, urgent);
	return 0;
}
