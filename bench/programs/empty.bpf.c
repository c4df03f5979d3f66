// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
/* Nothing at all: what a call costs. */
#include "bench.h"

PROGRAM(empty)
{
	return XDP_PASS;
}

LICENSE;
