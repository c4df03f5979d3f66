// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
#include "sluice.h"

SLUICE_DOC("Drops the packet.")
SLUICE_TERMINAL
SLUICE_FUNCTION(hike_drop)
{
	return sluice_final(XDP_DROP);
}
