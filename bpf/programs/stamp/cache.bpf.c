// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
#include "return_path.h"
#include "stamp.h"

struct link_and_network {
	struct ethhdr ethernet;
	struct ipv6hdr ip;
	struct sluice_srh srh; /* zero where there is none */
} __attribute__((packed));

struct transport_and_test {
	struct udphdr udp;
	struct stamp_test test;
} __attribute__((packed));

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 1024);
	__type(key, __be16);
	__type(value, struct link_and_network);
} map_cache_l23 SEC(".maps") SLUICE_DOC("the link and network headers of each session's last packet, by its SSID (RFC 8972)");

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 1024);
	__type(key, __be16);
	__type(value, struct transport_and_test);
} map_cache_l4 SEC(".maps") SLUICE_DOC("the UDP header and the test of each session's last packet, by its SSID");

SLUICE_DOC("Keeps the headers of a test packet of STAMP over IPv6 by the identifier of its session.")
SLUICE_RETURNS("0")
SLUICE_FUNCTION(cache)
{
	struct sluice_cursor cursor, front = sluice_open(ctx);
	struct ethhdr *ethernet = sluice_take(&front, sizeof(*ethernet));
	struct transport_and_test transport;
	struct sluice_datagram datagram;
	struct link_and_network link;
	struct stamp_test *test;
	struct sluice_srh *srh;
	struct ipv6hdr *ip;
	__u32 segments;
	__be16 ssid;

	if (!ethernet || !sluice_find_datagram(ctx, &datagram, &cursor) || !(test = sluice_take(&cursor, sizeof(*test))))
		return sluice_final(XDP_ABORTED);
	ip = sluice_carrier6(ctx, &datagram);
	if (!ip)
		return sluice_final(XDP_ABORTED);
	ssid = test->ssid;
	__builtin_memset(&link, 0, sizeof(link));
	__builtin_memcpy(&link.ethernet, ethernet, sizeof(*ethernet));
	__builtin_memcpy(&link.ip, ip, sizeof(*ip));
	srh = find_srh(ctx, datagram.network, &segments);
	if (srh)
		__builtin_memcpy(&link.srh, srh, sizeof(*srh));
	__builtin_memcpy(&transport.udp, datagram.udp, sizeof(*datagram.udp));
	__builtin_memcpy(&transport.test, test, sizeof(*test));
	bpf_map_update_elem(&map_cache_l23, &ssid, &link, BPF_ANY);
	bpf_map_update_elem(&map_cache_l4, &ssid, &transport, BPF_ANY);
	return 0;
}
