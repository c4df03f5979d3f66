/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0 */
/* What the loaders by port have in common. */
#ifndef LOADERS_TRANSPORT_PORT_H
#define LOADERS_TRANSPORT_PORT_H

#include "sluice/loader.h"

static __always_inline int start_by_port(struct xdp_md *ctx, int protocol, void *chains)
{
	struct sluice_cursor link = sluice_open(ctx), cursor = link;
	sluice_chain_id *chain;
	struct udphdr *header; /* TCP has its ports where UDP has them */
	sluice_port port;

	if (sluice_take_to_transport(ctx, &cursor) != protocol)
		return XDP_PASS;
	header = sluice_take(&cursor, sizeof(*header));
	if (!header)
		return XDP_PASS;
	port = bpf_ntohs(header->dest);
	chain = bpf_map_lookup_elem(chains, &port);
	if (!chain || !sluice_take_ethernet(&link))
		return XDP_PASS;
	return sluice_start(ctx, sluice_offset(ctx, &link), *chain);
}

#endif
