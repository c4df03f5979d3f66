// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
/*
 * The HIKe VM for kernels whose verifier knows may_goto (Linux 6.9): one loop that runs a packet's chains to their end.
 */
#define SLUICE_VM_ENDLESS 1
#include "machine.h"
