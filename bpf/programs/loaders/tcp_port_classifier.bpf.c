// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
#include "transport_port.h"

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024);
	__type(key, sluice_port);
	__type(value, sluice_chain_id);
} tcp_port_map SEC(".maps") SLUICE_DOC("the chain of each destination port");

SLUICE_DOC("Gives TCP packets, IPv4 and IPv6, to the chain of their destination port. Later fragments have none and pass.")
SLUICE_LOADER(tcp_port_classifier)
{
	return start_by_port(ctx, IPPROTO_TCP, &tcp_port_map);
}
