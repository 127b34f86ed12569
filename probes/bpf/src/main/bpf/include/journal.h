/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef VEDETTE_JOURNAL_H
#define VEDETTE_JOURNAL_H

#include "failure.h"
#include "service.h"
#include "vmlinux.h"
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>

/*
 * Whose what the journal of a file system writes is. A kernel thread writes it (fs/jbd2/journal.c, kjournald2()) for all
 * who changed something since the last time, as soon as one of them wants it on the disk. It is taken for that of the
 * group that changed half of it or more, in blocks; if there is none it is nobody's.
 */
struct file_transaction {
	__u32 number;
	__u32 padding;
	__u64 blocks; /* that all have changed */
	__u64 most; /* that one group has */
	__u64 group; /* that one */
};

/* One takes changes while the one before it is written. */
struct file_journal {
	struct file_transaction open;
	struct file_transaction closed;
	__u32 written; /* the number of the last one that is on the disk */
	__u32 padding;
	struct slices slices; /* of the time in which each was written */
};

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 64);
	__type(key, __u64); /* the number of the device */
	__type(value, struct file_journal);
} journals SEC(".maps") __weak;

/* The beginning of the name of such a thread: "jbd2/" and the device. */
#define JOURNAL_THREAD 0x3264626a

static __always_inline bool is_journal_thread(struct task_struct *task)
{
	return *(__u32 *)task->comm == JOURNAL_THREAD;
}

static __always_inline __u64 owner_of_transaction(const struct file_transaction *transaction)
{
	return 2 * transaction->most >= transaction->blocks ? transaction->group : 0;
}

/* Whose it is what the journal is at now; 0: nobody's. */
static __always_inline __u64 owner_of_journal(__u64 device)
{
	struct file_journal *journal = bpf_map_lookup_elem(&journals, &device);

	if (!journal)
		return 0;
	if ((__s32)(journal->closed.number - journal->written) > 0)
		return owner_of_transaction(&journal->closed);
	return owner_of_transaction(&journal->open);
}

#endif
