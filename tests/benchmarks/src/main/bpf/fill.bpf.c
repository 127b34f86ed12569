// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/* Fills a ring with records of one size, so that reading can be measured apart from writing. Raw tracepoint
 * programs, since those can be run on a chosen CPU; the first argument is how many records. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "Dual BSD/GPL";

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4 << 20);
} records SEC(".maps");

#define FILL(size)                                                                       \
	static long fill_one_##size(__u32 index, void *unused)                           \
	{                                                                                \
		__u64 *record = bpf_ringbuf_reserve(&records, size, 0);                  \
                                                                                         \
		if (!record)                                                             \
			return 1;                                                        \
		record[0] = index;                                                       \
		record[size / 8 - 1] = index;                                            \
		bpf_ringbuf_submit(record, BPF_RB_NO_WAKEUP);                            \
		return 0;                                                                \
	}                                                                                \
                                                                                         \
	SEC("raw_tp") int fill_##size(struct bpf_raw_tracepoint_args *order)             \
	{                                                                                \
		bpf_loop(order->args[0], fill_one_##size, 0, 0);                         \
		return 0;                                                                \
	}

FILL(64)
FILL(256)
FILL(512)

/* Records that user space has laid ready, one after the other; what found no room is counted. */
#define TEMPLATES 4
#define TEMPLATE_BYTES 2048

struct template
{
	__u64 length;
	char bytes[TEMPLATE_BYTES];
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, TEMPLATES);
	__type(key, __u32);
	__type(value, struct template);
} templates SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} lost SEC(".maps");

static long fill_template(__u32 index, void *unused)
{
	__u32 which = index % TEMPLATES;
	__u32 only = 0;
	struct template *template = bpf_map_lookup_elem(&templates, &which);
	__u64 *count = bpf_map_lookup_elem(&lost, &only);

	if (!template || !count || template->length > TEMPLATE_BYTES)
		return 1;
	if (bpf_ringbuf_output(&records, template->bytes, template->length, BPF_RB_NO_WAKEUP))
		__sync_fetch_and_add(count, 1);
	return 0;
}

SEC("raw_tp") int fill_templates(struct bpf_raw_tracepoint_args *order)
{
	bpf_loop(order->args[0], fill_template, 0, 0);
	return 0;
}
