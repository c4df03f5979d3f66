// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
/*
 * A firewall for a host that offers services: what opens a conversation (a TCP SYN, any UDP datagram) has to go to an
 * allowed port, and each source may open only so many a second. IPv4 and IPv6.
 *
 * It keeps no connections. A TCP segment that opens nothing passes, because TCP itself refuses what belongs to no
 * connection. Other protocols pass too, ICMP above all: without it, path MTU and IPv6 neighbours are not found.
 */
#include <linux/tcp.h>
#include <linux/udp.h>
#include "../include/parsing.h"

#define NSEC_PER_SEC 1000000000ULL
#define NEVER (1ULL << 40) /* as the time until the next token: 18 minutes */
#define ATTEMPTS 4

/* Constants to the verifier and to the compiler of the machine code, set by whoever loads the object. */
const volatile __u64 packets_per_second = 100; /* of one source; 0: its first burst, and no more */
const volatile __u64 burst = 50; /* how many may come at once */

enum reason {
	PASS_NOT_IP,
	PASS_OTHER_PROTOCOL,
	PASS_LATER_FRAGMENT, /* useless to its receiver without the first, which was judged */
	PASS_ESTABLISHED,
	PASS_ALLOWED,
	DROP_MALFORMED,
	DROP_CLOSED_PORT,
	DROP_OVER_RATE,
	REASONS,
};

/*
 * A bucket of tokens, as one number that can be exchanged atomically: the time at which it will be full again. The
 * further away that is, the emptier the bucket.
 */
struct bucket {
	__u64 full_at; /* ns, CLOCK_MONOTONIC */
	__u64 passed;
	__u64 dropped;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024);
	__type(key, __u16); /* in the host's byte order */
	__type(value, __u64); /* packets that passed to it */
} allowed_ports SEC(".maps");

struct {
	/* Sources are forged easily: the map may fill up, and must not refuse the next honest one then. */
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 65536);
	__type(key, struct in6_addr);
	__type(value, struct bucket);
} sources SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, REASONS);
	__type(key, __u32); /* an enum reason; the kernel wants a plain integer here */
	__type(value, __u64);
} reasons SEC(".maps");

static __always_inline bool take_token(struct bucket *bucket)
{
	__u64 token = packets_per_second ? NSEC_PER_SEC / packets_per_second : NEVER;
	__u64 now = bpf_ktime_get_ns();

	for (int i = 0; i < ATTEMPTS; i++) {
		__u64 full_at = *(volatile __u64 *)&bucket->full_at;
		__u64 then = (full_at > now ? full_at : now) + token;

		if (then > now + burst * token)
			return false;
		if (__sync_val_compare_and_swap(&bucket->full_at, full_at, then) == full_at)
			return true;
	}
	return false; /* that many CPUs at once for one source is a flood */
}

static __always_inline bool within_rate(const struct in6_addr *source)
{
	struct bucket *bucket = bpf_map_lookup_elem(&sources, source);
	struct bucket full = {};
	bool passes;

	if (!bucket) {
		bpf_map_update_elem(&sources, source, &full, BPF_NOEXIST);
		bucket = bpf_map_lookup_elem(&sources, source);
		if (!bucket)
			return false;
	}
	passes = take_token(bucket);
	__sync_fetch_and_add(passes ? &bucket->passed : &bucket->dropped, 1);
	return passes;
}

static __always_inline enum reason judge(struct cursor *cursor)
{
	struct ip_packet packet;
	struct tcphdr *tcp;
	struct udphdr *udp;
	__u64 *allowed;
	__u16 port;

	switch (take_ip_packet(cursor, &packet)) {
	case NOT_IP:
		return PASS_NOT_IP;
	case MALFORMED:
		return DROP_MALFORMED;
	case PARSED:
		break;
	}
	if (packet.later_fragment)
		return PASS_LATER_FRAGMENT;

	switch (packet.protocol) {
	case IPPROTO_TCP:
		tcp = take(cursor, sizeof(*tcp));
		if (!tcp)
			return DROP_MALFORMED;
		if (!tcp->syn || tcp->ack)
			return PASS_ESTABLISHED;
		port = bpf_ntohs(tcp->dest);
		break;
	case IPPROTO_UDP:
		udp = take(cursor, sizeof(*udp));
		if (!udp)
			return DROP_MALFORMED;
		port = bpf_ntohs(udp->dest);
		break;
	default:
		return PASS_OTHER_PROTOCOL;
	}

	allowed = bpf_map_lookup_elem(&allowed_ports, &port);
	if (!allowed)
		return DROP_CLOSED_PORT;
	if (!within_rate(&packet.source))
		return DROP_OVER_RATE;
	__sync_fetch_and_add(allowed, 1);
	return PASS_ALLOWED;
}

SEC("xdp")
int firewall(struct xdp_md *ctx)
{
	struct cursor cursor = cursor_of(ctx);
	__u32 reason = judge(&cursor);
	__u64 *count = bpf_map_lookup_elem(&reasons, &reason);

	if (count)
		*count += 1;
	return reason < DROP_MALFORMED ? XDP_PASS : XDP_DROP;
}

char _license[] SEC("license") = "Dual BSD/GPL";
