// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "group.h"
#include "number.h"
#include "scope.h"
#include "target.h"
#include "novelty.h"

PLACED(signal__generate);

/* include/linux/sched/signal.h: in place of a siginfo */
#define SEND_SIG_PRIVATE 1

/* include/uapi/asm-generic/siginfo.h */
#define SI_USER 0
#define SI_KERNEL 0x80

/* Those above have no meaning of their own: what is asked of a rootkit is told by them. */
#define LAST_STANDARD_SIGNAL 31

static __always_inline __s32 code_of(struct kernel_siginfo *info)
{
	if ((__u64)info > SEND_SIG_PRIVATE)
		return FIELD(info, si_code);
	return info ? SI_KERNEL : SI_USER;
}

/* A timer or a finished request is told by the kernel, with whichever task it interrupts as the
 * current one and with a code of the caller's choice: so the call decides, not the code. */
static __always_inline bool is_sent_by_call(void)
{
	__s32 call = current_call();

	return is_call(call, CALL_KILL) || is_call(call, CALL_TGKILL) ||
	       is_call(call, CALL_TKILL) || is_call(call, CALL_PIDFD_SEND_SIGNAL) ||
	       is_call(call, CALL_RT_SIGQUEUEINFO) || is_call(call, CALL_RT_TGSIGQUEUEINFO);
}

/*
 * Why signal_generate: all ways to send a signal meet here, in __send_signal_locked() of
 * kernel/signal.c, after the sender's rights were checked. Most signals are a process's to itself (the
 * Go runtime's, thousands a second) or the kernel's, and leave at once. Of the others only those that
 * pass from one group to another are told, and all above the standard ones.
 */
SEC("tp_btf/signal_generate")
int BPF_PROG(signal__generate, int number, struct kernel_siginfo *info, struct task_struct *task)
{
	struct task_struct *sender = bpf_get_current_task_btf();
	struct vdt_signal record = {};
	struct deed deed = {.kind = VDT_SIGNAL, .operation = number};

	if (task->tgid == sender->tgid || sender->flags & PF_KTHREAD)
		return 0;
	beat(PLACE(signal__generate));
	record.code = code_of(info);
	if (record.code > 0 || !is_sent_by_call())
		return 0;
	if (number <= LAST_STANDARD_SIGNAL && cgroup_of(task) == current_cgroup_id())
		return 0;
	if (current_is_own() || current_is_quiet())
		return 0;
	fill_target(&record.target, task);
	deed.object = record.target.start_boot_nanos;
	if (is_repeat(PLACE(signal__generate), &deed))
		return 0;
	fill_header(&record.header, VDT_SIGNAL);
	record.header.length = sizeof(record);
	record.signal = number;
	submit_fixed(PLACE(signal__generate), &record, sizeof(record), record.header.cgroup_id);
	return 0;
}
