// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
#include "sluice.h"

SLUICE_DOC("Does nothing: what a call costs.")
SLUICE_RETURNS("0")
SLUICE_VALUE
SLUICE_FUNCTION(hike_tailcall_do_stuff)
{
	return 0;
}
