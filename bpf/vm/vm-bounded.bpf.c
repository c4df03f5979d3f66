// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
/*
 * The HIKe VM for kernels since 5.15: a loop with a bound small enough for the verifier to walk, in a function that is
 * verified on its own and called until the chains have come to their end.
 */
#define SLUICE_VM_ENDLESS 0
#include "machine.h"
