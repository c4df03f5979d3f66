// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
/*
 * Finds the transport header of IPv6 packets behind their extension headers (RFC 8200 section 4), and counts what was
 * on the way. Packets whose chain is cut off or too long are dropped: they serve to evade filters that stop reading
 * early.
 */
#include "../include/parsing.h"

enum outcome {
	NOT_IPV6,
	FOUND_TRANSPORT,
	LATER_FRAGMENT,
	NO_NEXT_HEADER,
	TRUNCATED,
	TOO_MANY,
	OUTCOMES,
};

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, OUTCOMES);
	__type(key, __u32); /* an enum outcome; the kernel wants a plain integer here */
	__type(value, __u64);
} outcomes SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 256);
	__type(key, __u32); /* the number of the header's kind */
	__type(value, __u64);
} extensions SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 256);
	__type(key, __u32); /* the protocol's number */
	__type(value, __u64);
} transports SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, MAX_EXTENSIONS + 1);
	__type(key, __u32); /* how many extension headers the packet had */
	__type(value, __u64);
} chain_lengths SEC(".maps");

static __always_inline void count(void *map, __u32 key)
{
	__u64 *value = bpf_map_lookup_elem(map, &key);

	if (value)
		*value += 1;
}

static __always_inline enum outcome ended(__u8 kind, __u32 length)
{
	count(&chain_lengths, length);
	if (kind == IPPROTO_NONE)
		return NO_NEXT_HEADER;
	count(&transports, kind);
	return FOUND_TRANSPORT;
}

static __always_inline enum outcome walk(struct cursor *cursor)
{
	struct ipv6hdr *ip6;
	__u8 kind, next;

	if (take_ethernet(cursor) != bpf_htons(ETH_P_IPV6))
		return NOT_IPV6;
	ip6 = take(cursor, sizeof(*ip6));
	if (!ip6)
		return TRUNCATED;
	next = ip6->nexthdr;

	/* The bound is what makes the loop acceptable: the verifier follows it to its end. Without the pragma, clang
	 * would write the body nine times. */
#pragma clang loop unroll(disable)
	for (__u32 length = 0; length <= MAX_EXTENSIONS; length++) {
		kind = next;
		switch (take_extension(cursor, &next)) {
		case EXTENSION_NONE:
			return ended(kind, length);
		case EXTENSION_TAKEN:
			count(&extensions, kind);
			break;
		case EXTENSION_LATER_FRAGMENT:
			count(&extensions, kind);
			return LATER_FRAGMENT;
		case EXTENSION_TRUNCATED:
			return TRUNCATED;
		}
	}
	return TOO_MANY;
}

SEC("xdp")
int ipv6_ext(struct xdp_md *ctx)
{
	struct cursor cursor = cursor_of(ctx);
	enum outcome outcome = walk(&cursor);

	count(&outcomes, outcome);
	return outcome == TRUNCATED || outcome == TOO_MANY ? XDP_DROP : XDP_PASS;
}

char _license[] SEC("license") = "Dual BSD/GPL";
