/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef VEDETTE_WATCHED_H
#define VEDETTE_WATCHED_H

#include "hash.h"
#include "kernel.h"
#include "maps.h"

/*
 * Most files are not watched, and to look each up in two hash tables is dearer than all else that is
 * done for it. So what is watched is outlined first, one bit by a cheap hash for each: an object whose
 * bit is not set is surely not in the table. The bits are set by user space before it fills the table
 * and are never cleared: dev.vedette.probes.WatchedOutline, held equal by a test.
 */
#define NAME_BITS 12
#define INODE_BITS 16
#define WATCHED_NAME_BYTES 31 /* struct name_key, whose last byte stays NUL */
#define OUTLINE_FACTOR 0xff51afd7ed558ccdULL

struct watched_outline {
	__u64 names[1 << (NAME_BITS - 6)];
	__u64 inodes[1 << (INODE_BITS - 6)];
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct watched_outline);
} watched_outlines SEC(".maps") __weak;

static __always_inline struct watched_outline *outline_of_watched(void)
{
	__u32 only = 0;

	return bpf_map_lookup_elem(&watched_outlines, &only);
}

/* The first eight bytes, those behind the name's end as zeros. */
static __always_inline __u32 name_bit(__u64 beginning, __u32 length)
{
	if (length > WATCHED_NAME_BYTES)
		length = WATCHED_NAME_BYTES;
	if (length < sizeof(beginning))
		beginning &= (1ULL << (length * 8)) - 1;
	return (beginning + length * HASH_FACTOR) * OUTLINE_FACTOR >> (64 - NAME_BITS);
}

static __always_inline __u32 inode_bit(__u64 inode)
{
	return inode * OUTLINE_FACTOR >> (64 - INODE_BITS);
}

static __always_inline bool inode_is_outlined(__u64 inode)
{
	struct watched_outline *outline = outline_of_watched();
	__u32 bit = inode_bit(inode);

	return outline && outline->inodes[bit >> 6] >> (bit & 63) & 1;
}

static __always_inline bool name_is_outlined(__u64 beginning, __u32 length)
{
	struct watched_outline *outline = outline_of_watched();
	__u32 bit = name_bit(beginning, length);

	return outline && outline->names[bit >> 6] >> (bit & 63) & 1;
}

static __always_inline bool is_watched_inode(const struct inode *inode)
{
	struct inode_key key = {.inode = FIELD(inode, i_ino)};

	if (!inode_is_outlined(key.inode))
		return false;
	key.device = FIELD(inode, i_sb, s_dev);
	return bpf_map_lookup_elem(&watched_inodes, &key) != NULL;
}

/* A name in the kernel's memory, of which eight bytes can always be read: that of a dentry. */
static __always_inline bool is_watched_name(const void *name, __u32 length)
{
	struct name_key key = {};
	__u64 beginning = 0;

	bpf_probe_read_kernel(&beginning, sizeof(beginning), name);
	if (!name_is_outlined(beginning, length))
		return false;
	if (length > WATCHED_NAME_BYTES)
		length = WATCHED_NAME_BYTES;
	bpf_probe_read_kernel(key.name, length & WATCHED_NAME_BYTES, name);
	return bpf_map_lookup_elem(&watched_names, &key) != NULL;
}

static __always_inline bool is_watched_dentry(const struct dentry *dentry)
{
	return is_watched_name(FIELD(dentry, d_name.name), FIELD(dentry, d_name.len));
}

#endif
