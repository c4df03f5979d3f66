// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
#include "sluice.h"

SLUICE_DOC("Sends the packet out of an interface as it is.")
SLUICE_TERMINAL
SLUICE_FUNCTION(l2_redirect, SLUICE_ARG(__u32, oif, "the index of the interface; 0 drops the packet"))
{
	return sluice_final(oif ? bpf_redirect(oif, 0) : XDP_DROP);
}
