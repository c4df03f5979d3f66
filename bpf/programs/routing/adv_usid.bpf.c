// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
#include "sluice/flow.h"

#define ADDRESS_BITS 128
#define WORD_BITS 64

/* A 128-bit number: eBPF has none. */
struct wide {
	__u64 high;
	__u64 low;
};

/* Shifts by 1 to 63 bits. */
static __always_inline struct wide shift_left(struct wide number, __u32 bits)
{
	return (struct wide){ number.high << bits | number.low >> (WORD_BITS - bits), number.low << bits };
}

/* A number whose upper bits, 1 to 127, are set. */
static __always_inline struct wide mask_of(__u32 bits)
{
	return bits <= WORD_BITS ? (struct wide){ ~0ULL << (WORD_BITS - bits), 0 }
				 : (struct wide){ ~0ULL, ~0ULL << (ADDRESS_BITS - bits) };
}

SLUICE_PARAMETERS(adv_usid,
	SLUICE_PARAMETER(__u32, block, "bits of the locator block, 1 to 127")
	SLUICE_PARAMETER(__u32, usid, "bits of a micro segment, 1 to 63")
) = { .block = 32, .usid = 16 };

SLUICE_DOC("Moves to the next micro segment: shifts what follows the locator block of an IPv6 destination by one segment, with zeros behind (the NEXT-CSID flavour of RFC 9800 section 4.1.1). Where no segment is left the packet is aborted. A hop limit at its end passes to the stack.")
SLUICE_RETURNS("0")
SLUICE_ALIAS(paolo_adv_usid)
SLUICE_FUNCTION(adv_usid)
{
	__u32 block = adv_usid_parameters.block, usid = adv_usid_parameters.usid;
	struct sluice_cursor cursor;
	struct ipv6hdr *ip = sluice_ipv6(ctx, &cursor);
	struct wide address, mask, rest;
	__be64 *words;

	if (!ip || !block || block >= ADDRESS_BITS || !usid || usid >= WORD_BITS)
		return sluice_final(XDP_ABORTED);
	if (ip->hop_limit <= 1)
		return sluice_final(XDP_PASS);
	words = (__be64 *)&ip->daddr;
	address = (struct wide){ bpf_be64_to_cpu(words[0]), bpf_be64_to_cpu(words[1]) };
	mask = mask_of(block);
	rest = shift_left((struct wide){ address.high & ~mask.high, address.low & ~mask.low }, usid);
	rest = (struct wide){ rest.high & ~mask.high, rest.low & ~mask.low };
	if (!rest.high && !rest.low)
		return sluice_final(XDP_ABORTED);
	words[0] = bpf_cpu_to_be64((address.high & mask.high) | rest.high);
	words[1] = bpf_cpu_to_be64((address.low & mask.low) | rest.low);
	return 0;
}
