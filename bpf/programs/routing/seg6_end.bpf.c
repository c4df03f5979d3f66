// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
#include "sluice/srv6.h"

SLUICE_DOC("A segment's end: makes the next segment the destination (End, RFC 8986 section 4.1). A hop limit at its end passes to the stack.")
SLUICE_RETURNS("0")
SLUICE_ALIAS(paolo_seg6_end)
SLUICE_ALIAS(paolo_seg6_end2)
SLUICE_FUNCTION(seg6_end)
{
	return sluice_next_segment(ctx);
}
