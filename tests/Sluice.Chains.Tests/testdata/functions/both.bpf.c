// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
/* A function that says two things which exclude each other. */
#include "sluice.h"

SLUICE_TERMINAL
SLUICE_VALUE
SLUICE_FUNCTION(both)
{
	return 0;
}
