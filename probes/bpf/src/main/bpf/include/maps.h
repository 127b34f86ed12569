/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef VEDETTE_MAPS_H
#define VEDETTE_MAPS_H

#include "vmlinux.h"
#include <bpf/bpf_helpers.h>

/* Sizes are defaults: the loader may change max_entries before it loads. */

struct failure_key {
	__u32 place;
	__u32 reason;
	__u64 cgroup_id;
};

struct name_key {
	char name[32];
};

struct inode_key {
	__u64 device;
	__u64 inode;
};

struct blame_key {
	__u64 victim;
	__u64 culprit;
};

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4 * 1024 * 1024);
} records SEC(".maps") __weak;

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 8192);
	__type(key, struct failure_key);
	__type(value, __u64);
} failures SEC(".maps") __weak;

/* What user space has told of them: beside them, so that who takes them over knows. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 8192);
	__type(key, struct failure_key);
	__type(value, __u64);
} told_failures SEC(".maps") __weak;

/* Failures that found no room in the map before. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} failures_overflow SEC(".maps") __weak;

/* Runs of each program, by place. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 512);
	__type(key, __u32);
	__type(value, __u64);
} heartbeat SEC(".maps") __weak;

/* Last path components whose opening is of interest even for reading, NUL-padded; of a longer name
 * the first 31 bytes are compared. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024);
	__type(key, struct name_key);
	__type(value, __u32);
} watched_names SEC(".maps") __weak;

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 8192);
	__type(key, struct inode_key);
	__type(value, __u32);
} watched_inodes SEC(".maps") __weak;

/* Nanoseconds the victim's tasks waited for a CPU while the culprit's held it. What was not charged
 * for the longest time goes first: groups come and go, and their pairs would fill any other map. The
 * matrix of each other resource has the same shape. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 16384);
	__type(key, struct blame_key);
	__type(value, __u64);
} blame SEC(".maps") __weak;

#endif
