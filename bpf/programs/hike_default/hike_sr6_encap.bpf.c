// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
#include "sluice/srv6_policies.h"

SLUICE_DOC("Puts an IPv4 or IPv6 packet, tagged or not, into a segment routing tunnel by a policy (H.Encaps, RFC 8986 section 5.1). Where it goes then is another function's to say, such as ip6_kroute.")
SLUICE_RETURNS("0, or -2 (ENOENT) where there is no such policy: the packet is what it was")
SLUICE_FUNCTION(hike_sr6_encap, SLUICE_ARG(__u8, nsids, "how many segments the policy has, 1 to 8"),
	SLUICE_ARG(__u32, index, "the policy's index in sr6_encap_policy_1 to 8"))
{
	return sluice_encapsulate(ctx, nsids, index);
}
