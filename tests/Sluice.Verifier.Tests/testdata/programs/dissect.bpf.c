// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
/* Finds out what packets are: a flow dissector for tunnels, tags, labels and extension headers, and a socket filter that does it
 * with legacy loads. */
// bug 1: packet-bounds, a tunnel's header is read before it is known to be there
// bug 2: context-access, a key behind the last is written
// bug 3: unbounded-loop, the walk over labels has no end
// bug 4: helper-argument, the legacy loads lose the context
#include "common.h"

#define LABELS 8
#define LAYERS 4
#define GRE_KEY 0x2000
#define GRE_CHECKSUM 0x8000
#define GRE_SEQUENCE 0x1000

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024);
	__type(key, __u32);
	__type(value, __u64);
} seen SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 256);
	__type(key, __u32);
	__type(value, __u64);
} protocols SEC(".maps");

struct extension {
	__u8 next, length;
};

struct gre {
	__be16 flags, protocol;
};

struct vlan {
	__be16 tag, protocol;
};

INLINE void *take(struct __sk_buff *skb, __u32 offset, __u32 length)
{
	void *data = (void *)(long)skb->data, *data_end = (void *)(long)skb->data_end;

	if (offset > 1500)
		return NULL;
	data += offset;
	return data + length <= data_end ? data : NULL;
}

INLINE int ports(struct __sk_buff *skb, struct bpf_flow_keys *keys, __u32 offset)
{
	__be16 *both = take(skb, offset, 4);

	if (!both)
		return BPF_DROP;
	keys->thoff = offset;
	keys->sport = both[0];
	keys->dport = both[1];
	return BPF_OK;
}

INLINE int transport(struct __sk_buff *skb, struct bpf_flow_keys *keys, __u32 offset)
{
	__u32 key = keys->ip_proto;
	__u64 *count = bpf_map_lookup_elem(&protocols, &key);

	if (count)
		__sync_fetch_and_add(count, 1);
	switch (keys->ip_proto) {
	case IPPROTO_TCP: {
		struct tcphdr *tcp = take(skb, offset, sizeof(*tcp));

		if (!tcp || tcp->doff < 5)
			return BPF_DROP;
		if (!take(skb, offset + tcp->doff * 4, 0))
			return BPF_DROP;
		return ports(skb, keys, offset);
	}
	case IPPROTO_UDP:
	case IPPROTO_UDPLITE:
	case IPPROTO_SCTP:
		return ports(skb, keys, offset);
	case IPPROTO_ICMP:
	case IPPROTO_ICMPV6:
		keys->thoff = offset;
		return take(skb, offset, 8) ? BPF_OK : BPF_DROP;
	}
	return BPF_FLOW_DISSECTOR_CONTINUE;
}

SEC("flow_dissector")
int dissect(struct __sk_buff *skb)
{
	struct bpf_flow_keys *keys = skb->flow_keys;
	__u32 offset = keys->nhoff & 1023;
	__be16 protocol = keys->n_proto;

#pragma clang loop unroll(disable)
	for (int layer = 0; layer < LAYERS; layer++) {
		if (protocol == bpf_htons(ETH_P_8021Q) || protocol == bpf_htons(ETH_P_8021AD)) {
			struct vlan *tag = take(skb, offset, sizeof(*tag));

			if (!tag)
				return BPF_DROP;
			protocol = tag->protocol;
			offset += sizeof(*tag);
			keys->n_proto = protocol;
			keys->nhoff = offset;
			continue;
		}
		if (protocol == bpf_htons(ETH_P_MPLS_UC)) {
			__be32 *label;

#if BUG == 3
			for (;;) {
#else
			for (int at = 0; at < LABELS; at++) {
#endif
				label = take(skb, offset, sizeof(*label));
				if (!label)
					return BPF_DROP;
#if BUG != 3
				offset += sizeof(*label);
#endif
				if (*label & bpf_htonl(0x100))
					break;
			}
			keys->flow_label = 0;
			return BPF_OK;
		}
		if (protocol == bpf_htons(ETH_P_IP)) {
			struct iphdr *ip = take(skb, offset, sizeof(*ip));

			if (!ip || ip->ihl < 5)
				return BPF_DROP;
			keys->addr_proto = ETH_P_IP;
			keys->ipv4_src = ip->saddr;
			keys->ipv4_dst = ip->daddr;
			keys->ip_proto = ip->protocol;
			offset += ip->ihl * 4;
			if (ip->frag_off & bpf_htons(0x3fff)) {
				keys->is_frag = 1;
				keys->is_first_frag = !(ip->frag_off & bpf_htons(0x1fff));
				if (!keys->is_first_frag)
					return BPF_OK;
			}
		} else if (protocol == bpf_htons(ETH_P_IPV6)) {
			struct ipv6hdr *ip = take(skb, offset, sizeof(*ip));
			struct extension *extension;
			__u8 next;

			if (!ip)
				return BPF_DROP;
			keys->addr_proto = ETH_P_IPV6;
			__builtin_memcpy(keys->ipv6_src, &ip->saddr, 16);
			__builtin_memcpy(keys->ipv6_dst, &ip->daddr, 16);
			keys->flow_label = *(__be32 *)ip & bpf_htonl(0xfffff);
			next = ip->nexthdr;
			offset += sizeof(*ip);
			for (int at = 0; at < 4; at++) {
				if (next != IPPROTO_HOPOPTS && next != IPPROTO_DSTOPTS && next != IPPROTO_ROUTING)
					break;
				extension = take(skb, offset, sizeof(*extension));
				if (!extension)
					return BPF_DROP;
				next = extension->next;
				offset += (extension->length + 1) * 8;
			}
			keys->ip_proto = next;
		} else {
			return BPF_FLOW_DISSECTOR_CONTINUE;
		}
		if (keys->ip_proto == IPPROTO_GRE) {
			struct gre *gre = take(skb, offset, sizeof(*gre));

#if BUG != 1
			if (!gre)
				return BPF_DROP;
#else
			gre = (void *)(long)skb->data + offset;
#endif
			keys->is_encap = 1;
			protocol = gre->protocol;
			offset += sizeof(*gre) + (gre->flags & bpf_htons(GRE_CHECKSUM) ? 4 : 0) + (gre->flags & bpf_htons(GRE_KEY) ? 4 : 0)
				+ (gre->flags & bpf_htons(GRE_SEQUENCE) ? 4 : 0);
			continue;
		}
		if (keys->ip_proto == IPPROTO_IPIP || keys->ip_proto == IPPROTO_IPV6) {
			keys->is_encap = 1;
			protocol = keys->ip_proto == IPPROTO_IPIP ? bpf_htons(ETH_P_IP) : bpf_htons(ETH_P_IPV6);
			continue;
		}
#if BUG == 2
		((__u32 *)keys)[sizeof(*keys) / 4] = 1;
#endif
		return transport(skb, keys, offset);
	}
	return BPF_DROP;
}

unsigned long long load_byte(void *skb, unsigned long long offset) asm("llvm.bpf.load.byte");
unsigned long long load_half(void *skb, unsigned long long offset) asm("llvm.bpf.load.half");
unsigned long long load_word(void *skb, unsigned long long offset) asm("llvm.bpf.load.word");

SEC("socket")
int filter(struct __sk_buff *skb)
{
	__u32 offset = 14, key, protocol = load_half(skb, 12), next;
	__u64 *count, one = 1;

#if BUG == 4
	void *other = &key;
#else
	void *other = skb;
#endif
	if (protocol == ETH_P_8021Q) {
		protocol = load_half(skb, 16);
		offset = 18;
	}
	if (protocol == ETH_P_IP) {
		next = load_byte(skb, offset + 9);
		if (load_half(skb, offset + 6) & 0x1fff)
			return 0;
		key = load_word(skb, offset + 12);
		offset += (load_byte(skb, offset) & 15) * 4;
	} else if (protocol == ETH_P_IPV6) {
		next = load_byte(skb, offset + 6);
		key = load_word(skb, offset + 8) ^ load_word(skb, offset + 20);
		offset += 40;
#pragma clang loop unroll(full)
		for (int at = 0; at < 3; at++) {
			if (next != IPPROTO_HOPOPTS && next != IPPROTO_DSTOPTS)
				break;
			next = load_byte(other, offset);
			offset += load_byte(skb, offset + 1) * 8 + 8;
		}
	} else {
		return 0;
	}
	if (next != IPPROTO_TCP && next != IPPROTO_UDP)
		return 0;
	count = bpf_map_lookup_elem(&seen, &key);
	if (count)
		__sync_fetch_and_add(count, 1);
	else
		bpf_map_update_elem(&seen, &key, &one, BPF_NOEXIST);
	switch (load_half(skb, offset + 2)) {
	case 53:
	case 123:
	case 443:
		return skb->len;
	case 80:
		return load_word(skb, offset + ((load_byte(skb, offset + 12) >> 4) * 4)) == 0x47455420 ? skb->len : 64;
	}
	return 0;
}
