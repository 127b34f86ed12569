/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef VEDETTE_DENY_H
#define VEDETTE_DENY_H

#include "failure.h"
#include "file.h"
#include "group.h"
#include "task.h"
#include <bpf/bpf_endian.h>

/* include/uapi/asm-generic/errno-base.h */
#define EPERM 1
/* include/uapi/asm-generic/signal.h */
#define SIGKILL 9

/*
 * What containers may not do. The rules are user space's: it fills these maps, and removes a
 * container's entries when its denial is lifted; dev.vedette.probes.deny.DenyEntries is the other half,
 * held equal by tests. Each answer is per container, so that what is denied to one is nobody else's
 * affair.
 * Where no container has a rule, all this costs one load and a branch.
 *
 * A decision is a set of flags for the record: none, VDT_WOULD_DENY or VDT_DENIED. Who asks passes them
 * on to the record, so that a denial is itself an event, and refuses as refusal_of() says.
 */
enum deny_action {
	DENY_EXEC = 0,
	DENY_OPEN = 1, /* in any way */
	DENY_WRITE = 2,
	DENY_MOUNT = 3,
	DENY_CONNECT = 4,
	DENY_PTRACE = 5,
	DENY_MODULE = 6,
	DENY_BPF = 7,
	DENY_DEVICE = 8,
	DENY_SYSCTL = 9,
	DENY_ACTIONS = 10,
};

/* Of an object's action: what lies below that directory too. */
#define DENY_BELOW 0x100

/* Where an executable comes from. */
enum deny_class {
	DENY_ADDED = 0, /* written after the start: only in overlay's upper layer */
	DENY_CHANGED = 1, /* the image's, copied up: changed, or merely chmodded */
	DENY_MEMORY = 2, /* no name in any directory: a memfd, or deleted */
	DENY_VOLUME = 3, /* of another file system than the root directory's */
	DENY_CLASSES = 4,
};

enum deny_mode {
	DENY_NOT = 0,
	DENY_AUDIT = 1,
	DENY_ENFORCE = 2,
};

struct deny_verdict {
	__u32 mode;
	__u32 until; /* seconds of CLOCK_BOOTTIME; 0: without an end. Holds without the sensor too */
};

struct deny_container {
	__u32 actions; /* a bit for each action that has rules of its own */
	__u32 below; /* the same for directories */
	__u32 begun; /* a program of its own has begun: what came before was the runtime */
	__u32 padding;
	struct deny_verdict any[DENY_ACTIONS]; /* whatever the object */
	struct deny_verdict classes[DENY_CLASSES]; /* of DENY_EXEC */
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024);
	__type(key, __u64);
	__type(value, struct deny_container);
} deny_containers SEC(".maps") __weak;

struct deny_object {
	__u64 container;
	__u64 inode; /* of a mount: the file system's magic */
	__u32 device;
	__u32 action;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4096);
	__type(key, struct deny_object);
	__type(value, struct deny_verdict);
} deny_objects SEC(".maps") __weak;

/* A last path component, or two with a slash between, or a setting's name; NUL-padded. */
#define DENY_NAME_BYTES 60
#define DENY_DIRECTORY_BYTES 29

struct deny_name {
	__u64 container;
	__u32 action;
	char name[DENY_NAME_BYTES];
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4096);
	__type(key, struct deny_name);
	__type(value, struct deny_verdict);
} deny_names SEC(".maps") __weak;

/* IPv4 within IPv6 (::ffff:0:0/96), as the kernel has it where an IPv6 socket speaks IPv4. */
struct deny_network {
	__u32 prefix; /* in bits, the container's 64 counted too */
	__u8 container[8];
	__u8 address[16];
};

struct deny_ports {
	__u16 from;
	__u16 to;
	struct deny_verdict verdict;
};

#define DENY_PORT_RANGES 8

/* Only the longest prefix answers, so it holds what the shorter ones say too; one without any verdict
 * is an exception. */
struct deny_peer {
	struct deny_ports ports[DENY_PORT_RANGES];
};

struct {
	__uint(type, BPF_MAP_TYPE_LPM_TRIE);
	__uint(max_entries, 8192);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, struct deny_network);
	__type(value, struct deny_peer);
} deny_networks SEC(".maps") __weak;

struct deny_state {
	__u32 containers; /* how many have rules */
	__u32 audit; /* nothing is refused, whatever the rules say */
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct deny_state);
} deny_states SEC(".maps") __weak;

/* Whose task asks, and how strict the rules found so far are. */
struct deny_asked {
	__u64 container;
	struct deny_container *rules;
	__u32 mode;
	__u32 audit;
};

/* False if the current task's container has no rules. */
static __always_inline bool has_rules(struct deny_asked *asked)
{
	__u32 only = 0;
	struct deny_state *state = bpf_map_lookup_elem(&deny_states, &only);

	if (!state || !state->containers)
		return false;
	asked->container = container_of_group(bpf_get_current_cgroup_id());
	asked->rules = bpf_map_lookup_elem(&deny_containers, &asked->container);
	asked->audit = state->audit;
	asked->mode = DENY_NOT;
	return asked->rules != NULL;
}

static __always_inline void weigh(struct deny_asked *asked, const struct deny_verdict *verdict)
{
	if (!verdict || verdict->mode <= asked->mode)
		return;
	if (verdict->until && bpf_ktime_get_boot_ns() / 1000000000 >= verdict->until)
		return;
	asked->mode = verdict->mode;
}

static __always_inline __u32 decided(const struct deny_asked *asked)
{
	if (asked->mode == DENY_NOT)
		return 0;
	return asked->mode == DENY_ENFORCE && !asked->audit ? VDT_DENIED : VDT_WOULD_DENY;
}

/* What a hook of the security modules answers. */
static __always_inline int refusal_of(__u32 flags)
{
	if (!(flags & VDT_DENIED))
		return 0;
	/* Else the compiler negates the flag, of which the verifier does not know the bounds. */
	asm volatile("" ::: "memory");
	return -EPERM;
}

/*
 * Before a container's first program it is the runtime that acts in its group: it mounts, makes devices
 * and sets sysctls as the container's specification says. None of that is the container's doing.
 */
static __always_inline bool rules_apply(struct deny_asked *asked, enum deny_action action)
{
	if (!has_rules(asked) || !asked->rules->begun)
		return false;
	weigh(asked, &asked->rules->any[action]);
	return true;
}

static __always_inline bool has_own_rules(const struct deny_asked *asked, enum deny_action action)
{
	return asked->rules->actions & 1U << action;
}

static __always_inline void weigh_object(struct deny_asked *asked, __u64 inode, __u32 device,
					 __u32 action)
{
	struct deny_object key = {
		.container = asked->container,
		.inode = inode,
		.device = device,
		.action = action,
	};

	weigh(asked, bpf_map_lookup_elem(&deny_objects, &key));
}

/* By the last component, and by the last two: the net where an object is not known, since it was made
 * or replaced after user space looked. */
static __always_inline void weigh_names(struct deny_asked *asked, const struct dentry *dentry,
					enum deny_action action)
{
	struct deny_name key = {.container = asked->container, .action = action};
	const struct dentry *directory = FIELD(dentry, d_parent);
	const void *name = FIELD(dentry, d_name.name);
	__u32 length = FIELD(dentry, d_name.len);
	__u32 above = FIELD(directory, d_name.len);

	if (length >= DENY_NAME_BYTES)
		return;
	bpf_probe_read_kernel_str(key.name, sizeof(key.name), name);
	weigh(asked, bpf_map_lookup_elem(&deny_names, &key));
	if (above > DENY_DIRECTORY_BYTES || length >= DENY_NAME_BYTES - 32)
		return;
	/* So that the compiler, which knows its bounds, leaves them to the verifier of 6.1 as well. */
	asm volatile("" : "+r"(above));
	__builtin_memset(key.name, 0, sizeof(key.name));
	bpf_probe_read_kernel(key.name, above & 31, FIELD(directory, d_name.name));
	key.name[above & 31] = '/';
	bpf_probe_read_kernel_str(&key.name[(above & 31) + 1], DENY_NAME_BYTES - 32, name);
	weigh(asked, bpf_map_lookup_elem(&deny_names, &key));
}

#define BELOW_STEPS 64

struct below_walk {
	struct deny_asked asked;
	__u64 dentry;
	__u64 mount;
	__u32 action;
	__u32 padding;
};

static long below_step(__u32 step, struct below_walk *walk)
{
	struct dentry *dentry = (struct dentry *)walk->dentry;
	struct vfsmount *vfsmount = (struct vfsmount *)walk->mount;
	struct mount *mount = mount_of(vfsmount);
	__u64 above;

	weigh_object(&walk->asked, BPF_CORE_READ(dentry, d_inode, i_ino),
		     BPF_CORE_READ(dentry, d_sb, s_dev), walk->action | DENY_BELOW);
	if (walk->dentry == (__u64)BPF_CORE_READ(vfsmount, mnt_root)) {
		above = (__u64)BPF_CORE_READ(mount, mnt_parent);
		if (above == (__u64)mount)
			return 1;
		walk->dentry = (__u64)BPF_CORE_READ(mount, mnt_mountpoint);
		walk->mount = above + bpf_core_field_offset(struct mount, mnt);
		return 0;
	}
	above = (__u64)BPF_CORE_READ(dentry, d_parent);
	if (above == walk->dentry)
		return 1;
	walk->dentry = above;
	return 0;
}

static __always_inline void weigh_directories(struct deny_asked *asked, const struct path *path,
					      enum deny_action action)
{
	struct below_walk walk = {
		.asked = *asked,
		.dentry = (__u64)FIELD(path, dentry),
		.mount = (__u64)FIELD(path, mnt),
		.action = action,
	};

	bpf_loop(BELOW_STEPS, below_step, &walk, 0);
	asked->mode = walk.asked.mode;
}

static __always_inline void weigh_path(struct deny_asked *asked, const struct path *path,
				       enum deny_action action)
{
	const struct dentry *dentry = FIELD(path, dentry);
	const struct inode *inode = FIELD(dentry, d_inode);

	if (has_own_rules(asked, action)) {
		weigh_object(asked, FIELD(inode, i_ino), FIELD(inode, i_sb, s_dev), action);
		weigh_names(asked, dentry, action);
	}
	if (asked->rules->below & 1U << action)
		weigh_directories(asked, path, action);
}

static __always_inline void weigh_class(struct deny_asked *asked, struct file *file,
					struct task_struct *task)
{
	struct inode *inode = FIELD(file, f_inode);
	__u64 root = (__u64)FIELD(task, fs, root.mnt, mnt_sb);
	__u32 layers;

	if (!FIELD(inode, i_nlink)) {
		weigh(asked, &asked->rules->classes[DENY_MEMORY]);
		return;
	}
	if ((__u64)FIELD(inode, i_sb) != root) {
		weigh(asked, &asked->rules->classes[DENY_VOLUME]);
		return;
	}
	if (FIELD(inode, i_sb, s_magic) != OVERLAYFS_SUPER_MAGIC)
		return;
	layers = overlay_of(inode);
	if (layers == VDT_OVERLAY_UPPER)
		weigh(asked, &asked->rules->classes[DENY_ADDED]);
	else if (layers & VDT_OVERLAY_UPPER)
		weigh(asked, &asked->rules->classes[DENY_CHANGED]);
}

/*
 * Whether a task in a container's group is still the runtime's: it was put there from outside and has not
 * left the mount namespace of who made it. A container's own task that enters the node's namespace has
 * a parent within the container.
 */
static __always_inline bool is_runtimes(struct task_struct *task, __u64 container)
{
	struct task_struct *parent = FIELD(task, real_parent);

	return (__u64)FIELD(task, nsproxy, mnt_ns) == (__u64)FIELD(parent, nsproxy, mnt_ns) &&
	       container_of_group(cgroup_of(parent)) != container;
}

/* The current task begins a program. */
static __always_inline __u32 decide_exec(struct file *file)
{
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();
	struct deny_asked asked;

	if (!has_rules(&asked) || is_runtimes(task, asked.container))
		return 0;
	weigh(&asked, &asked.rules->any[DENY_EXEC]);
	weigh_class(&asked, file, task);
	weigh_path(&asked, &file->f_path, DENY_EXEC);
	return decided(&asked);
}

/* A program has begun. */
static __always_inline void note_begun(void)
{
	struct task_struct *task = (struct task_struct *)bpf_get_current_task();
	struct deny_asked asked;

	if (has_rules(&asked) && !asked.rules->begun && !is_runtimes(task, asked.container))
		asked.rules->begun = 1;
}

static __always_inline __u32 decide_open(struct file *file)
{
	struct deny_asked asked;

	if (!rules_apply(&asked, DENY_OPEN))
		return 0;
	weigh_path(&asked, &file->f_path, DENY_OPEN);
	if (FIELD(file, f_mode) & FMODE_WRITE) {
		weigh(&asked, &asked.rules->any[DENY_WRITE]);
		weigh_path(&asked, &file->f_path, DENY_WRITE);
	}
	return decided(&asked);
}

/* A change that needs no open file: truncate, rename, unlink, chmod, chown, an attribute. */
static __always_inline __u32 decide_change(const struct path *directory,
					   const struct dentry *dentry)
{
	const struct inode *inode = FIELD(dentry, d_inode);
	struct deny_asked asked;

	if (!rules_apply(&asked, DENY_WRITE))
		return 0;
	if (has_own_rules(&asked, DENY_WRITE)) {
		if (inode)
			weigh_object(&asked, FIELD(inode, i_ino), FIELD(inode, i_sb, s_dev),
				     DENY_WRITE);
		weigh_names(&asked, dentry, DENY_WRITE);
	}
	if (asked.rules->below & 1U << DENY_WRITE)
		weigh_directories(&asked, directory, DENY_WRITE);
	return decided(&asked);
}

/* Of a bind or a move, which mount no new file system, the magic is 0. */
static __always_inline __u32 decide_mount(__u64 magic)
{
	struct deny_asked asked;

	if (!rules_apply(&asked, DENY_MOUNT))
		return 0;
	if (magic && has_own_rules(&asked, DENY_MOUNT))
		weigh_object(&asked, magic, 0, DENY_MOUNT);
	return decided(&asked);
}

/* An action that has no object to tell apart: ptrace, module, bpf. */
static __always_inline __u32 decide_any(enum deny_action action)
{
	struct deny_asked asked;

	if (!rules_apply(&asked, action))
		return 0;
	return decided(&asked);
}

/* Where the kernel puts an address that means "this machine". */
static __always_inline bool is_unspecified(const __u32 *address)
{
	return !address[0] && !address[1] && !address[3] &&
	       (!address[2] || address[2] == bpf_htonl(0xffff));
}

/* The address in network order, IPv4 within IPv6; the port in the host's. */
static __always_inline __u32 decide_connect(const __u32 *address, __u16 port)
{
	struct deny_network key = {.prefix = 64 + 128};
	struct deny_peer *peer;
	struct deny_asked asked;

	if (!rules_apply(&asked, DENY_CONNECT))
		return 0;
	if (!has_own_rules(&asked, DENY_CONNECT))
		return decided(&asked);
	__builtin_memcpy(key.container, &asked.container, sizeof(key.container));
	__builtin_memcpy(key.address, address, sizeof(key.address));
	/* Connecting to no address at all reaches the loopback device. */
	if (is_unspecified(address)) {
		key.address[15] = 1;
		if (address[2])
			key.address[12] = 127;
	}
	peer = bpf_map_lookup_elem(&deny_networks, &key);
	if (!peer)
		return decided(&asked);
#pragma unroll
	for (int i = 0; i < DENY_PORT_RANGES; i++) {
		if (peer->ports[i].from <= port && port <= peer->ports[i].to)
			weigh(&asked, &peer->ports[i].verdict);
	}
	return decided(&asked);
}

static __always_inline __u32 decide_device(__u32 block, __u32 major, __u32 minor)
{
	struct deny_asked asked;

	if (!rules_apply(&asked, DENY_DEVICE))
		return 0;
	if (has_own_rules(&asked, DENY_DEVICE))
		weigh_object(&asked, block, major << 20 | minor, DENY_DEVICE);
	return decided(&asked);
}

#endif
