// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
/*
 * Counts packets by IP protocol number, over IPv4 and IPv6.
 *
 * A per-CPU array holds one counter for each protocol and each CPU. A CPU only ever touches its own, so a plain
 * increment is enough; whoever reads the map adds up the CPUs.
 */
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 256); /* every value that an 8-bit protocol field can have */
	__type(key, __u32);
	__type(value, __u64);
} packets SEC(".maps");

SEC("xdp")
int protocol_count(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data;
	void *end = (void *)(long)ctx->data_end;
	struct ethhdr *eth = data;
	__u32 protocol;
	__u64 *count;

	if ((void *)(eth + 1) > end)
		return XDP_PASS;

	if (eth->h_proto == bpf_htons(ETH_P_IP)) {
		struct iphdr *ip = (void *)(eth + 1);

		if ((void *)(ip + 1) > end)
			return XDP_PASS;
		protocol = ip->protocol;
	} else if (eth->h_proto == bpf_htons(ETH_P_IPV6)) {
		struct ipv6hdr *ip6 = (void *)(eth + 1);

		if ((void *)(ip6 + 1) > end)
			return XDP_PASS;
		/* The first next-header: an extension header counts as itself. */
		protocol = ip6->nexthdr;
	} else {
		return XDP_PASS;
	}

	/* An array always holds every index below max_entries; the verifier still asks that NULL be excluded. */
	count = bpf_map_lookup_elem(&packets, &protocol);
	if (count)
		*count += 1;
	return XDP_PASS;
}

char _license[] SEC("license") = "Dual BSD/GPL";
