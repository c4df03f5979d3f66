/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0 */
/* The traffic class of IPv6 and the type of service of IPv4 (RFC 2474): six bits DSCP, two bits ECN. */
#ifndef HIKE_DEFAULT_TRAFFIC_CLASS_H
#define HIKE_DEFAULT_TRAFFIC_CLASS_H

#include "sluice/flow.h"

#define ECN_MASK 0xfe
#define ECN_SET 1

static __always_inline __u8 traffic_class(const struct ipv6hdr *ip)
{
	return ip->priority << 4 | ip->flow_lbl[0] >> 4;
}

/* Its upper half lies in the first byte, its lower half in the second. */
static __always_inline void set_traffic_class(struct ipv6hdr *ip, __u8 value)
{
	ip->priority = value >> 4;
	ip->flow_lbl[0] = (ip->flow_lbl[0] & 0x0f) | value << 4;
}

static __always_inline void set_type_of_service(struct iphdr *ip, __u8 value)
{
	__u16 *word = (__u16 *)ip; /* with version and length: the checksum sees 16 bits */
	__u16 before = *word;

	ip->tos = value;
	ip->check = sluice_checksum_update(ip->check, before, *word);
}

#endif
