/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
#ifndef VEDETTE_DENY_H
#define VEDETTE_DENY_H

#include "failure.h"
#include "group.h"
#include "record.h"
#include "task.h"

/* include/uapi/asm-generic/signal.h */
#define SIGKILL 9

/*
 * What containers may not do. Here is whose rules hold and what they say together; deny_*.h ask about each
 * kind of object. The rules are user space's: it fills these maps, and removes a
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
	asked->container = container_of_group(current_cgroup_id());
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

/* An action that has no object to tell apart: ptrace, module, bpf. */
static __always_inline __u32 decide_any(enum deny_action action)
{
	struct deny_asked asked;

	if (!rules_apply(&asked, action))
		return 0;
	return decided(&asked);
}

#endif
