/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0 */
/*
 * A loader is the XDP program in front of chains: it looks at a packet, finds in its maps which chain is to have it,
 * and starts that:
 *
 *	#include "sluice/loader.h"
 *
 *	SLUICE_LOADER(everything)
 *	{
 *		return sluice_start(ctx, 0, my_chain());
 *	}
 */
#ifndef SLUICE_LOADER_H
#define SLUICE_LOADER_H

#include "../sluice.h"
#include "state.h"

/*
 * Types of keys and values with a meaning: scripts write the name of a chain, of an interface, an address or a prefix
 * where a loader's map has them, and tools print them so.
 */
typedef __u32 sluice_chain_id; /* 0: no chain, the packet passes */
typedef __u32 sluice_interface; /* the index of an interface */
typedef __u16 sluice_port; /* of UDP or TCP, in the host's byte order */

struct sluice_prefix4 {
	__u32 length; /* bits of the address that count */
	__be32 address;
};

struct sluice_prefix6 {
	__u32 length;
	struct in6_addr address;
};

enum sluice_loader_fault {
	SLUICE_NO_VERDICT, /* the chain came to its end and decided nothing */
	SLUICE_MALFORMED, /* no chain could be chosen: a header is cut off */
	SLUICE_LOADER_FAULTS,
};

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, SLUICE_LOADER_FAULTS);
	__type(key, __u32);
	__type(value, __u64);
} sluice_faults SEC(".maps") SLUICE_DOC("packets that a loader aborted, by cause: 0 no verdict, 1 malformed")
	SLUICE_TAG("shared");

/*
 * Set to 0 by the linker where neither a function nor a chain looks at the packet's state: verifiers then drop the code
 * that resets it.
 */
const volatile __u32 sluice_keeps_state SLUICE_TAG("shared") = 1;

/* Runs a chain. The linker puts the chains in its place; an object on its own has none. */
__weak __u64 sluice_chain(struct xdp_md *ctx, sluice_chain_id chain)
{
	__u64 no_chain = 0;

	barrier_var(no_chain); /* or clang takes for granted what the linker replaces */
	return no_chain;
}

static __always_inline int sluice_abort(enum sluice_loader_fault cause)
{
	__u32 key = cause;
	__u64 *count = bpf_map_lookup_elem(&sluice_faults, &key);

	if (count)
		++*count;
	return XDP_ABORTED;
}

/* What a chain's result means for the packet. */
static __always_inline int sluice_verdict(__u64 result)
{
	__u32 action = result & 0xff;

	if (!sluice_is_final(result) || action > XDP_REDIRECT)
		return sluice_abort(SLUICE_NO_VERDICT);
	return action;
}

/* Runs a chain for the packet, whose IP header is network bytes behind its front. */
static __always_inline int sluice_start(struct xdp_md *ctx, __u32 network, sluice_chain_id chain)
{
	struct sluice_packet *packet;

	if (!chain)
		return XDP_PASS;
	if (sluice_keeps_state && (packet = sluice_packet(ctx))) {
		packet->dataoff = network;
		packet->mhoff = 0;
		packet->nhoff = network;
		packet->thoff = SLUICE_UNSET;
		if (packet->used)
			sluice_clear(ctx);
	}
	return sluice_verdict(sluice_chain(ctx, chain));
}

#define SLUICE_LOADER(name) SLUICE_TAG("loader") SEC("xdp") int name(struct xdp_md *ctx)

#endif
