// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Programs that fill a ring in a known way, and one that every kernel refuses. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

char LICENSE[] SEC("license") = "Dual BSD/GPL";

const volatile __u64 stamp = 0;

#define PLACED(program) const volatile __u32 place_of_##program = 0
#define PLACE(program) place_of_##program
PLACED(fill);
PLACED(charge);
PLACED(on_exec);
PLACED(on_nothing);
PLACED(on_fork);

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u32);
} own_process SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} boot_to_epoch SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 1 << 20);
} records SEC(".maps");

struct failure_key {
	__u32 place;
	__u32 reason;
	__u64 cgroup_id;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 64);
	__type(key, struct failure_key);
	__type(value, __u64);
} failures SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 64);
	__type(key, struct failure_key);
	__type(value, __u64);
} told_failures SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} failures_overflow SEC(".maps");

struct blame_key {
	__u64 victim;
	__u64 culprit;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 64);
	__type(key, struct blame_key);
	__type(value, __u64);
} blame SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16);
	__type(key, __u64);
	__type(value, __u64);
} cpu_times SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16);
	__type(key, struct blame_key);
	__type(value, __u64);
} disk_blame SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16);
	__type(key, __u64);
	__type(value, __u64);
} disk_times SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16);
	__type(key, struct blame_key);
	__type(value, __u64);
} packet_blame SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16);
	__type(key, __u64);
	__type(value, __u64);
} packet_times SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16);
	__type(key, struct blame_key);
	__type(value, __u64);
} memory_waits SEC(".maps");

struct order {
	__u64 first;
	__u64 count; /* 64 bits wide, since the kernel's inlined bpf_loop looks at all 64 */
	__u64 discard_every; /* 0: none */
	__u64 flags;
};

struct numbered {
	__u64 number;
	__u64 stamp;
	__u64 filling[2];
};

static __always_inline void lose(__u32 place, __u64 cgroup_id)
{
	struct failure_key key = { .place = place, .reason = 0, .cgroup_id = cgroup_id };
	__u64 one = 1, *count = bpf_map_lookup_elem(&failures, &key);

	if (count)
		__sync_fetch_and_add(count, 1);
	else
		bpf_map_update_elem(&failures, &key, &one, BPF_ANY);
}

static long fill_one(__u32 index, struct order *order)
{
	struct numbered *record = bpf_ringbuf_reserve(&records, sizeof(*record), 0);

	if (!record) {
		lose(PLACE(fill), 42);
		return 0;
	}
	record->number = order->first + index;
	record->stamp = stamp;
	record->filling[0] = 0;
	record->filling[1] = 0;
	if (order->discard_every && index % order->discard_every == 0)
		bpf_ringbuf_discard(record, BPF_RB_NO_WAKEUP);
	else
		bpf_ringbuf_submit(record, order->flags);
	return 0;
}

SEC("syscall")
int fill(struct order *argument)
{
	struct order order = *argument;

	bpf_loop(order.count, fill_one, &order, 0);
	return 0;
}

SEC("syscall")
int charge(void *argument)
{
	struct blame_key key = { .victim = 5, .culprit = 6 };
	__u64 nanos = 7000;

	bpf_map_update_elem(&blame, &key, &nanos, BPF_ANY);
	return 0;
}

struct exec_seen {
	__u64 pid_tgid;
	char comm[16];
};

SEC("tp_btf/sched_process_exec")
int on_exec(void *context)
{
	struct exec_seen *record = bpf_ringbuf_reserve(&records, sizeof(*record), 0);

	if (!record) {
		lose(PLACE(on_exec), bpf_get_current_cgroup_id());
		return 0;
	}
	record->pid_tgid = bpf_get_current_pid_tgid();
	bpf_get_current_comm(record->comm, sizeof(record->comm));
	bpf_ringbuf_submit(record, BPF_RB_FORCE_WAKEUP);
	return 0;
}

/* A tracepoint no kernel has. */
SEC("tp_btf/vedette_no_such_tracepoint")
int on_nothing(void *context)
{
	return 0;
}

/* Reads where nothing is mapped: the verifier refuses it. */
SEC("tp_btf/sched_process_fork")
int on_fork(void *context)
{
	return *(volatile int *)(context + 4096);
}
