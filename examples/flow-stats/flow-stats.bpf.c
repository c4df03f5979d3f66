// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
/*
 * Counts packets and bytes of each pair of addresses, received and sent, in one map.
 *
 * XDP sees only what an interface receives, so a second program, of another type and at another hook, counts what it
 * sends. Both are in one object and name one map: whoever loads the object gives them the same.
 */
#include <linux/pkt_cls.h>
#include "../include/parsing.h"

/* Seen from this host, so that both directions of a conversation meet in one entry. */
struct address_pair {
	struct in6_addr remote;
	struct in6_addr local;
};

struct traffic {
	__u64 rx_packets;
	__u64 rx_bytes;
	__u64 tx_packets;
	__u64 tx_bytes;
};

struct {
	/* Least recently used: when it is full, the pair that was silent for longest makes room. */
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 16384);
	__type(key, struct address_pair);
	__type(value, struct traffic);
} flows SEC(".maps");

static __always_inline struct traffic *traffic_of(const struct address_pair *pair)
{
	struct traffic *traffic = bpf_map_lookup_elem(&flows, pair);
	struct traffic fresh = {};

	if (traffic)
		return traffic;
	/* Another CPU may have been faster: NOEXIST keeps what it has counted, and the second lookup finds it. */
	bpf_map_update_elem(&flows, pair, &fresh, BPF_NOEXIST);
	return bpf_map_lookup_elem(&flows, pair);
}

SEC("xdp")
int count_rx(struct xdp_md *ctx)
{
	struct cursor cursor = cursor_of(ctx);
	struct address_pair pair;
	struct traffic *traffic;
	struct ip_packet packet;

	if (take_ip_packet(&cursor, &packet) != PARSED)
		return XDP_PASS;
	pair.remote = packet.source;
	pair.local = packet.destination;
	traffic = traffic_of(&pair);
	if (traffic) {
		__sync_fetch_and_add(&traffic->rx_packets, 1);
		__sync_fetch_and_add(&traffic->rx_bytes, ctx->data_end - ctx->data);
	}
	return XDP_PASS;
}

SEC("tc")
int count_tx(struct __sk_buff *skb)
{
	struct cursor cursor = { (void *)(long)skb->data, (void *)(long)skb->data_end };
	struct address_pair pair;
	struct traffic *traffic;
	struct ip_packet packet;

	if (take_ip_packet(&cursor, &packet) != PARSED)
		return TC_ACT_OK;
	pair.remote = packet.destination;
	pair.local = packet.source;
	traffic = traffic_of(&pair);
	if (traffic) {
		__sync_fetch_and_add(&traffic->tx_packets, 1);
		/* Not data_end - data: of a large packet, only the beginning has to be there. */
		__sync_fetch_and_add(&traffic->tx_bytes, skb->len);
	}
	return TC_ACT_OK;
}

char _license[] SEC("license") = "Dual BSD/GPL";
