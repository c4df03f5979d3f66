/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0 */
/* The maps of segment routing policies, one for each number of segments, and encapsulation by one of them. */
#ifndef SLUICE_SRV6_POLICIES_H
#define SLUICE_SRV6_POLICIES_H

#include "srv6.h"

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct in6_addr);
} sr6_src_tun SEC(".maps") SLUICE_DOC("entry 0: the source address of tunnels");

/* As published: a routing header as it goes into the packet, of which flags and tag count, then the segments. */
#define SLUICE_POLICY_MAP(count) \
	struct sluice_policy_##count { \
		struct sluice_srh srh; \
		struct in6_addr segments[count]; \
	}; \
	struct { \
		__uint(type, BPF_MAP_TYPE_HASH); \
		__uint(max_entries, 128); \
		__type(key, __u32); \
		__type(value, struct sluice_policy_##count); \
	} sr6_encap_policy_##count SEC(".maps") SLUICE_DOC("policies of " #count " segments, by index: SRH, then the segments, last of the path first")

SLUICE_POLICY_MAP(1);
SLUICE_POLICY_MAP(2);
SLUICE_POLICY_MAP(3);
SLUICE_POLICY_MAP(4);
SLUICE_POLICY_MAP(5);
SLUICE_POLICY_MAP(6);
SLUICE_POLICY_MAP(7);
SLUICE_POLICY_MAP(8);

/* Something for each number of segments. */
#define SLUICE_EACH_POLICY(what) what(1) what(2) what(3) what(4) what(5) what(6) what(7) what(8)

#define SLUICE_FIND_POLICY(count) \
	case count: \
		policy = bpf_map_lookup_elem(&sr6_encap_policy_##count, &index); \
		break;

#define SLUICE_COPY_POLICY(count) \
	case count: \
		srh->flags = policy->flags; \
		srh->tag = policy->tag; \
		__builtin_memcpy(srh + 1, policy + 1, count * sizeof(struct in6_addr)); \
		break;

static __always_inline __u64 sluice_encapsulate(struct xdp_md *ctx, __u8 segments, __u32 index)
{
	const struct sluice_srh *policy = NULL;
	const struct in6_addr *source, *first;
	struct sluice_srh *srh;
	struct ipv6hdr *outer;
	__u32 only = 0;

	source = bpf_map_lookup_elem(&sr6_src_tun, &only);
	if (!source)
		return sluice_final(XDP_ABORTED);
	switch (segments) {
	SLUICE_EACH_POLICY(SLUICE_FIND_POLICY)
	default:
		return sluice_final(XDP_ABORTED);
	}
	if (!policy)
		return SLUICE_NO_POLICY;
	srh = sluice_push_srh(ctx, source, segments);
	if (!srh)
		return sluice_final(XDP_ABORTED);
	/* The compiler copies a number of bytes that it knows with as many instructions as that takes. */
	switch (segments) {
	SLUICE_EACH_POLICY(SLUICE_COPY_POLICY)
	}
	first = (const struct in6_addr *)(policy + 1) + segments - 1;
	outer = (struct ipv6hdr *)srh - 1;
	outer->daddr = *first;
	return 0;
}

#endif
