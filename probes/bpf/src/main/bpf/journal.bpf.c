// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "disk.h"
#include "failure.h"
#include "group.h"
#include "journal.h"
#include <bpf/bpf_tracing.h>

PLACED(block_request__handle);
PLACED(block_request__write);
PLACED(block_request__written);
PLACED(block_request__sync);
PLACED(block_request__synced);

/*
 * Who makes whom wait for the journal of a file system. A task tells what it changes as it ends a handle (fs/jbd2/transaction.c,
 * jbd2_journal_stop()), in its own context; the journal's thread tells when it begins to write a transaction and when that is
 * on the disk (fs/jbd2/commit.c, jbd2_journal_commit_transaction()). So its requests are somebody's: disk.bpf.c.
 *
 * Who asks for its file to be on the disk (fs/ext4/fsync.c, ext4_sync_file()) waits for that thread, and has no request of its own
 * meanwhile. That wait is charged to whose transactions were written, from the last request of its own on, which was
 * charged itself. Other file systems do not tell when such a call ends.
 */
struct changer {
	__u64 device;
	__u64 cgroup_id;
};

struct changed {
	__u64 blocks;
	__u32 transaction;
	__u32 padding;
};

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 4096);
	__type(key, struct changer);
	__type(value, struct changed);
} changed_blocks SEC(".maps");

static const struct file_journal no_journal;
static const struct changed no_change;

/* When the journal's thread began to write a transaction. */
struct {
	__uint(type, BPF_MAP_TYPE_TASK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, __u64);
} journal_threads SEC(".maps");

/* When the task asked for its file to be on the disk; 0: it does not. */
struct {
	__uint(type, BPF_MAP_TYPE_TASK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, __u64);
} sync_askers SEC(".maps");

/* How many blocks of this transaction the group has changed, these included. */
static __always_inline __u64 blocks_of(__u64 device, __u64 cgroup_id, __u32 number, __u64 blocks)
{
	struct changer changer = {.device = device, .cgroup_id = cgroup_id};
	struct changed *changed = bpf_map_lookup_elem(&changed_blocks, &changer);

	if (!changed) {
		bpf_map_update_elem(&changed_blocks, &changer, &no_change, BPF_NOEXIST);
		changed = bpf_map_lookup_elem(&changed_blocks, &changer);
	}
	if (!changed) {
		count_failure_of(PLACE(block_request__handle), REASON_MAP_FULL, cgroup_id);
		return blocks;
	}
	if (changed->transaction != number) {
		changed->transaction = number;
		changed->blocks = 0;
	}
	return __sync_fetch_and_add(&changed->blocks, blocks) + blocks;
}

static __always_inline void change(struct file_journal *journal, __u64 device, __u32 number, __u64 blocks)
{
	__u64 group = container_of_group(current_cgroup_id());
	struct file_transaction *open = &journal->open;
	__u64 own;

	if (open->number != number) {
		journal->closed = *open;
		*open = (struct file_transaction){.number = number};
	}
	own = blocks_of(device, group, number, blocks);
	__sync_fetch_and_add(&open->blocks, blocks);
	if (own > open->most) {
		open->most = own;
		open->group = group;
	}
}

SEC("tp_btf/jbd2_handle_stats")
int BPF_PROG(block_request__handle, dev_t device, tid_t transaction, unsigned int type, unsigned int line,
	     int interval, int sync, int requested_blocks, int dirtied_blocks)
{
	struct file_journal *journal;

	beat(PLACE(block_request__handle));
	if (dirtied_blocks <= 0)
		return 0;
	journal = kept_of(PLACE(block_request__handle), &journals, device, &no_journal, 0);
	if (journal)
		change(journal, device, transaction, dirtied_blocks);
	return 0;
}

static __always_inline void note_time(__u32 place, void *tasks)
{
	__u64 *at = bpf_task_storage_get(tasks, bpf_get_current_task_btf(), NULL,
					 BPF_LOCAL_STORAGE_GET_F_CREATE);

	if (at)
		*at = bpf_ktime_get_ns();
	else
		count_failure(place, REASON_MAP_FULL);
}

SEC("tp_btf/jbd2_commit_locking")
int BPF_PROG(block_request__write)
{
	beat(PLACE(block_request__write));
	note_time(PLACE(block_request__write), &journal_threads);
	return 0;
}

static __always_inline void keep_written(struct file_journal *journal, const struct file_transaction *written,
					 __u64 began, __u64 now)
{
	__u64 owner = owner_of_transaction(written);
	struct disk_group *group;

	keep_slice(&journal->slices, owner, began, now);
	if (!owner)
		return;
	group = disk_group_of(PLACE(block_request__written), owner);
	if (group)
		__sync_fetch_and_add(&group->times.served, now - began);
}

SEC("tp_btf/jbd2_run_stats")
int BPF_PROG(block_request__written, dev_t device, tid_t transaction)
{
	__u64 key = device;
	struct file_journal *journal = bpf_map_lookup_elem(&journals, &key);
	__u64 *began = bpf_task_storage_get(&journal_threads, bpf_get_current_task_btf(), NULL, 0);

	beat(PLACE(block_request__written));
	if (!journal)
		return 0;
	journal->written = transaction;
	if (!began)
		return 0;
	if (journal->closed.number == transaction)
		keep_written(journal, &journal->closed, *began, bpf_ktime_get_ns());
	else if (journal->open.number == transaction)
		keep_written(journal, &journal->open, *began, bpf_ktime_get_ns());
	return 0;
}

SEC("tp_btf/ext4_sync_file_enter")
int BPF_PROG(block_request__sync)
{
	beat(PLACE(block_request__sync));
	note_time(PLACE(block_request__sync), &sync_askers);
	return 0;
}

static __always_inline void end_sync(__u64 device, __u64 asked)
{
	struct file_journal *journal = bpf_map_lookup_elem(&journals, &device);
	__u32 place = PLACE(block_request__synced);
	__u64 victim = current_cgroup_id();
	__u64 now = bpf_ktime_get_ns();
	struct disk_group *group;

	if (!journal)
		return;
	group = disk_group_of(place, victim);
	if (!group)
		return;
	count_length(group->times.lengths, now - asked);
	end_wait(place, &journal->slices, victim, group->complete_at > asked ? group->complete_at : asked, now);
}

SEC("tp_btf/ext4_sync_file_exit")
int BPF_PROG(block_request__synced, struct inode *inode, int result)
{
	__u64 *asked = bpf_task_storage_get(&sync_askers, bpf_get_current_task_btf(), NULL, 0);
	__u64 since;

	beat(PLACE(block_request__synced));
	if (!asked || !*asked)
		return 0;
	since = *asked;
	*asked = 0;
	end_sync(inode->i_sb->s_dev, since);
	return 0;
}
