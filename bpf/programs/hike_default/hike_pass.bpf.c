// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
#include "sluice.h"

SLUICE_DOC("Lets the packet pass to the network stack.")
SLUICE_TERMINAL
SLUICE_FUNCTION(hike_pass)
{
	return sluice_final(XDP_PASS);
}
