// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
/* A function without the packet's context. */
#include "sluice.h"

SLUICE_TAG("function") __u64 no_context(__u32 number)
{
	return number;
}
