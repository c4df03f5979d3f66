// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
/* An XDP load balancer: VLAN tags, both IP versions, ICMP errors, a connection table per CPU, a consistent hash ring,
 * IP-in-IP encapsulation, statistics. */
// bug 1: packet-bounds, the ports are read before their bounds are checked
// bug 2: null-pointer, the real server may not exist
// bug 3: stale-pointer, the Ethernet header is written through a pointer from before the head was moved
// bug 4: map-value-bounds, the ring's index is not masked
// bug 5: uninitialised-stack*, the key's padding is not cleared
#include "common.h"

#define RING_SIZE 65536
#define MAX_VIPS 512
#define MAX_REALS 4096
#define F_ICMP 1
#define F_SYN 2

struct vlan_header {
	__be16 tci, protocol;
};

struct icmp_header {
	__u8 type, code;
	__sum16 checksum;
	__be32 rest;
};

struct flow_key {
	union {
		__be32 src;
		__be32 srcv6[4];
	};
	union {
		__be32 dst;
		__be32 dstv6[4];
	};
	__be16 port16[2];
	__u8 proto;
};

struct vip_key {
	union {
		__be32 vip;
		__be32 vipv6[4];
	};
	__be16 port;
	__u8 proto;
};

struct vip_meta {
	__u32 flags, vip_num;
};

struct real {
	union {
		__be32 dst;
		__be32 dstv6[4];
	};
	__u8 flags;
};

struct lru_value {
	__u32 pos;
	__u64 seen;
};

struct stats {
	__u64 packets, bytes;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, MAX_VIPS);
	__type(key, struct vip_key);
	__type(value, struct vip_meta);
} vips SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 1000);
	__type(key, struct flow_key);
	__type(value, struct lru_value);
} fallback SEC(".maps");

struct lru_map {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 1000);
	__type(key, struct flow_key);
	__type(value, struct lru_value);
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, 128);
	__type(key, __u32);
	__array(values, struct lru_map);
} lrus SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, RING_SIZE * 8);
	__type(key, __u32);
	__type(value, __u32);
} ring SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, MAX_REALS);
	__type(key, __u32);
	__type(value, struct real);
} reals SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, MAX_VIPS);
	__type(key, __u32);
	__type(value, struct stats);
} counters SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, __u8[16]);
} macs SEC(".maps");

struct packet {
	struct flow_key flow;
	__u32 real_index;
	__u8 flags, tos;
	__u16 bytes;
};

INLINE __u32 rol(__u32 word, unsigned int shift)
{
	return (word << shift) | (word >> ((-shift) & 31));
}

#define MIX(a, b, c)                                                                               \
	{                                                                                          \
		a -= c; a ^= rol(c, 4); c += b;                                                    \
		b -= a; b ^= rol(a, 6); a += c;                                                    \
		c -= b; c ^= rol(b, 8); b += a;                                                    \
		a -= c; a ^= rol(c, 16); c += b;                                                   \
		b -= a; b ^= rol(a, 19); a += c;                                                   \
		c -= b; c ^= rol(b, 4); b += a;                                                    \
	}

#define FINAL(a, b, c)                                                                             \
	{                                                                                          \
		c ^= b; c -= rol(b, 14);                                                           \
		a ^= c; a -= rol(c, 11);                                                           \
		b ^= a; b -= rol(a, 25);                                                           \
		c ^= b; c -= rol(b, 16);                                                           \
		a ^= c; a -= rol(c, 4);                                                            \
		b ^= a; b -= rol(a, 14);                                                           \
		c ^= b; c -= rol(b, 24);                                                           \
	}

INLINE __u32 hash_words(const __u32 *words, __u32 count, __u32 seed)
{
	__u32 a, b, c;

	a = b = c = 0xdeadbeef + (count << 2) + seed;
	while (count > 3) {
		a += words[0];
		b += words[1];
		c += words[2];
		MIX(a, b, c);
		count -= 3;
		words += 3;
	}
	switch (count) {
	case 3:
		c += words[2];
	case 2:
		b += words[1];
	case 1:
		a += words[0];
		FINAL(a, b, c);
	}
	return c;
}

NOINLINE __u32 hash_flow(struct packet *packet, __u32 is_v6)
{
	if (is_v6)
		return hash_words((__u32 *)packet->flow.srcv6, 4, packet->flow.port16[0] | packet->flow.port16[1] << 16);
	return hash_words((__u32 *)&packet->flow.src, 1, packet->flow.port16[0] | packet->flow.port16[1] << 16);
}

INLINE int parse_icmp(void *data, void *data_end, __u64 offset, struct packet *packet)
{
	struct icmp_header *icmp = data + offset;

	if ((void *)(icmp + 1) > data_end)
		return XDP_DROP;
	if (icmp->type == 8) {
		struct iphdr *ip = data + sizeof(struct ethhdr);
		__be32 address;

		if ((void *)(ip + 1) > data_end)
			return XDP_DROP;
		icmp->type = 0;
		address = ip->saddr;
		ip->saddr = ip->daddr;
		ip->daddr = address;
		ip->ttl = 64;
		return XDP_TX;
	}
	if (icmp->type != 3)
		return XDP_PASS;
	struct iphdr *inner = data + offset + sizeof(*icmp);
	if ((void *)(inner + 1) > data_end)
		return XDP_DROP;
	if (inner->ihl != 5)
		return XDP_DROP;
	packet->flow.proto = inner->protocol;
	packet->flags |= F_ICMP;
	packet->flow.src = inner->daddr;
	packet->flow.dst = inner->saddr;
	return -1;
}

INLINE int parse_ports(void *data, void *data_end, __u64 offset, struct packet *packet)
{
	struct udphdr *header;

	if (packet->flags & F_ICMP)
		offset += sizeof(struct icmp_header) + sizeof(struct iphdr);
	header = data + offset;
#if BUG != 1
	if ((void *)(header + 1) > data_end)
		return XDP_DROP;
#endif
	if (packet->flags & F_ICMP) {
		packet->flow.port16[0] = header->dest;
		packet->flow.port16[1] = header->source;
	} else {
		packet->flow.port16[0] = header->source;
		packet->flow.port16[1] = header->dest;
	}
	if (packet->flow.proto == IPPROTO_TCP && !(packet->flags & F_ICMP)) {
		struct tcphdr *tcp = data + offset;

		if ((void *)(tcp + 1) > data_end)
			return XDP_DROP;
		if (tcp->syn)
			packet->flags |= F_SYN;
	}
	return -1;
}

INLINE struct real *pick(struct packet *packet, struct vip_meta *vip, __u32 is_v6, void *lru)
{
	struct lru_value fresh = {};
	struct lru_value *known;
	__u32 key, *position;
	struct real *real;

	if (lru && !(packet->flags & F_SYN)) {
		known = bpf_map_lookup_elem(lru, &packet->flow);
		if (known) {
			known->seen = bpf_ktime_get_ns();
			key = known->pos;
			packet->real_index = key;
			return bpf_map_lookup_elem(&reals, &key);
		}
	}
	key = hash_flow(packet, is_v6) % RING_SIZE + RING_SIZE * vip->vip_num;
	position = bpf_map_lookup_elem(&ring, &key);
	if (!position)
		return NULL;
	key = *position;
	packet->real_index = key;
	real = bpf_map_lookup_elem(&reals, &key);
#if BUG != 2
	if (!real)
		return NULL;
#endif
	if (!(real->flags & 2) && lru) {
		fresh.pos = key;
		fresh.seen = bpf_ktime_get_ns();
		bpf_map_update_elem(lru, &packet->flow, &fresh, BPF_ANY);
	}
	return real;
}

INLINE int encapsulate(struct xdp_md *ctx, struct packet *packet, struct real *real, const __u8 *mac)
{
	struct ethhdr *new_eth, *old_eth;
	struct iphdr *ip;
	__u32 sum = 0;
	__u16 *word;

	__builtin_memset(packet, 0, sizeof(packet->flow.srcv6));
#if BUG == 3
	new_eth = (void *)(long)ctx->data;
	if ((void *)(new_eth + 1) > (void *)(long)ctx->data_end)
		return XDP_DROP;
#endif
	if (bpf_xdp_adjust_head(ctx, 0 - (int)sizeof(struct iphdr)))
		return XDP_DROP;
	void *data = (void *)(long)ctx->data, *data_end = (void *)(long)ctx->data_end;
#if BUG != 3
	new_eth = data;
#endif
	ip = data + sizeof(struct ethhdr);
	old_eth = data + sizeof(struct iphdr);
	if (data + sizeof(struct ethhdr) + sizeof(struct iphdr) > data_end || (void *)(old_eth + 1) > data_end || (void *)(ip + 1) > data_end)
		return XDP_DROP;
	__builtin_memcpy(new_eth->h_dest, mac, ETH_ALEN);
	__builtin_memcpy(new_eth->h_source, old_eth->h_dest, ETH_ALEN);
	new_eth->h_proto = bpf_htons(ETH_P_IP);
	ip->version = 4;
	ip->ihl = 5;
	ip->frag_off = 0;
	ip->protocol = IPPROTO_IPIP;
	ip->check = 0;
	ip->tos = packet->tos;
	ip->tot_len = bpf_htons(packet->bytes + sizeof(*ip));
	ip->daddr = real->dst;
	ip->saddr = 0x0a00000a;
	ip->ttl = 64;
	word = (__u16 *)ip;
#pragma clang loop unroll(full)
	for (int index = 0; index < (int)sizeof(*ip) >> 1; index++)
		sum += *word++;
	sum = (sum & 0xffff) + (sum >> 16);
	sum = (sum & 0xffff) + (sum >> 16);
	ip->check = ~sum;
	return XDP_TX;
}

INLINE int balance(struct xdp_md *ctx, __u64 offset, __u32 is_v6)
{
	void *data = (void *)(long)ctx->data, *data_end = (void *)(long)ctx->data_end;
	struct packet packet = {};
	struct vip_key key = {};
	struct vip_meta *vip;
	struct stats *stats;
	struct real *real;
	__u32 number;
	__u8 *mac;
	void *lru;
	int action;

	if (is_v6) {
		struct ipv6hdr *ip = data + offset;

		if ((void *)(ip + 1) > data_end)
			return XDP_DROP;
		packet.flow.proto = ip->nexthdr;
		packet.bytes = bpf_ntohs(ip->payload_len);
		packet.tos = ip->priority << 4 | ip->flow_lbl[0] >> 4;
		__builtin_memcpy(packet.flow.srcv6, ip->saddr.s6_addr32, 16);
		__builtin_memcpy(packet.flow.dstv6, ip->daddr.s6_addr32, 16);
		if (ip->nexthdr == IPPROTO_FRAGMENT || ip->nexthdr == IPPROTO_ICMPV6)
			return XDP_PASS;
		offset += sizeof(*ip);
	} else {
		struct iphdr *ip = data + offset;

		if ((void *)(ip + 1) > data_end)
			return XDP_DROP;
		if (ip->ihl != 5)
			return XDP_DROP;
		packet.flow.proto = ip->protocol;
		packet.bytes = bpf_ntohs(ip->tot_len);
		packet.tos = ip->tos;
		if (ip->frag_off & bpf_htons(0x3fff))
			return XDP_DROP;
		offset += sizeof(*ip);
		packet.flow.src = ip->saddr;
		packet.flow.dst = ip->daddr;
		if (ip->protocol == IPPROTO_ICMP) {
			action = parse_icmp(data, data_end, offset, &packet);
			if (action >= 0)
				return action;
		}
	}
	if (packet.flow.proto != IPPROTO_TCP && packet.flow.proto != IPPROTO_UDP)
		return XDP_PASS;
	action = parse_ports(data, data_end, offset, &packet);
	if (action >= 0)
		return action;
	if (is_v6)
		__builtin_memcpy(key.vipv6, packet.flow.dstv6, 16);
	else
		key.vip = packet.flow.dst;
	key.port = packet.flow.port16[1];
	key.proto = packet.flow.proto;
	vip = bpf_map_lookup_elem(&vips, &key);
	if (!vip) {
		key.port = 0;
		vip = bpf_map_lookup_elem(&vips, &key);
		if (!vip)
			return XDP_PASS;
		if (!(vip->flags & 1))
			packet.flow.port16[1] = 0;
	}
	if (data_end - data > 1500)
		return XDP_DROP;
	number = bpf_get_smp_processor_id();
	lru = bpf_map_lookup_elem(&lrus, &number);
	if (!lru)
		lru = &fallback;
	real = pick(&packet, vip, is_v6, lru);
	if (!real)
		return XDP_DROP;
	number = 0;
	mac = bpf_map_lookup_elem(&macs, &number);
	if (!mac)
		return XDP_DROP;
	number = vip->vip_num;
	stats = bpf_map_lookup_elem(&counters, &number);
	if (!stats)
		return XDP_DROP;
	stats->packets += 1;
#if BUG == 4
	((__u64 *)stats)[packet.real_index] += packet.bytes;
#else
	((__u64 *)stats)[packet.real_index & 1] += packet.bytes;
#endif
#if BUG == 5
	struct {
		__u8 proto;
		__u32 number;
	} unclear;

	unclear.proto = packet.flow.proto;
	unclear.number = number;
	bpf_map_update_elem(&macs, &unclear.number, &unclear, 0);
#endif
	return encapsulate(ctx, &packet, real, mac);
}

SEC("xdp")
int l4lb(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data, *data_end = (void *)(long)ctx->data_end;
	struct ethhdr *eth = data;
	__u64 offset = sizeof(*eth);
	__be16 protocol;

	if ((void *)(eth + 1) > data_end)
		return XDP_DROP;
	protocol = eth->h_proto;
#pragma clang loop unroll(full)
	for (int tag = 0; tag < 2; tag++) {
		struct vlan_header *vlan = data + offset;

		if (protocol != bpf_htons(ETH_P_8021Q) && protocol != bpf_htons(ETH_P_8021AD))
			break;
		if ((void *)(vlan + 1) > data_end)
			return XDP_DROP;
		offset += sizeof(*vlan);
		protocol = vlan->protocol;
	}
	if (protocol == bpf_htons(ETH_P_IP))
		return balance(ctx, offset, 0);
	if (protocol == bpf_htons(ETH_P_IPV6))
		return balance(ctx, offset, 1);
	return XDP_PASS;
}
