// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "memory_limit.h"
#include "scratch.h"
#include "target.h"
#include <bpf/bpf_tracing.h>

PLACED(oom_kill);

/* The tracepoint's amounts are KiB, the record's are pages of 4 KiB. */
#define PAGES(kib) ((kib) >> 2)

/* The tracepoint does not say for whose want; which group is full does. */
static __always_inline void fill_want(struct vdt_oom_kill *record, struct task_struct *victim)
{
	__u64 group = full_group_of(victim, BOUND_OF_MAX);

	if (group == NO_CONTROLLER)
		return;
	record->want = group ? VDT_WANT_OF_GROUP : VDT_WANT_OF_NODE;
	record->limit_group = group;
}

/*
 * Why mark_victim and not the log: __oom_kill_process() and oom_kill of a whole group (mm/oom_kill.c)
 * call it for each process that is to die. Who asked for memory is the current task, not the victim. In
 * this form the tracepoint begins with the victim's number in every kernel (its raw argument was that
 * number, too, and became the task in 6.8, when the amounts came to it; before, they are not told).
 */
SEC("tracepoint/oom/mark_victim")
int oom_kill(struct trace_event_raw_mark_victim *context)
{
	struct vdt_oom_kill record = {};
	struct task_struct *victim;

	beat(PLACE(oom_kill));
	fill_header(&record.header, VDT_OOM_KILL);
	record.header.length = sizeof(record);
	record.victim.pid = context->pid;
	victim = task_numbered_initially(context->pid);
	if (victim) {
		fill_target(&record.victim, victim);
		record.score_adjustment = FIELD(victim, signal, oom_score_adj);
		fill_want(&record, victim);
	} else {
		count_failure(PLACE(oom_kill), REASON_NO_ENTRY);
	}
	if (bpf_core_field_exists(context->anon_rss)) {
		record.anonymous_pages = PAGES(context->anon_rss);
		record.file_pages = PAGES(context->file_rss);
		record.shared_pages = PAGES(context->shmem_rss);
	}
	submit_fixed(PLACE(oom_kill), &record, sizeof(record), record.header.cgroup_id);
	return 0;
}
