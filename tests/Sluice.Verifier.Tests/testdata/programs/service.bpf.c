// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
/* Services with address translation at TC: fragments and extension headers of IPv6, connections in both directions, backends in
 * maps of maps, source ports by trial, a policy by prefix and by port, tail calls from one stage to the next, events. */
// bug 1: packet-bounds, an extension header is read before it is known to be there
// bug 2: null-pointer, the service's map of backends may not exist
// bug 3: stale-pointer, the ports are written through a pointer from before the checksum was changed
// bug 4: packet-bounds, the loop over extension headers goes on behind the last check
// bug 5: uninitialised-stack*, the reply's key is written in part
// bug 6: packet-bounds, the packet is handed over as a key without a check
// bug 7: helper-argument, the second stage is called with the wrong context
#include "common.h"

#define MAX_HEADERS 6
#define TRIALS 16
#define FRAGMENT 44
#define TCP_CHECK 16
#define UDP_CHECK 6

enum stage { STAGE_SERVICE, STAGE_POLICY, STAGE_REPLY, STAGES };

union address {
	__be32 v4;
	__be32 v6[4];
};

struct tuple {
	union address source, destination;
	__be16 source_port, destination_port;
	__u8 protocol, family, direction, padding;
};

struct connection {
	union address address;
	__be16 port;
	__u16 flags;
	__u32 service;
	__u64 seen, packets, bytes;
};

struct service_key {
	union address address;
	__be16 port;
	__u8 protocol, family;
};

struct service {
	__u32 number, backends, flags, affinity;
};

struct backend {
	union address address;
	__be16 port;
	__u8 family, weight;
};

struct prefix_key {
	__u32 bits;
	union address address;
};

struct policy_key {
	__u32 identity;
	__be16 port;
	__u8 protocol, direction;
};

struct policy {
	__u64 packets, bytes;
	__u32 deny, proxy_port;
};

struct event {
	struct tuple tuple;
	__u64 time;
	__u32 reason, length, identity, interface;
};

/* What one stage leaves for the next. */
struct passing {
	struct tuple tuple;
	__u32 network, transport, service, identity;
	__u32 is_fragment, is_reply;
};

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 65536);
	__type(key, struct tuple);
	__type(value, struct connection);
} connections SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4096);
	__type(key, struct service_key);
	__type(value, struct service);
} services SEC(".maps");

struct backends {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 256);
	__type(key, __u32);
	__type(value, struct backend);
} first_backends SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH_OF_MAPS);
	__uint(max_entries, 4096);
	__type(key, __u32);
	__array(values, struct backends);
} service_backends SEC(".maps") = { .values = { (void *)&first_backends } };

struct {
	__uint(type, BPF_MAP_TYPE_LPM_TRIE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, 16384);
	__type(key, struct prefix_key);
	__type(value, __u32);
} identities SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16384);
	__type(key, struct policy_key);
	__type(value, struct policy);
} policies SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct passing);
} passed SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 64);
	__type(key, __u32);
	__type(value, __u64);
} counters SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 1 << 18);
} events SEC(".maps");

int to_service(struct __sk_buff *skb);
int to_policy(struct __sk_buff *skb);
int to_reply(struct __sk_buff *skb);

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, STAGES);
	__uint(key_size, sizeof(__u32));
	__array(values, int(void *));
} stages SEC(".maps") = { .values = { [STAGE_SERVICE] = (void *)&to_service, [STAGE_POLICY] = (void *)&to_policy, [STAGE_REPLY] = (void *)&to_reply } };

INLINE void count(__u32 reason)
{
	__u64 *counter = bpf_map_lookup_elem(&counters, &reason);

	if (counter)
		*counter += 1;
}

INLINE void report(struct __sk_buff *skb, const struct passing *state, __u32 reason)
{
	struct event *event;

	count(reason & 63);
	event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
	if (!event)
		return;
	event->tuple = state->tuple;
	event->time = bpf_ktime_get_ns();
	event->reason = reason;
	event->length = skb->len;
	event->identity = state->identity;
	event->interface = skb->ingress_ifindex;
	bpf_ringbuf_submit(event, 0);
}

struct extension {
	__u8 next, length;
};

struct fragment_header {
	__u8 next, reserved;
	__be16 offset;
	__be32 identification;
};

INLINE int walk_extensions(void *data, void *data_end, __u32 *offset, __u8 *protocol, __u32 *is_fragment)
{
#pragma clang loop unroll(disable)
	for (int at = 0; at < MAX_HEADERS; at++) {
		void *header = data + *offset;

		switch (*protocol) {
		case IPPROTO_HOPOPTS:
		case IPPROTO_ROUTING:
		case IPPROTO_DSTOPTS: {
			struct extension *extension = header;

#if BUG != 1
			if ((void *)(extension + 1) > data_end)
				return -1;
#endif
			*protocol = extension->next;
			*offset += (extension->length + 1) * 8;
			break;
		}
		case FRAGMENT: {
			struct fragment_header *fragment = header;

			if ((void *)(fragment + 1) > data_end)
				return -1;
			*protocol = fragment->next;
			*is_fragment |= 1;
			if (fragment->offset & bpf_htons(0xfff8))
				*is_fragment |= 2;
			*offset += sizeof(*fragment);
			break;
		}
		case IPPROTO_AH: {
			struct extension *extension = header;

			if ((void *)(extension + 1) > data_end)
				return -1;
			*protocol = extension->next;
			*offset += (extension->length + 2) * 4;
			break;
		}
		default:
			return 0;
		}
		if (*offset > 512)
			return -1;
	}
	return -1;
}

INLINE int parse(struct __sk_buff *skb, struct passing *state)
{
	void *data = (void *)(long)skb->data, *data_end = (void *)(long)skb->data_end;
	struct ethhdr *eth = data;
	__be16 *ports;
	__u32 offset = sizeof(*eth);

	if ((void *)(eth + 1) > data_end)
		return -1;
	__builtin_memset(state, 0, sizeof(*state));
	state->network = offset;
	if (eth->h_proto == bpf_htons(ETH_P_IP)) {
		struct iphdr *ip = data + offset;

		if ((void *)(ip + 1) > data_end || ip->ihl < 5)
			return -1;
		state->tuple.source.v4 = ip->saddr;
		state->tuple.destination.v4 = ip->daddr;
		state->tuple.protocol = ip->protocol;
		state->tuple.family = 4;
		state->is_fragment = !!(ip->frag_off & bpf_htons(0x2000)) | (ip->frag_off & bpf_htons(0x1fff) ? 2 : 0);
		offset += ip->ihl * 4;
	} else if (eth->h_proto == bpf_htons(ETH_P_IPV6)) {
		struct ipv6hdr *ip = data + offset;

		if ((void *)(ip + 1) > data_end)
			return -1;
		__builtin_memcpy(&state->tuple.source, &ip->saddr, 16);
		__builtin_memcpy(&state->tuple.destination, &ip->daddr, 16);
		state->tuple.protocol = ip->nexthdr;
		state->tuple.family = 6;
		offset += sizeof(*ip);
		if (walk_extensions(data, data_end, &offset, &state->tuple.protocol, &state->is_fragment))
			return -1;
	} else {
		return 1;
	}
	state->transport = offset;
	if (state->is_fragment & 2 || (state->tuple.protocol != IPPROTO_TCP && state->tuple.protocol != IPPROTO_UDP))
		return 0;
	ports = data + offset;
#if BUG != 4
	if ((void *)(ports + 2) > data_end)
		return -1;
#endif
	state->tuple.source_port = ports[0];
	state->tuple.destination_port = ports[1];
	return 0;
}

INLINE __u32 hash(const struct tuple *tuple)
{
	__u32 mixed = tuple->source_port << 16 | tuple->destination_port;

#pragma clang loop unroll(full)
	for (int at = 0; at < 4; at++) {
		mixed ^= tuple->source.v6[at] * 2654435761u;
		mixed = mixed << 13 | mixed >> 19;
		mixed += tuple->destination.v6[at];
	}
	return mixed ^ tuple->protocol;
}

INLINE struct backend *choose(const struct tuple *tuple, const struct service *service)
{
	__u32 number = service->number, start, index;
	void *backends = bpf_map_lookup_elem(&service_backends, &number);
	struct backend *backend;

#if BUG != 2
	if (!backends)
		return NULL;
#endif
	start = hash(tuple);
#pragma clang loop unroll(disable)
	for (int trial = 0; trial < TRIALS; trial++) {
		index = (start + trial * 7) & 255;
		backend = bpf_map_lookup_elem(backends, &index);
		if (backend && backend->weight && backend->family == tuple->family)
			return backend;
	}
	return NULL;
}

/* Writes an address and a port, with the checksums of both layers. */
INLINE int rewrite(struct __sk_buff *skb, const struct passing *state, const union address *address, __be16 port, int is_source)
{
	__u32 transport = state->transport, check = transport + (state->tuple.protocol == IPPROTO_TCP ? TCP_CHECK : UDP_CHECK);
	__u64 flags = state->tuple.protocol == IPPROTO_UDP ? BPF_F_MARK_MANGLED_0 : 0;
	__be16 old_port = is_source ? state->tuple.source_port : state->tuple.destination_port;
	const union address *old = is_source ? &state->tuple.source : &state->tuple.destination;
	void *data = (void *)(long)skb->data, *data_end = (void *)(long)skb->data_end;
	__be16 *ports = data + transport;
	__s64 difference;

	if (transport > 1024 || (void *)(ports + 2) > data_end)
		return -1;
	if (state->tuple.family == 4) {
		__u32 at = state->network + (is_source ? 12 : 16);

		if (bpf_l4_csum_replace(skb, check, old->v4, address->v4, flags | BPF_F_PSEUDO_HDR | sizeof(address->v4)) < 0
		    || bpf_l3_csum_replace(skb, state->network + 10, old->v4, address->v4, sizeof(address->v4)) < 0
		    || bpf_skb_store_bytes(skb, at, &address->v4, sizeof(address->v4), 0) < 0)
			return -1;
	} else {
		__u32 at = state->network + (is_source ? 8 : 24);

		difference = bpf_csum_diff((__be32 *)old->v6, 16, (__be32 *)address->v6, 16, 0);
		if (bpf_l4_csum_replace(skb, check, 0, difference, flags | BPF_F_PSEUDO_HDR) < 0 || bpf_skb_store_bytes(skb, at, address->v6, 16, 0) < 0)
			return -1;
	}
	if (bpf_l4_csum_replace(skb, check, old_port, port, flags | sizeof(port)) < 0)
		return -1;
#if BUG == 3
	ports[!is_source] = port;
	return 0;
#else
	return bpf_skb_store_bytes(skb, transport + (is_source ? 0 : 2), &port, sizeof(port), 0);
#endif
}

INLINE void remember(const struct passing *state, const struct backend *backend, __u64 now, __u32 length)
{
	struct connection forward = { .address = backend->address, .port = backend->port, .service = state->service, .seen = now, .packets = 1, .bytes = length };
	struct connection backward = { .address = state->tuple.destination, .port = state->tuple.destination_port, .service = state->service, .seen = now };
#if BUG == 5
	struct tuple reply;
#else
	struct tuple reply = {};
#endif

	reply.source = backend->address;
	reply.destination = state->tuple.source;
	reply.source_port = backend->port;
	reply.destination_port = state->tuple.source_port;
	reply.protocol = state->tuple.protocol;
	reply.family = state->tuple.family;
	reply.direction = 1;
	bpf_map_update_elem(&connections, &state->tuple, &forward, 0);
	bpf_map_update_elem(&connections, &reply, &backward, 0);
}

SEC("tc")
int from_network(struct __sk_buff *skb)
{
	__u32 zero = 0;
	struct passing *state = bpf_map_lookup_elem(&passed, &zero);
	int result;

	if (!state)
		return TC_ACT_SHOT;
	result = parse(skb, state);
	if (result)
		return result > 0 ? TC_ACT_OK : TC_ACT_SHOT;
	if (state->is_fragment & 2) {
		report(skb, state, 1);
		return TC_ACT_SHOT;
	}
	bpf_tail_call(skb, &stages, STAGE_SERVICE);
	report(skb, state, 2);
	return TC_ACT_SHOT;
}

SEC("tc")
int to_service(struct __sk_buff *skb)
{
	struct service_key key = {};
	struct connection *known;
	struct service *service;
	struct backend *backend;
	struct passing *state;
	__u64 now = bpf_ktime_get_ns();
	__u32 zero = 0;

	state = bpf_map_lookup_elem(&passed, &zero);
	if (!state)
		return TC_ACT_SHOT;
	known = bpf_map_lookup_elem(&connections, &state->tuple);
	if (known) {
		known->seen = now;
		__sync_fetch_and_add(&known->packets, 1);
		__sync_fetch_and_add(&known->bytes, skb->len);
		state->service = known->service;
		if (rewrite(skb, state, &known->address, known->port, 0))
			return TC_ACT_SHOT;
		bpf_tail_call(skb, &stages, STAGE_POLICY);
		return TC_ACT_SHOT;
	}
	key.address = state->tuple.destination;
	key.port = state->tuple.destination_port;
	key.protocol = state->tuple.protocol;
	key.family = state->tuple.family;
	service = bpf_map_lookup_elem(&services, &key);
	if (!service) {
		bpf_tail_call(skb, &stages, STAGE_REPLY);
		return TC_ACT_OK;
	}
	state->service = service->number;
	backend = choose(&state->tuple, service);
	if (!backend) {
		report(skb, state, 3);
		return TC_ACT_SHOT;
	}
	remember(state, backend, now, skb->len);
	if (rewrite(skb, state, &backend->address, backend->port, 0)) {
		report(skb, state, 4);
		return TC_ACT_SHOT;
	}
	bpf_tail_call(skb, &stages, STAGE_POLICY);
	return TC_ACT_SHOT;
}

SEC("tc")
int to_policy(struct __sk_buff *skb)
{
	struct policy_key key = {};
	struct prefix_key prefix = {};
	struct passing *state;
	struct policy *policy;
	__u32 zero = 0, *identity;

	state = bpf_map_lookup_elem(&passed, &zero);
	if (!state)
		return TC_ACT_SHOT;
	prefix.bits = state->tuple.family == 4 ? 32 : 128;
	prefix.address = state->tuple.source;
	identity = bpf_map_lookup_elem(&identities, &prefix);
	state->identity = identity ? *identity : 0;
#if BUG == 6
	policy = bpf_map_lookup_elem(&service_backends, (void *)(long)skb->data);
#endif
#pragma clang loop unroll(full)
	for (int wildcard = 0; wildcard < 4; wildcard++) {
		key.identity = wildcard & 1 ? 0 : state->identity;
		key.port = wildcard & 2 ? 0 : state->tuple.destination_port;
		key.protocol = wildcard & 2 ? 0 : state->tuple.protocol;
		policy = bpf_map_lookup_elem(&policies, &key);
		if (policy)
			break;
	}
	if (!policy) {
		report(skb, state, 5);
		return TC_ACT_SHOT;
	}
	__sync_fetch_and_add(&policy->packets, 1);
	__sync_fetch_and_add(&policy->bytes, skb->len);
	if (policy->deny) {
		report(skb, state, 6);
		return TC_ACT_SHOT;
	}
	if (policy->proxy_port)
		skb->mark = 0x200 | policy->proxy_port << 16;
	skb->cb[0] = state->identity;
	skb->cb[1] = state->service;
	return TC_ACT_OK;
}

SEC("tc")
int to_reply(struct __sk_buff *skb)
{
	struct connection *known;
	struct passing *state;
	__u32 zero = 0;

	state = bpf_map_lookup_elem(&passed, &zero);
	if (!state)
		return TC_ACT_SHOT;
	state->tuple.direction = 1;
	known = bpf_map_lookup_elem(&connections, &state->tuple);
	if (!known)
		return TC_ACT_OK;
	known->seen = bpf_ktime_get_ns();
	__sync_fetch_and_add(&known->packets, 1);
	if (rewrite(skb, state, &known->address, known->port, 1)) {
		report(skb, state, 7);
		return TC_ACT_SHOT;
	}
#if BUG == 7
	bpf_tail_call((void *)state, &stages, STAGE_POLICY);
#endif
	return TC_ACT_OK;
}
