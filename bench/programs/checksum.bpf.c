// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
/* 24 steps of an Internet checksum. The loop stays a loop. */
#include "parser.h"

#define STEPS 24

PROGRAM(checksum)
{
	__u16 *words = packet_start(ctx);
	__u32 sum = 0;

	if ((void *)(words + STEPS) > packet_end(ctx))
		return 0;
#pragma clang loop unroll(disable)
	for (int i = 0; i < STEPS; i++)
		sum += words[i];
	return fold(sum);
}

LICENSE;
