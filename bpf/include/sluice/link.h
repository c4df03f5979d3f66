/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0 */
/* Moving the link header when something is put in or taken out behind it. */
#ifndef SLUICE_LINK_H
#define SLUICE_LINK_H

#include "../sluice.h"

#define SLUICE_LINK_MAX (ETH_HLEN + SLUICE_MAX_TAGS * (int)sizeof(struct sluice_vlan))

/*
 * Copies an Ethernet header with its tags, length bytes of the packet, from one offset to another and says what it
 * carries then. Both places lie SLUICE_LINK_MAX bytes or more before the packet's end, and do not overlap.
 */
static __always_inline bool sluice_move_link(struct xdp_md *ctx, __u32 from, __u32 to, __u32 length, __be16 protocol)
{
	struct sluice_cursor cursor = sluice_open(ctx);
	__u8 *old, *new;
	__be16 *carried;

	if (from > SLUICE_UNSET || to > SLUICE_UNSET || length < ETH_HLEN || length > SLUICE_LINK_MAX)
		return false;
	old = cursor.at + from;
	new = cursor.at + to;
	if (old + SLUICE_LINK_MAX > (__u8 *)cursor.end || new + SLUICE_LINK_MAX > (__u8 *)cursor.end)
		return false;
	sluice_copy_halves(new, old, 2 * ETH_ALEN);
	for (__u32 at = 2 * ETH_ALEN; at + sizeof(protocol) < SLUICE_LINK_MAX; at += sizeof(struct sluice_vlan)) {
		if (at + sizeof(protocol) >= length)
			break;
		sluice_copy_halves(new + at, old + at, sizeof(struct sluice_vlan));
	}
	cursor = sluice_open_at(ctx, to + length - sizeof(protocol));
	carried = sluice_take(&cursor, sizeof(*carried));
	if (!carried)
		return false;
	*carried = protocol;
	return true;
}

#endif
