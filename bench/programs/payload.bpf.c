// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
/*
 * A hash (FNV-1a) over up to 1500 bytes behind the Ethernet header, byte by byte, each behind its check. Every step needs
 * the one before, so that it stays a loop of single bytes on every machine.
 */
#include "bench.h"

#define LONGEST 1500

PROGRAM(payload)
{
	__u8 *at = packet_start(ctx) + sizeof(struct ethhdr);
	void *end = packet_end(ctx);
	__u32 hash = 2166136261;

	for (int i = 0; i < LONGEST; i++, at++) {
		if ((void *)(at + 1) > end)
			break;
		hash = (hash ^ *at) * 16777619;
	}
	return hash;
}

LICENSE;
