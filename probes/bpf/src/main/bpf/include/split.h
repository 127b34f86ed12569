/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef VEDETTE_SPLIT_H
#define VEDETTE_SPLIT_H

#include "hash.h"
#include "scratch.h"

/*
 * Where the last component of a path begins that was appended to the record, and hashes of the whole
 * and of what is before it. Eight bytes are looked at in one step.
 */
#define WORD_BYTES 8
#define SPLIT_STEPS (TEXT_BYTES / WORD_BYTES)
#define SLASHES 0x2f2f2f2f2f2f2f2fULL
#define LOW_BITS 0x7f7f7f7f7f7f7f7fULL

struct split {
	__u64 hash;
	__u64 folder_hash;
	__u32 name; /* counted from the text's beginning */
	__u32 slot;
	__u32 offset;
	__u32 length;
};

static __always_inline __u64 first_bytes(__u64 word, __u32 count)
{
	return count < WORD_BYTES ? word & ((1ULL << (count * 8)) - 1) : word;
}

static __always_inline __u64 hash_on(__u64 hash, __u64 word)
{
	hash = (hash ^ word) * HASH_FACTOR;
	return hash ^ hash >> 32;
}

/* Which of the marked bytes comes last; each mark is the byte's highest bit. */
static __always_inline __u32 last_mark(__u64 marks)
{
	__u32 last = WORD_BYTES - 1;

	if (!(marks >> 32)) {
		last -= 4;
		marks <<= 32;
	}
	if (!(marks >> 48)) {
		last -= 2;
		marks <<= 16;
	}
	return marks >> 56 ? last : last - 1;
}

static long split_step(__u32 step, struct split *split)
{
	struct scratch *scratch = bpf_map_lookup_elem(&scratches, &split->slot);
	__u32 done = step * WORD_BYTES;
	__u64 others;
	__u64 marks;
	__u64 word;

	if (!scratch || done >= split->length)
		return 1;
	word = *(__u64 *)&scratch->record[(split->offset + done) & (RECORD_BYTES - 1)];
	word = first_bytes(word, split->length - done);
	others = word ^ SLASHES;
	marks = ~(((others & LOW_BITS) + LOW_BITS) | others | LOW_BITS);
	if (marks) {
		__u32 count = last_mark(marks) + 1;

		split->name = done + count;
		split->folder_hash = hash_on(split->hash, first_bytes(word, count));
	}
	split->hash = hash_on(split->hash, word);
	return 0;
}

static __always_inline struct split split_path(struct scratch *scratch, const struct vdt_text *text)
{
	struct split split = {
		.slot = scratch->slot,
		.offset = text->offset,
		.length = text->length,
	};

	bpf_loop(SPLIT_STEPS, split_step, &split, 0);
	return split;
}

#endif
