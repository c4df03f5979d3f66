// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
#include "sluice.h"

SLUICE_DOC("Prints a word to the kernel's trace pipe, or in process to the program's output.")
SLUICE_RETURNS("0")
SLUICE_VALUE
SLUICE_FUNCTION(hello)
{
	bpf_printk("hello");
	return 0;
}
