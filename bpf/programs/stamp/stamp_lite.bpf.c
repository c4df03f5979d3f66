// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
#include "sluice.h"

SLUICE_DOC("Does nothing: the published function of this name only printed a word.")
SLUICE_RETURNS("0")
SLUICE_VALUE
SLUICE_FUNCTION(stamp_lite)
{
	return 0;
}
