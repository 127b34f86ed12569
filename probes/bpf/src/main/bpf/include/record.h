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
	VDT_FILE_CHANGE = 12,
	VDT_DNS = 13,
	VDT_PROCESS_ACCESS = 14,
	VDT_SIGNAL = 15,
	VDT_CAPABILITY = 16,
	VDT_KEY = 17,
	VDT_MEMORY = 18,
	VDT_SURFACE = 19,
	VDT_TRANSFER = 20,
	VDT_TASK_RENAME = 21,
	VDT_OOM_KILL = 22,
	VDT_DESTRUCTION = 23,
	VDT_FETCH = 24,
};

/* How the action came into the kernel. */
enum vdt_origin {
	VDT_ORIGIN_CALL = 0,
	VDT_ORIGIN_COMPAT_CALL = 1, /* a system call of the 32-bit table */
	VDT_ORIGIN_IO_URING = 2,
	VDT_ORIGIN_KERNEL = 3, /* no task asked for it */
};

enum vdt_flag {
	VDT_DENIED = 1, /* refused by us, it did not happen */
	VDT_KILLED = 2, /* it happened, and we killed the process for it */
	VDT_WOULD_DENY = 4, /* would have been refused but for audit mode */
	VDT_UNTRUSTED = 8, /* its texts were read from the caller's memory */
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
	VDT_SOCKET_BIND = 3,
	VDT_SOCKET_SEND = 4, /* to an address of its own, without a connect */
	VDT_SOCKET_CREATE = 5,
};

enum vdt_addresses {
	VDT_ADDRESS_LOCAL = 1,
	VDT_ADDRESS_REMOTE = 2,
};

enum vdt_namespace_operation {
	VDT_SETNS = 0,
	VDT_UNSHARE = 1,
	VDT_CLONE = 2, /* the child that has them */
};

enum vdt_mount_operation {
	VDT_MOUNT_NEW = 0, /* mounted, bound, moved or remounted, as the flags say */
	VDT_UMOUNT = 1,
	VDT_PIVOT_ROOT = 2,
	VDT_CHROOT = 3,
	VDT_OPEN_TREE = 4,
	VDT_MOUNT_SETATTR = 5,
};

enum vdt_mount_api {
	VDT_MOUNT_CALL = 0,
	VDT_MOUNT_DESCRIPTORS = 1,
};

enum vdt_cgroup_operation {
	VDT_CGROUP_MKDIR = 0,
	VDT_CGROUP_RMDIR = 1,
	VDT_CGROUP_ATTACH = 2,
	VDT_CGROUP_FREEZE = 3,
	VDT_CGROUP_UNFREEZE = 4,
};

enum vdt_file_change_operation {
	VDT_TRUNCATE = 0, /* value: the new length; all ones: not known on this rung */
	VDT_RENAME = 1, /* value: the flags; other: what was there before */
	VDT_LINK = 2,
	VDT_SYMLINK = 3, /* other_path: the text of the link */
	VDT_UNLINK = 4,
	VDT_RMDIR = 5,
	VDT_CHMOD = 6, /* value: the new mode */
	VDT_CHOWN = 7, /* value: new uid, new gid << 32; all ones: kept */
	VDT_SET_XATTR = 8, /* other_path: its name */
	VDT_REMOVE_XATTR = 9, /* other_path: its name */
	VDT_MAP_SHARED_WRITABLE = 10, /* value: the protection */
	VDT_COPY_RANGE = 11, /* file: the destination; other: the source */
	VDT_FALLOCATE = 12, /* value: the mode */
	VDT_MKNOD = 13, /* value: the device, as super_block.s_dev */
};

enum vdt_process_access_operation {
	VDT_PTRACE = 0, /* request: PTRACE_ATTACH ... */
	VDT_TRACEME = 1, /* the target is who may trace from now on */
	VDT_READ_MEMORY = 2,
	VDT_WRITE_MEMORY = 3,
	VDT_GET_DESCRIPTOR = 4, /* request: the number it has there */
	VDT_MADVISE = 5, /* request: the advice */
};

enum vdt_memory_operation {
	VDT_MAKE_EXECUTABLE =
		0, /* mprotect of memory that was or is writable, or private and written */
	VDT_MAP_EXECUTABLE = 1, /* mmap, also of a file; anonymous: no inode */
};

/* Entry points of the kernel that a service has no use for. */
enum vdt_surface_kind {
	VDT_USERFAULTFD = 0, /* value: the flags */
	VDT_IO_URING_SETUP = 1, /* value: the flags */
	VDT_IO_URING_REQUEST = 2, /* value: the opcode */
	VDT_MEMFD_CREATE = 3, /* name: its name; value: the flags */
	VDT_MODULE_REQUEST = 4, /* name: the alias that the kernel asks modprobe for */
	VDT_KEXEC = 5,
	VDT_PERF_EVENT_OPEN = 6, /* value: the event's type */
	VDT_FANOTIFY_INIT = 7,
	VDT_SYSLOG = 8, /* value: the action */
	VDT_DETACHED_MOUNT = 9,
	VDT_SWAP = 10,
	VDT_SECCOMP_USER_NOTIFICATION = 11,
	/* name: the file's path; value: whether it may lie outside the task's root. Of none: empty, 0. */
	VDT_OPEN_BY_HANDLE = 12,
	VDT_PATH_CLIMBED = 13, /* a server's, in vain; name: the path */
};

enum vdt_transfer_operation {
	VDT_SPLICE = 0,
	VDT_TEE = 1,
	VDT_VMSPLICE = 2,
	VDT_SENDFILE = 3,
};

enum vdt_fetched_code {
	VDT_CODE_CLASS = 1, /* of Java */
	VDT_CODE_ARCHIVE = 2, /* of Java's classes */
	VDT_CODE_OBJECT = 3, /* ELF: a program or a library */
	VDT_CODE_SCRIPT = 4,
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
	__u32 origin; /* enum vdt_origin */
	__u32 flags; /* enum vdt_flag */
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
	__u32 mount_namespace; /* of the mount it was reached through; 0: a mount of none */
	__u32 mount_id;
};

/* Another process that something is done to. Its numbers are those of the initial pid namespace. */
struct vdt_target {
	__u32 pid; /* 0: not found */
	__u32 tid;
	__u64 start_boot_nanos;
	__u64 cgroup_id;
	char comm[16];
};

struct vdt_exec {
	struct vdt_header header;
	__u32 parent_pid;
	__u32 arguments_truncated;
	__u64 parent_start_boot_nanos;
	struct vdt_credentials credentials;
	struct vdt_namespaces namespaces;
	struct vdt_file executable;
	struct vdt_file
		script; /* of which the executable is the interpreter; no inode: not known */
	struct vdt_file working_directory;
	__u64 root_inode; /* of the task's root directory */
	__u32 root_device;
	__u32 seccomp_filters;
	__u32 argument_count;
	struct vdt_text requested_path;
	struct vdt_text arguments; /* each ends with a NUL, but for a last one that was cut */
	struct vdt_text environment; /* as the arguments, its beginning */
	__u8 standard_input;
	__u8 standard_output;
	__u8 standard_error;
	__u8 secure; /* with rights from the file: AT_SECURE */
	__u8 compat; /* a 32-bit program */
	__u8 environment_truncated;
	__u8 padding[2];
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
	struct vdt_file place; /* what it is mounted on, or the new root; no inode: not known */
	__u64 flags;
	__u64 super_magic;
	__s64 result;
	__u32 api;
	__u32 operation;
	struct vdt_text type;
	struct vdt_text source;
	struct vdt_text target;
	struct vdt_text options;
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
	struct vdt_file peer_executable; /* of who made the other end; no inode: not known */
	__u64 peer_cgroup_id;
	__s64 result;
	__u32 type; /* SOCK_STREAM ... */
	struct vdt_text algorithm; /* AF_ALG: type and name, with a colon between */
};

struct vdt_credentials_change {
	struct vdt_header header;
	struct vdt_credentials before;
	struct vdt_credentials after;
};

struct vdt_module {
	struct vdt_header header;
	struct vdt_file file; /* no inode: from memory */
	__s64 result;
	struct vdt_text name;
	__u32 padding;
};

struct vdt_bpf {
	struct vdt_header header;
	__s64 result;
	__u32 command;
	__u32 program_type; /* of BPF_PROG_LOAD */
	__u32 attach_type; /* of BPF_PROG_LOAD and BPF_LINK_CREATE */
	struct vdt_text name; /* of the program or map */
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

/* A file that was changed without being opened for writing, or by a change of its name. */
struct vdt_file_change {
	struct vdt_header header;
	struct vdt_file file; /* no inode: not known on this rung, only the paths are */
	struct vdt_file other;
	struct vdt_file directory; /* that a relative requested path begins at */
	__u64 value;
	__s64 result;
	__u32 operation;
	__u32 raceable;
	struct vdt_text requested_path; /* as the caller wrote it: untrusted */
	struct vdt_text other_path; /* the new name, the link's text or the attribute's name */
};

/* An answer to a question for a name, as it came from the network. Of no process, but of a socket in
 * a control group. */
struct vdt_dns {
	struct vdt_header header;
	__u8 server_address[16];
	__u32 family;
	__u16 server_port;
	__u16 truncated;
	struct vdt_text message; /* RFC 1035, section 4 */
	__u32 padding;
};

struct vdt_process_access {
	struct vdt_header header;
	struct vdt_target target;
	__s64 result;
	__u32 operation;
	__u32 request;
};

struct vdt_signal {
	struct vdt_header header;
	struct vdt_target target;
	__u32 signal;
	__s32 code; /* siginfo's si_code: 0 SI_USER, above: the kernel's own */
};

/* A capability that was used or was missing. */
struct vdt_capability {
	struct vdt_header header;
	__u32 capability;
	__u32 user_namespace; /* that it was asked for in */
	__s64 result;
};

struct vdt_key {
	struct vdt_header header;
	__s64 result;
	__u32 command; /* KEYCTL_READ ...; 0xffffffff: add_key, 0xfffffffe: request_key */
	__s32 serial;
	__u32 owner_uid;
	struct vdt_text type;
	struct vdt_text description;
	__u32 padding;
};

struct vdt_memory {
	struct vdt_header header;
	struct vdt_file file; /* no inode: anonymous */
	__u64 address; /* 0: not chosen yet on this rung */
	__u64 length;
	__u32 operation;
	__u32 protection; /* PROT_* that it has now */
	__u32 protection_before; /* all ones: not known on this rung */
	__u32 map_flags;
};

struct vdt_surface {
	struct vdt_header header;
	__u64 value;
	__s64 result;
	__u32 surface; /* enum vdt_surface_kind */
	struct vdt_text name;
};

/* Bytes that went from one file to another without passing through user memory. */
struct vdt_transfer {
	struct vdt_header header;
	struct vdt_file source;
	struct vdt_file destination;
	__s64 result;
	__u32 operation;
	__u8 source_kind; /* enum vdt_stdio */
	__u8 destination_kind;
	__u8 padding[2];
};

struct vdt_task_rename {
	struct vdt_header header;
	char before[16];
	char after[16];
};

enum vdt_want {
	VDT_WANT_UNKNOWN = 0,
	VDT_WANT_OF_GROUP = 1, /* a control group's limit was reached */
	VDT_WANT_OF_NODE = 2, /* no memory was left */
};

struct vdt_oom_kill {
	struct vdt_header header;
	struct vdt_target victim;
	__u64 anonymous_pages;
	__u64 file_pages;
	__u64 shared_pages;
	__s32 score_adjustment;
	__u32 want; /* enum vdt_want */
	__u64 limit_group; /* whose limit, by its id in the hierarchy of the memory controller; else 0 */
};

/* Files that a container has destroyed, of those that were there before it. */
struct vdt_destruction {
	struct vdt_header header;
	struct vdt_file last; /* no inode: not known on this rung, only the path is */
	__u64 began_boot_nanos;
	__u64 folders; /* a bit by the hash of each */
	__u32 removed; /* or replaced by others */
	__u32 renamed;
	__u32 emptied;
	__u32 rewritten; /* opened to be written in place */
	__u32 unsure; /* of them: may be files of its own */
	struct vdt_text requested_path; /* as the caller wrote it: untrusted */
};

/* A process that serves, or a child of one, got code as an answer, over a connection that it had opened; it is the
 * header's. */
struct vdt_fetch {
	struct vdt_header header;
	__u8 remote_address[16]; /* IPv4: the first four bytes */
	__u32 family;
	__u16 remote_port; /* host byte order */
	__u16 padding;
	__u32 code; /* enum vdt_fetched_code */
	__u32 padding2;
};

#endif
