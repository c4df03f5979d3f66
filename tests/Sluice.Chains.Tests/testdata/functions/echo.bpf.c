// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
/* A function that says that it gives no verdict, and returns what looks like one. */
#include "sluice.h"

SLUICE_VALUE
SLUICE_FUNCTION(echo, SLUICE_ARG(__u64, number, "what it returns"))
{
	return number;
}
