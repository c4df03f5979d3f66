// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
#include "sluice/flow.h"

#define ALT_MARK 0x12 /* RFC 9343 section 3.1 */
#define PAD1 0
#define OPTIONS 2 /* where they begin in their header */
#define MAX_OPTIONS 32

struct option {
	__u8 type;
	__u8 length; /* without these two bytes */
	__u32 data;
} __attribute__((packed));

/* The data of the alternate-marking option among those from offset to end, or 0. */
static __always_inline __u32 find_alt_mark(struct xdp_md *ctx, __u32 offset, __u32 end)
{
	struct sluice_cursor cursor;
	struct option *option;

	/* The shortest option that matters is as long as this one: where no such is left, nothing is. */
#pragma clang loop unroll(disable)
	for (int i = 0; i < MAX_OPTIONS && offset + sizeof(*option) <= end; i++) {
		cursor = sluice_open_at(ctx, offset);
		option = sluice_take(&cursor, sizeof(*option));
		if (!option)
			break;
		if (option->type == ALT_MARK && option->length == sizeof(option->data))
			return option->data;
		/* The mask changes nothing, but without it verifiers tell every way to an offset apart. */
		offset = (offset + (option->type == PAD1 ? 1 : option->length + 2)) & SLUICE_UNSET;
	}
	return 0;
}

SLUICE_DOC("Reads the alternate-marking option (RFC 9343) of an IPv6 packet, wherever it stands in the hop-by-hop options.")
SLUICE_RETURNS("its four bytes as a number as they stand in the packet, 0 where there is none")
SLUICE_FUNCTION(ip6_alt_mark)
{
	struct sluice_cursor cursor;
	struct ipv6hdr *ip = sluice_ipv6(ctx, &cursor);
	struct sluice_extension *header;
	__u32 begin;

	if (!ip)
		return sluice_final(XDP_ABORTED);
	if (ip->nexthdr != IPPROTO_HOPOPTS)
		return 0;
	begin = sluice_offset(ctx, &cursor);
	header = sluice_take(&cursor, sizeof(*header));
	if (!header)
		return sluice_final(XDP_ABORTED);
	return find_alt_mark(ctx, begin + OPTIONS, begin + sluice_extension_size(IPPROTO_HOPOPTS, header));
}
