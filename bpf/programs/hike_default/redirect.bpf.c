// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
#include "sluice.h"

SLUICE_DOC("Sends the packet out of an interface as it is.")
SLUICE_TERMINAL
SLUICE_FUNCTION(redirect, SLUICE_ARG(__u32, oif, "the index of the interface"))
{
	return sluice_final(bpf_redirect(oif, 0));
}
