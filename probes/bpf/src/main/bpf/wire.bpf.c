// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
#include "drop.h"
#include "failure.h"
#include "group.h"
#include "hash.h"
#include "service.h"
#include <bpf/bpf_tracing.h>

PLACED(packet_wait__queue);
PLACED(packet_wait__dequeue);
PLACED(packet_wait__drop);

/*
 * Who made whom wait for a network device. A packet is stamped when it comes to a device that keeps a queue
 * (net/core/dev.c, __dev_queue_xmit()), and when the queue lets it go (net/sched/sch_generic.c, dequeue_skb()) its
 * wait is charged to the groups whose packets the device passed on meanwhile, by their bytes: a wire knows nothing
 * else. What it passed on last before the packet came counts as well, for that is what the device was at.
 *
 * Whose a packet is tells its socket. That is lost on the way to another network namespace, as from a pod through
 * the node to the wire (net/ipv4/ip_input.c, ip_rcv_core()), but the packet stays in the same memory, whatever
 * bridges, translations and tunnels do to it: so its owner is noted under that memory's address at the devices without
 * queues that it passes before.
 *
 * On nodes whose containers have groups of version 1 alone, a socket's group says nothing: there the network namespace
 * stands for the one container that sends in it.
 *
 * A packet that the queue throws away for want of room (net/core/skbuff.c, kfree_skb_list_reason()) never leaves it, and
 * who sent it waits until it is sent again, or gives up. It counts as one that waited as long as the packet that left last,
 * behind the same: the least that it would have been.
 *
 * Packets that go by without a queue wait for nobody. Those that a queue cuts into pieces, and such as no socket of
 * this node has sent, are nobody's: nobody is blamed for them. Nothing of this passes the ring.
 */
/* An owner that was noted so long ago is that of a packet which ended elsewhere, in memory that is used again. */
#define CARRIED_NANOS (100ULL * 1000 * 1000)
/* So is a stamp. */
#define LONGEST_NANOS (16ULL * 1000 * 1000 * 1000)
/* Waits of one group are charged together, as its packet waits that comes then: to charge each costs more than
 * to pass it on. */
#define CHARGE_NANOS (200ULL * 1000)
/* Of those that a device takes at once. */
#define MOST_AT_ONCE 64
#define PLACES_SHIFT 14
/* Shares are in parts of 2^10. */
#define SHARE_SHIFT 10

/* include/uapi/linux/if.h, include/net/tcp_states.h: smaller structures than a socket. */
#define IFF_LOOPBACK_FLAG 8
#define TIME_WAIT_STATE 6
#define NEW_SYN_RECV_STATE 12

struct wire {
	__u64 passed; /* bytes */
	__u64 last_bytes;
	__u64 last_at;
	__u64 last_group;
	__u64 last_wait; /* nanoseconds that the last one waited which was stamped */
	__u64 last_ahead; /* bytes that were passed on meanwhile */
	struct slices slices; /* of bytes */
};

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 256);
	__type(key, __u64); /* the address of the device */
	__type(value, struct wire);
} wires SEC(".maps");

static const struct wire no_wire;

struct packet {
	__u64 address; /* of its head; 0: there is none */
	__u64 since;
	__u64 device; /* in whose queue it is; 0: it only passes by */
	__u64 ahead; /* the device's place as it came */
	__u64 cgroup_id; /* 0: not known */
};

/* By a hash of the address; who comes later takes the place. A map by addresses costs several times as much, at each
 * packet that leaves a pod. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1 << PLACES_SHIFT);
	__type(key, __u32);
	__type(value, struct packet);
} packets SEC(".maps");

/* By the number of a network namespace, the group that sends in it; SEVERAL if it is more than one container's. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 4096);
	__type(key, __u64);
	__type(value, __u64);
} network_groups SEC(".maps");

/* What a group had of all devices, as user space reads it, and what it waited and was not charged for yet. */
struct packet_times {
	struct service_times times;
	__u64 owed;
	__u64 charged_at;
};

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 4096);
	__type(key, __u64);
	__type(value, struct packet_times);
} packet_times SEC(".maps");

static const struct packet_times no_times;

/* As blame, of devices. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 16384);
	__type(key, struct blame_key);
	__type(value, __u64);
} packet_blame SEC(".maps");

static __always_inline struct packet_times *times_of(__u64 cgroup_id)
{
	return kept_of(PLACE(packet_wait__dequeue), &packet_times, cgroup_id, &no_times, cgroup_id);
}

static __always_inline bool is_of_container(__u64 cgroup_id)
{
	struct group *group = group_of(cgroup_id);

	return group && group->container;
}

/* From one who sends in it. Runtimes do, too, while they set it up: a container takes their place. Who is no container's
 * and sends after that makes it a network of several: so that of the node is one. */
static __always_inline void learn_sender(__u64 network)
{
	__u64 *known = bpf_map_lookup_elem(&network_groups, &network);
	__u64 own = current_cgroup_id();

	if (!known || (*known != SEVERAL && !is_of_container(*known))) {
		if (bpf_map_update_elem(&network_groups, &network, &own, BPF_ANY))
			count_failure_of(PLACE(packet_wait__queue), REASON_MAP_FULL, own);
	} else if (*known != own && *known != SEVERAL &&
		   container_of_group(*known) != container_of_group(own))
		*known = SEVERAL;
}

static __always_inline __u64 group_by_network(struct net *net)
{
	struct task_struct *task = bpf_get_current_task_btf();
	__u64 network = net->ns.inum;
	__u64 *known;

	/* Whoever is interrupted is as good: it is in the same namespace. */
	if (task->nsproxy && task->nsproxy->net_ns == net)
		learn_sender(network);
	known = bpf_map_lookup_elem(&network_groups, &network);
	return known ? *known : 0;
}

/* By its socket; 0 if it has none, or none any more. */
static __always_inline __u64 group_of_sender(struct sk_buff *packet)
{
	struct sock *socket = packet->sk;
	__u8 state;

	if (!socket)
		return 0;
	state = socket->__sk_common.skc_state;
	if (state == TIME_WAIT_STATE || state == NEW_SYN_RECV_STATE)
		return 0;
	if (group_controller)
		return group_by_network(packet->dev->nd_net.net);
	return socket->sk_cgrp_data.cgroup->kn->id;
}

/* The verifier lets nobody reckon with a pointer. Read from where it lies it is a number. */
static __always_inline __u64 number_of(const void *pointer)
{
	__u64 number = 0;

	bpf_probe_read_kernel(&number, sizeof(number), &pointer);
	return number;
}

static __always_inline struct packet *place_of(__u64 address)
{
	__u32 place = address * HASH_FACTOR >> (64 - PLACES_SHIFT);

	return bpf_map_lookup_elem(&packets, &place);
}

static __always_inline __u64 carried_group(const struct packet *carried, __u64 address, __u64 now)
{
	if (carried->address != address || carried->device || now - carried->since > CARRIED_NANOS)
		return 0;
	return carried->cgroup_id;
}

static __always_inline bool keeps_queue(struct net_device *device)
{
	return device->_tx->qdisc->enqueue;
}

/* Where the device is as the packet comes to it. */
static __always_inline void come_to(struct packet *packet, struct net_device *device)
{
	struct wire *wire;

	packet->device = (__u64)device;
	wire = kept_of(PLACE(packet_wait__queue), &wires, packet->device, &no_wire, 0);
	if (wire)
		packet->ahead = wire->passed - wire->last_bytes;
}

SEC("tp_btf/net_dev_queue")
int BPF_PROG(packet_wait__queue, struct sk_buff *skb)
{
	struct net_device *device = skb->dev;
	struct packet packet = {.address = number_of(skb)};
	struct packet *place;

	if (device->flags & IFF_LOOPBACK_FLAG)
		return 0;
	beat(PLACE(packet_wait__queue));
	place = place_of(packet.address);
	if (!place)
		return 0;
	packet.since = bpf_ktime_get_ns();
	packet.cgroup_id = group_of_sender(skb);
	if (!packet.cgroup_id)
		packet.cgroup_id = carried_group(place, packet.address, packet.since);
	if (keeps_queue(device))
		come_to(&packet, device);
	else if (!packet.cgroup_id)
		return 0;
	*place = packet;
	return 0;
}

/* A wait that is charged, going back slice by slice. */
struct charging {
	struct wire *wire;
	__u64 count; /* of the device's slices */
	__u64 victim;
	__u64 since; /* place */
	__u64 until;
	__u64 nanos;
};

static long charge_slice(__u32 back, struct charging *charging)
{
	struct slice *slice = slice_before(&charging->wire->slices, charging->count, back);
	__u64 bytes = part_of(slice, charging->since, charging->until);
	__u64 share = (bytes << SHARE_SHIFT) / (charging->until - charging->since);
	__u64 nanos = (charging->nanos >> SHARE_SHIFT) * share;

	if (slice->end <= charging->since)
		return 1;
	if (nanos && slice->cgroup_id &&
	    !charge(&packet_blame, charging->victim, slice->cgroup_id, nanos))
		count_failure_of(PLACE(packet_wait__dequeue), REASON_MAP_FULL, charging->victim);
	return 0;
}

/* What a packet waited behind: what was passed on until its turn came. Of more than is kept the last stands for
 * all, since a queue goes on as it went. */
static __always_inline void charge_wait(struct wire *wire, const struct packet *packet, __u64 passed,
					__u64 nanos)
{
	__u64 count = wire->slices.count;
	__u32 first = count < SLICES ? count - 1 : SLICES - 1;
	__u64 oldest = slice_before(&wire->slices, count, first)->start;
	struct charging charging = {
		.wire = wire,
		.count = count,
		.victim = packet->cgroup_id,
		.since = packet->ahead > oldest ? packet->ahead : oldest,
		.until = passed,
		.nanos = nanos,
	};

	/* Nothing was passed on: whatever it waited for, it was nobody's packets. */
	if (count && charging.until > charging.since)
		bpf_loop(SLICES, charge_slice, &charging, 0);
}

/* Charges what its group waited since it was charged. */
static __always_inline void charge_owed(struct wire *wire, const struct packet *packet, __u64 passed,
					__u64 now)
{
	struct packet_times *times = times_of(packet->cgroup_id);

	if (!times || !times->owed || now - times->charged_at < CHARGE_NANOS)
		return;
	times->charged_at = now;
	charge_wait(wire, packet, passed, __sync_lock_test_and_set(&times->owed, 0));
}

/* While the packet waited, the device was at what it had passed on last. */
static __always_inline void note_service(const struct wire *wire, const struct packet *packet, __u64 now)
{
	struct packet_times *times;

	if (!wire->last_group || wire->last_at < packet->since || now < wire->last_at)
		return;
	times = times_of(wire->last_group);
	if (times)
		__sync_fetch_and_add(&times->times.served, now - wire->last_at);
}

static __always_inline bool find_stamp(struct packet *packet, __u64 address, __u64 device, __u64 now)
{
	struct packet *known = place_of(address);

	if (!known || known->address != address)
		return false;
	*packet = *known;
	return packet->device == device && now - packet->since < LONGEST_NANOS;
}

static __always_inline void forget(__u64 address)
{
	struct packet *known = place_of(address);

	if (known && known->address == address)
		known->address = 0;
}

static __always_inline void count_wait(struct packet_times *times, __u64 nanos)
{
	if (nanos >= least_wait_nanos) {
		__sync_fetch_and_add(&times->times.waited, nanos);
		__sync_fetch_and_add(&times->owed, nanos);
	}
	count_length(times->times.lengths, nanos);
}

static __always_inline void count_packet(const struct packet *packet, __u64 bytes, __u64 now)
{
	struct packet_times *times = times_of(packet->cgroup_id);

	if (!times)
		return;
	__sync_fetch_and_add(&times->times.requests, 1);
	__sync_fetch_and_add(&times->times.bytes, bytes);
	count_wait(times, now - packet->since);
}

/* What the queue is like that the packet went through. */
static __always_inline void note_wait(struct wire *wire, const struct packet *packet, __u64 passed, __u64 now)
{
	wire->last_wait = now - packet->since;
	wire->last_ahead = passed - packet->ahead;
}

/* Packets that leave a queue together. */
struct leaving {
	struct wire *wire;
	__u64 device;
	__u64 address; /* of the next one */
	__u64 now;
};

static long pass_on(__u32 index, struct leaving *leaving)
{
	struct sk_buff *skb = (struct sk_buff *)leaving->address;
	__u64 address = leaving->address;
	struct wire *wire = leaving->wire;
	struct packet packet = {};
	__u64 bytes = BPF_CORE_READ(skb, len);
	__u64 start;

	/* The last one; older kernels take it for certain that there is a first one. */
	if (!bytes)
		return 1;
	leaving->address = (__u64)BPF_CORE_READ(skb, next);
	if (!find_stamp(&packet, address, leaving->device, leaving->now))
		packet.cgroup_id = 0;
	forget(address);
	start = __sync_fetch_and_add(&wire->passed, bytes);
	keep_slice(&wire->slices, packet.cgroup_id, start, start + bytes);
	wire->last_group = packet.cgroup_id;
	wire->last_at = leaving->now;
	if (packet.cgroup_id)
		count_packet(&packet, bytes, leaving->now);
	return 0;
}

SEC("tp_btf/qdisc_dequeue")
int BPF_PROG(packet_wait__dequeue, struct Qdisc *qdisc, const struct netdev_queue *queue, int packets,
	     struct sk_buff *skb)
{
	struct leaving leaving = {
		.device = (__u64)queue->dev,
		.address = number_of(skb),
		.now = bpf_ktime_get_ns(),
	};
	struct packet first = {};
	struct wire *wire;
	__u64 passed;
	bool known;

	beat(PLACE(packet_wait__dequeue));
	if (!skb) /* the queue is empty, or keeps back what it has */
		return 0;
	wire = bpf_map_lookup_elem(&wires, &leaving.device);
	if (!wire) /* nothing came to it yet */
		return 0;
	leaving.wire = wire;
	passed = wire->passed;
	known = find_stamp(&first, leaving.address, leaving.device, leaving.now);
	if (known) {
		note_service(wire, &first, leaving.now);
		note_wait(wire, &first, passed, leaving.now);
	}
	bpf_loop(packets < MOST_AT_ONCE ? packets : MOST_AT_ONCE, pass_on, &leaving, 0);
	if (wire->passed > passed)
		wire->last_bytes = wire->passed - passed;
	if (known && first.cgroup_id)
		charge_owed(wire, &first, passed, leaving.now);
	return 0;
}

SEC("tp_btf/kfree_skb")
int BPF_PROG(packet_wait__drop, struct sk_buff *skb, void *location, enum skb_drop_reason reason)
{
	struct packet packet = {};
	struct packet_times *times;
	struct wire *wire;
	__u64 address;
	__u64 device;
	__u64 now;

	beat(PLACE(packet_wait__drop));
	if (!is_of_full_queue(reason)) /* as most that are thrown away */
		return 0;
	address = number_of(skb);
	device = (__u64)skb->dev;
	now = bpf_ktime_get_ns();
	if (!find_stamp(&packet, address, device, now))
		return 0;
	forget(address);
	wire = bpf_map_lookup_elem(&wires, &device);
	if (!wire || !packet.cgroup_id)
		return 0;
	times = times_of(packet.cgroup_id);
	if (!times)
		return 0;
	__sync_fetch_and_add(&times->times.dropped, 1);
	count_wait(times, wire->last_wait);
	packet.ahead = wire->passed - wire->last_ahead;
	charge_owed(wire, &packet, wire->passed, now);
	return 0;
}
