/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0 */
/*
 * What the functions of a chain tell each other about the packet at hand. The loader resets it for every packet, so that
 * nothing of one packet is seen with the next.
 */
#ifndef SLUICE_STATE_H
#define SLUICE_STATE_H

#include "../sluice.h"

#define SLUICE_SCRATCH_SIZE 4032
#define SLUICE_SCRATCH_WORDS 8 /* cleared in one round: 63 of them are all */

/* The first 4096 bytes are HIKe's shared memory, as chains and functions have always seen it. */
struct sluice_packet {
	__s32 dataoff; /* what the last parsing function came to */
	__s32 mhoff; /* the Ethernet header */
	__s32 nhoff; /* the IP header */
	__s32 thoff; /* the transport header */
	__u8 cb[48]; /* for the functions of one package to pass something on */
	__u8 scratch[SLUICE_SCRATCH_SIZE];
	__u64 used; /* is anything but zero in cb or scratch? */
};

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct sluice_packet);
} sluice_shared SEC(".maps") SLUICE_DOC("the state of the packet at hand, shared by all functions of a chain")
	SLUICE_TAG("shared");

/* The packet's state, or NULL, which never happens but which the verifier wants to be asked about. */
static __always_inline struct sluice_packet *sluice_packet(struct xdp_md *ctx)
{
	__u32 key = 0;

	return bpf_map_lookup_elem(&sluice_shared, &key);
}

/* As sluice_packet, for those who write to cb or scratch: both are cleared before the next packet. */
static __always_inline struct sluice_packet *sluice_scratch(struct xdp_md *ctx)
{
	struct sluice_packet *packet = sluice_packet(ctx);

	if (packet)
		packet->used = 1;
	return packet;
}

/* Clears what functions wrote to cb and scratch. A function of its own, so that verifiers walk through its loop once. */
__weak __u64 sluice_clear(struct xdp_md *ctx)
{
	struct sluice_packet *packet = sluice_packet(ctx);
	__u64 *words;

	if (!packet)
		return 0;
	/* By words, as they lie in the map: bytes would be as many steps for the verifier. */
	words = (__u64 *)packet->cb;
	for (__u32 word = 0; word < sizeof(packet->cb) / sizeof(*words); word++)
		words[word] = 0;
	words = (__u64 *)packet->scratch;
#pragma clang loop unroll(disable)
	for (__u32 at = 0; at < SLUICE_SCRATCH_SIZE / sizeof(*words); at += SLUICE_SCRATCH_WORDS) {
#pragma unroll
		for (__u32 word = 0; word < SLUICE_SCRATCH_WORDS; word++)
			words[at + word] = 0;
		barrier(); /* or clang makes one memset of it, which eBPF has not */
	}
	packet->used = 0;
	return 0;
}

#endif
