// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
#include "sluice.h"

SLUICE_DOC("Tells the interface that the packet came in by.")
SLUICE_RETURNS("its index")
SLUICE_VALUE
SLUICE_FUNCTION(l2_get_iif)
{
	return ctx->ingress_ifindex;
}
