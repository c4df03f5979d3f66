// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
#include "sluice/loader.h"

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024);
	__type(key, sluice_interface);
	__type(value, sluice_interface);
} l2xcon_map SEC(".maps") SLUICE_DOC("for each interface that packets come in by, the one that they leave by");

SLUICE_DOC("Sends the packet out of the interface that belongs to the one it came in by.")
SLUICE_TERMINAL
SLUICE_FUNCTION(l2xcon)
{
	sluice_interface incoming = ctx->ingress_ifindex;
	sluice_interface *outgoing = bpf_map_lookup_elem(&l2xcon_map, &incoming);

	return sluice_final(outgoing && *outgoing ? bpf_redirect(*outgoing, 0) : XDP_ABORTED);
}
