/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef VEDETTE_CLIMB_H
#define VEDETTE_CLIMB_H

#include "number.h"
#include "serving.h"
#include "surface.h"

/*
 * Paths with several ".." that a server asks for: whoever sends it a name that it does not take apart climbs out
 * of the folder it serves. What is seen is what the kernel was asked for, so it was decoded before, and a path
 * that was made plain before asks for no look. Whether the way leads out is for user space to say.
 */
#define PART_WORDS 16
#define PART_BYTES (8 * PART_WORDS)
#define PARTS 8
#define GOES_ON (1 << 16)

#define EACH_BYTE 0x0101010101010101ULL
#define BELOW_UPPER_BITS (0x7f * EACH_BYTE)
#define DOTS ('.' * EACH_BYTE)

/* The upper bit of each byte that is a dot. */
static __always_inline __u64 dots_in(__u64 word)
{
	__u64 others = word ^ DOTS;

	return ~(((others & BELOW_UPPER_BITS) + BELOW_UPPER_BITS) | others | BELOW_UPPER_BITS);
}

/* How often two dots stand beside one another in a part of a text, and whether the text goes on. A function
 * that the verifier goes through by itself. */
__weak __noinline int pairs_of_dots(__u64 text)
{
	__u64 words[PART_WORDS] = {};
	__u64 before = 0;
	__u64 pairs = 0;
	long length;

	length = bpf_probe_read_user_str(words, sizeof(words), (const void *)text);
	for (int i = 0; i < PART_WORDS; i++) {
		__u64 dots;

		if (8 * i >= length)
			break;
		dots = dots_in(words[i]);
		pairs += ((dots & (dots << 8 | before)) >> 7) * EACH_BYTE >> 56;
		before = dots >> 56;
	}
	return pairs | (length == PART_BYTES ? GOES_ON : 0);
}

/* Whether a path may have several "..". */
static __always_inline bool may_climb(__u64 path)
{
	__u32 pairs = 0;

	for (int i = 0; i < PARTS; i++) {
		__u32 found = pairs_of_dots(path + i * (PART_BYTES - 1));

		pairs += found & (GOES_ON - 1);
		if (pairs >= 2)
			return true;
		if (!(found & GOES_ON))
			break;
	}
	return false;
}

/* The path that the current call was given to open, 0 where it is none of those. */
static __always_inline __u64 path_to_open(void)
{
	__s32 number = current_call();

	if (is_call(number, CALL_OPENAT) || is_call(number, CALL_OPENAT2))
		return ARGUMENT_OF_ANY_TABLE(2);
	if (is_call(number, CALL_OPEN) || is_call(number, CALL_CREAT))
		return ARGUMENT_OF_ANY_TABLE(1);
	return 0;
}

/* Nothing was opened. */
static __always_inline int tell_climb_in_vain(__u32 place, __u64 path, __s64 result)
{
	struct surface_name asked = {.text = (const void *)path, .from = FROM_USER};

	return tell_surface_named(place, VDT_PATH_CLIMBED, 0, result, asked);
}

#endif
