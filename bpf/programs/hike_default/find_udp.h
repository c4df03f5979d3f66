/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0 */
/* Finding UDP, and telling later functions where it is. */
#ifndef HIKE_DEFAULT_FIND_UDP_H
#define HIKE_DEFAULT_FIND_UDP_H

#include "sluice/flow.h"
#include "sluice/state.h"

#define NO_UDP ((__u64)-2) /* ENOENT */

/* Leaves the cursor's place as that of the transport header, if that is UDP and whole. */
static __always_inline __u64 found_transport(struct xdp_md *ctx, struct sluice_cursor *cursor, int protocol)
{
	struct sluice_packet *packet = sluice_packet(ctx);
	__u32 offset = sluice_offset(ctx, cursor);

	if (protocol != IPPROTO_UDP)
		return NO_UDP;
	if (!packet || !sluice_take(cursor, sizeof(struct udphdr)))
		return sluice_final(XDP_ABORTED);
	packet->dataoff = offset;
	packet->thoff = offset;
	return IPPROTO_UDP;
}

#endif
