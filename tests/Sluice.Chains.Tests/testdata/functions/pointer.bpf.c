// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
/* A function that gives what is no number. */
#include "sluice.h"

SLUICE_TAG("function") void *pointer(struct xdp_md *ctx)
{
	return ctx;
}
