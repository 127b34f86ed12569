/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef VEDETTE_LOADER_H
#define VEDETTE_LOADER_H

#include "maps.h"
#include "scratch.h"

/*
 * The variables of a new program's environment that say what is loaded into it. An environment may be of
 * megabytes, and whoever hides LD_PRELOAD puts it last, so all of it is gone through: one call of a helper
 * for each variable, and of those whose first letters may be a wanted name's, one look in a table. Only what
 * is beyond the bound is not seen, and then the record says so.
 */

/* Variables and, of long ones, pieces that are looked at: some milliseconds in the worst case, in which
 * nobody else has the CPU. */
const volatile __u32 environment_steps __weak = 32768;

#define PIECE_BYTES PATH_BYTES
#define LOADER_NAME_BYTES 32 /* of struct name_key, whose last byte stays NUL */
#define LOADER_BYTES 1024 /* of one variable, name and value */
#define LOADERS_BYTES 2048 /* of all */

/* Names, NUL-padded: filled by user space before the programs run, from LoaderVariables. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 256);
	__type(key, struct name_key);
	__type(value, __u32);
} loader_names SEC(".maps") __weak;

/* For each byte that a name may begin with, the bytes that may come next, one bit for each of 128. */
struct second_letters {
	__u64 bits[2];
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 128);
	__type(key, __u32);
	__type(value, struct second_letters);
} loader_letters SEC(".maps") __weak;

struct environment_scan {
	__u64 at; /* in the program's memory */
	__u64 end;
	struct scratch *scratch;
	__u32 begin; /* of the variables found, in the record */
	__u32 within; /* a variable whose beginning was in the piece before */
	__u32 missing;
	__u32 padding;
};

static __always_inline bool may_be_loader(const char *piece)
{
	__u32 first = (__u8)piece[0];
	__u32 second = (__u8)piece[1];
	struct second_letters *letters;

	letters = bpf_map_lookup_elem(&loader_letters, &first);
	return letters && second < 128 && letters->bits[second >> 6] >> (second & 63) & 1;
}

static __always_inline bool is_loader(const char *piece)
{
	struct name_key name = {};

	if (!may_be_loader(piece))
		return false;
	for (__u32 i = 0; i < LOADER_NAME_BYTES - 1; i++) {
		if (piece[i] == '=')
			return bpf_map_lookup_elem(&loader_names, &name) != NULL;
		if (!piece[i])
			return false;
		name.name[i] = piece[i];
	}
	return false;
}

/* Appends the variable with its end; one that does not fit is missing. */
static __always_inline void append_loader(struct environment_scan *scan, __u32 length)
{
	struct scratch *scratch = scan->scratch;
	__u32 at = scratch->length;

	if (length > LOADER_BYTES) {
		length = LOADER_BYTES;
		scan->missing = 1;
	}
	if (at + length - scan->begin > LOADERS_BYTES || at > RECORD_BYTES - LOADER_BYTES) {
		scan->missing = 1;
		return;
	}
	at &= RECORD_BYTES - 1;
	/* The bound is on the register that the helper gets: see clang's habit of keeping another. */
	asm volatile("" : "+r"(length));
	if (length > LOADER_BYTES)
		return;
	bpf_probe_read_kernel(&scratch->record[at], length, scratch->path);
	scratch->record[(at + length - 1) & (RECORD_BYTES - 1)] = 0;
	scratch->length = at + length;
}

static long look_at_variable(__u32 step, struct environment_scan *scan)
{
	struct scratch *scratch = scan->scratch;
	long length;

	if (scan->at >= scan->end)
		return 1;
	/* What is behind a short variable is that of one before: its name ends with the NUL. */
	length = bpf_probe_read_user_str(scratch->path, PIECE_BYTES, (const void *)scan->at);
	if (length <= 0) {
		scan->missing = 1;
		count_failure(scratch->place, REASON_READ_FAULT);
		return 1;
	}
	if (!scan->within && is_loader(scratch->path))
		append_loader(scan, length);
	/* A piece as long as the room may have been cut: then there is more of the variable behind it. */
	scan->within = length == PIECE_BYTES;
	scan->at += length - scan->within;
	return 0;
}

/* Appends those found to the record, and answers whether something is missing. */
static __always_inline bool append_loaders(struct scratch *scratch, struct vdt_text *text,
					   __u64 start, __u64 end)
{
	struct environment_scan scan = {
		.at = start,
		.end = end,
		.scratch = scratch,
		.begin = scratch->length,
	};

	text->offset = 0;
	text->length = 0;
	bpf_loop(environment_steps, look_at_variable, &scan, 0);
	if (scan.at < end)
		scan.missing = 1;
	if (scratch->length > scan.begin) {
		text->offset = scan.begin;
		text->length = scratch->length - scan.begin;
	}
	return scan.missing;
}

#endif
