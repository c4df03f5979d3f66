/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0 */
/* Takes the Ethernet header off, and the VLAN tag behind it if there is one. */
#include "sluice_click.h"

#define VLAN_TAG 4

CLICK_REWRITER(strip_ether_vlan)
{
	const struct ethhdr *eth = click_at(ctx, 0, sizeof(*eth));
	__s32 length = sizeof(*eth);

	if (!eth)
		return CLICK_FAILURE;
	if (eth->h_proto == bpf_htons(ETH_P_8021Q))
		length += VLAN_TAG;
	return bpf_packet_add_space(-length, 0) ? CLICK_FAILURE : CLICK_SUCCESS;
}
