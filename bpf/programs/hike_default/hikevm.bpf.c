// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
#include "sluice.h"

SLUICE_DOC("Does nothing. Scripts of the published system import it so that its maps are there.")
SLUICE_RETURNS("0")
SLUICE_VALUE
SLUICE_FUNCTION(hikevm)
{
	return 0;
}
