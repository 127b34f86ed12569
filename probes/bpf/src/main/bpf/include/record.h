/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef VEDETTE_RECORD_H
#define VEDETTE_RECORD_H

/*
 * What the ring carries. The Java half of this contract is dev.vedette.probes.record.RecordLayout;
 * a test holds both equal, field by field. Everything is in the machine's byte order, every member
 * stands on its natural boundary, and all padding is named, so no byte leaves the kernel unset.
 *
 * A record is its fixed struct, then the bytes of its texts in any order. A text is not terminated.
 */

enum vdt_kind {
	VDT_EXEC = 1,
	VDT_FORK = 2,
	VDT_EXIT = 3,
	VDT_FILE_OPEN = 4,
	VDT_MOUNT = 5,
	VDT_NAMESPACE = 6,
	VDT_SOCKET = 7,
	VDT_CREDENTIALS = 8,
	VDT_MODULE = 9,
	VDT_BPF = 10,
	VDT_CGROUP = 11,
};

enum vdt_path_end {
	VDT_PATH_ROOT = 0,
	VDT_PATH_OUTSIDE = 1,
	VDT_PATH_DETACHED = 2,
	VDT_PATH_TRUNCATED = 3,
};

enum vdt_overlay {
	VDT_OVERLAY_LOWER = 1,
	VDT_OVERLAY_UPPER = 2,
};

enum vdt_stdio {
	VDT_STDIO_UNKNOWN = 0,
	VDT_STDIO_CLOSED = 1,
	VDT_STDIO_FILE = 2,
	VDT_STDIO_NULL = 3,
	VDT_STDIO_TERMINAL = 4,
	VDT_STDIO_PIPE = 5,
	VDT_STDIO_UNIX_SOCKET = 6,
	VDT_STDIO_CONNECTED_SOCKET = 7,
	VDT_STDIO_LISTENING_SOCKET = 8,
	VDT_STDIO_OTHER = 9,
};

enum vdt_socket_operation {
	VDT_SOCKET_CONNECT = 0,
	VDT_SOCKET_ACCEPT = 1,
	VDT_SOCKET_LISTEN = 2,
};

enum vdt_addresses {
	VDT_ADDRESS_LOCAL = 1,
	VDT_ADDRESS_REMOTE = 2,
};

enum vdt_namespace_operation {
	VDT_SETNS = 0,
	VDT_UNSHARE = 1,
};

enum vdt_mount_api {
	VDT_MOUNT_CALL = 0,
	VDT_MOUNT_DESCRIPTORS = 1,
};

enum vdt_cgroup_operation {
	VDT_CGROUP_MKDIR = 0,
	VDT_CGROUP_RMDIR = 1,
	VDT_CGROUP_ATTACH = 2,
};

/* Where a text's bytes are, counted from the record's first byte. */
struct vdt_text {
	__u16 offset;
	__u16 length;
};

struct vdt_header {
	__u32 kind;
	__u32 length; /* of the whole record, texts included */
	__u64 boot_nanos;
	__u64 cgroup_id;
	__u32 pid;
	__u32 tid;
	__u64 start_boot_nanos;
	char comm[16];
};

struct vdt_credentials {
	__u32 uid;
	__u32 gid;
	__u32 euid;
	__u32 egid;
	__u64 effective;
	__u64 permitted;
	__u64 inheritable;
	__u64 bounding;
	__u64 ambient;
	__u32 seccomp_mode;
	__u32 no_new_privileges;
};

struct vdt_namespaces {
	__u32 mount;
	__u32 pid;
	__u32 network;
	__u32 user;
	__u32 ipc;
	__u32 uts;
	__u32 cgroup;
	__u32 padding;
};

struct vdt_file {
	__u64 inode;
	__u64 super_magic;
	__u32 device;
	__u32 generation;
	__u32 links;
	__u32 mode;
	__u32 owner_uid;
	__u32 overlay;
	__u32 path_end;
	struct vdt_text path;
};

struct vdt_exec {
	struct vdt_header header;
	__u32 parent_pid;
	__u32 arguments_truncated;
	__u64 parent_start_boot_nanos;
	struct vdt_credentials credentials;
	struct vdt_namespaces namespaces;
	struct vdt_file executable;
	struct vdt_text requested_path;
	struct vdt_text arguments; /* each ends with a NUL, but for a last one that was cut */
	__u8 standard_input;
	__u8 standard_output;
	__u8 standard_error;
	__u8 padding[5];
};

struct vdt_fork {
	struct vdt_header header;
	__u64 child_start_boot_nanos;
	__u64 child_cgroup_id;
	__u32 child_pid;
	__u32 padding;
};

struct vdt_exit {
	struct vdt_header header;
	__s32 wait_status;
	__u32 padding;
};

struct vdt_file_open {
	struct vdt_header header;
	struct vdt_file file;
	__u32 flags;
	__u32 raceable;
	struct vdt_text requested_path;
	__u32 padding;
};

struct vdt_mount {
	struct vdt_header header;
	__u64 flags;
	__u64 super_magic;
	__s64 result;
	__u32 api;
	struct vdt_text type;
	struct vdt_text source;
	struct vdt_text target;
	struct vdt_text options;
	__u32 padding;
};

struct vdt_namespace {
	struct vdt_header header;
	__u64 clone_flags;
	__s64 result;
	struct vdt_namespaces before;
	struct vdt_namespaces after;
	__u32 operation;
	__u32 padding;
};

struct vdt_socket {
	struct vdt_header header;
	__u32 operation;
	__u32 family;
	__u32 protocol;
	__u32 peer_pid;
	__u8 local_address[16]; /* IPv4: the first four bytes */
	__u8 remote_address[16];
	__u64 unix_inode;
	__u32 unix_device;
	__u16 local_port; /* host byte order */
	__u16 remote_port;
	struct vdt_text unix_path; /* an abstract name's first byte is '@' */
	__u32 addresses; /* which of the two apply: enum vdt_addresses */
};

struct vdt_credentials_change {
	struct vdt_header header;
	struct vdt_credentials before;
	struct vdt_credentials after;
};

struct vdt_module {
	struct vdt_header header;
	__s64 result;
	struct vdt_text name;
	__u32 padding;
};

struct vdt_bpf {
	struct vdt_header header;
	__s64 result;
	__u32 command;
	__u32 padding;
};

struct vdt_cgroup {
	struct vdt_header header;
	__u64 cgroup_id;
	__u64 parent_cgroup_id;
	__u64 moved_from_cgroup_id;
	__u32 operation;
	__u32 moved_pid;
	struct vdt_text path;
	__u32 padding;
};

#endif
