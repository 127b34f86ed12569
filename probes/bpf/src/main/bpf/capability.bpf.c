// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "group.h"
#include "number.h"
#include "scope.h"
#include "scratch.h"
#include "task.h"

PLACED(capability__fexit);
PLACED(capability__tracepoint);

#define CAP_SYS_ADMIN 21
/* include/linux/security.h */
#define CAP_OPT_NOAUDIT 2

/* For so long a group's use of one capability in a user namespace is told once. */
#define CAPABILITY_WINDOW_NANOS (600ULL * 1000 * 1000 * 1000)

/* The rights of a container's own user namespace are not those of the node. */
struct rights_of {
	__u64 cgroup_id;
	__u64 user_namespace;
};

/* What was told since a moment, a bit for each capability. */
struct capabilities_told {
	__u64 since;
	__u64 granted;
	__u64 missing;
};

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 4096);
	__type(key, struct rights_of);
	__type(value, struct capabilities_told);
} capabilities_told SEC(".maps");

/* Two CPUs that come here at once may both tell. */
static __always_inline bool was_capability_told(__u32 place, const struct rights_of *rights,
						__u64 bit, bool granted)
{
	struct capabilities_told *told = bpf_map_lookup_elem(&capabilities_told, rights);
	struct capabilities_told first = {};
	__u64 now;

	if (told && (granted ? told->granted : told->missing) & bit &&
	    bpf_ktime_get_boot_ns() - told->since < CAPABILITY_WINDOW_NANOS)
		return true;
	now = bpf_ktime_get_boot_ns();
	if (told && now - told->since < CAPABILITY_WINDOW_NANOS) {
		__sync_fetch_and_or(granted ? &told->granted : &told->missing, bit);
		return false;
	}
	first.since = now;
	if (granted)
		first.granted = bit;
	else
		first.missing = bit;
	if (bpf_map_update_elem(&capabilities_told, rights, &first, BPF_ANY))
		count_failure(place, REASON_MAP_FULL);
	return false;
}

/*
 * Every growth of memory asks for CAP_SYS_ADMIN, to know whether the last reserve may be used
 * (cap_vm_enough_memory() of security/commoncap.c). The hook says so by its options, the tracepoint
 * does not: there the calls (and faults, which are no call) that grow memory are left out.
 */
#if defined(__TARGET_ARCH_x86)
/* write, mmap, mprotect, brk, pwrite64, writev, mremap, shmat, clone, fork, vfork, execve */
#define GROWING_BELOW_64                                                                          \
	(1ULL << 1 | 1ULL << 9 | 1ULL << 10 | 1ULL << 12 | 1ULL << 18 | 1ULL << 20 | 1ULL << 25 | \
	 1ULL << 30 | 1ULL << 56 | 1ULL << 57 | 1ULL << 58 | 1ULL << 59)

static __always_inline bool is_growing_call(__s32 number)
{
	if (number < 64)
		return number < 0 || GROWING_BELOW_64 >> number & 1;
	/* truncate, ftruncate, fallocate, execveat, clone3 */
	return number == 76 || number == 77 || number == 285 || number == 322 || number == 435;
}
#else
static __always_inline bool is_growing_call(__s32 number)
{
	switch (number) {
	case 45: /* truncate, ftruncate, fallocate */
	case 46:
	case 47:
	case 64: /* write, writev, pwrite64 */
	case 66:
	case 68:
	case 196: /* shmat, brk, mremap, clone, execve, mmap, mprotect */
	case 214:
	case 216:
	case 220:
	case 221:
	case 222:
	case 226:
	case 281: /* execveat, clone3 */
	case 435:
		return true;
	default:
		return number < 0;
	}
}
#endif

static __always_inline int tell_capability(__u32 place, const struct user_namespace *namespace,
					   __u32 capability, __s64 result)
{
	struct rights_of rights = {
		.cgroup_id = current_cgroup_id(),
		.user_namespace = namespace->ns.inum,
	};
	struct vdt_capability record = {};

	if (was_capability_told(place, &rights, 1ULL << (capability & 63), !result))
		return 0;
	if (current_is_own() || current_is_quiet())
		return 0;
	fill_header(&record.header, VDT_CAPABILITY);
	record.header.length = sizeof(record);
	record.capability = capability;
	record.user_namespace = rights.user_namespace;
	record.result = result;
	submit_fixed(place, &record, sizeof(record), record.header.cgroup_id);
	return 0;
}

/*
 * Why security_capable() and, below it, cap_capable (security/commoncap.c; since 6.14): both see every
 * question and its answer; the LSM hook would not be asked where the answer was no. They are asked at
 * every open of another's file and the like, so what was told leaves after one look at a table.
 */
SEC("fexit/security_capable")
int BPF_PROG(capability__fexit, const struct cred *credentials, struct user_namespace *namespace,
	     int capability, unsigned int options, int result)
{
	if (options & CAP_OPT_NOAUDIT)
		return 0;
	beat(PLACE(capability__fexit));
	return tell_capability(PLACE(capability__fexit), namespace, capability, result);
}

SEC("?tp_btf/cap_capable")
int BPF_PROG(capability__tracepoint, const struct cred *credentials, struct user_namespace *target,
	     const struct user_namespace *granting, int capability, int result)
{
	if (capability == CAP_SYS_ADMIN && is_growing_call(current_call()))
		return 0;
	beat(PLACE(capability__tracepoint));
	return tell_capability(PLACE(capability__tracepoint), target, capability, result);
}
