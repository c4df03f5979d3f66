// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
#include "keyword.h"
#include "sluice/state.h"

SLUICE_DOC("Prints where the headers of the packet were found and what UDP says, and leaves in the first byte of the scratch memory whether the payload begins with qwerty.")
SLUICE_RETURNS("0")
SLUICE_VALUE
SLUICE_FUNCTION(hike_verbose, SLUICE_ARG(__u64, cookie, "a number to print with it"))
{
	struct sluice_packet *packet = sluice_scratch(ctx);
	struct sluice_cursor cursor = sluice_open(ctx);
	struct udphdr *udp;

	if (!packet)
		return 0;
	bpf_printk("cookie %llu, packet of %d bytes", cookie, sluice_length(ctx));
	bpf_printk("headers at mac=%d net=%d transport=%d", packet->mhoff, packet->nhoff, packet->thoff);
	packet->scratch[0] = 0;
	if (sluice_take_to_transport(ctx, &cursor) != IPPROTO_UDP)
		return 0;
	udp = sluice_take(&cursor, sizeof(*udp));
	if (!udp)
		return 0;
	bpf_printk("UDP src=%d dst=%d checksum=0x%x", bpf_ntohs(udp->source), bpf_ntohs(udp->dest), bpf_ntohs(udp->check));
	packet->scratch[0] = begins_with_keyword(&cursor);
	return 0;
}
