/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0 */
/*
 * What an author of network functions includes. A function is an ordinary C function that a chain calls:
 *
 *	#include "sluice.h"
 *
 *	SLUICE_DOC("Drops packets longer than a limit.")
 *	SLUICE_FUNCTION(max_length, SLUICE_ARG(__u32, limit, "in bytes"))
 *	{
 *		if (sluice_length(ctx) > limit)
 *			return sluice_final(XDP_DROP);
 *		return 0;
 *	}
 *
 * Nothing here knows how chains are executed. The linker makes of a function whatever an engine needs: a sub-program
 * of one linked program, a program of its own beside the virtual machine, or a call within a process.
 *
 * Two more headers, for those who need them: sluice/state.h, what functions tell each other about the packet at hand,
 * and sluice/loader.h, for the program in front of the chains.
 *
 * Needs clang 14 or newer, libbpf's headers and those of the kernel:
 *	clang -O2 -g -target bpf -mcpu=v3 -I bpf/include -c max_length.bpf.c -o max_length.bpf.o
 */
#ifndef SLUICE_H
#define SLUICE_H

#include <stdbool.h>
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/in6.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/tcp.h>
#include <linux/udp.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#include "sluice/verdict.h"
#include "sluice/function.h"
#include "sluice/packet.h"
#include "sluice/checksum.h"

/* Say another licence before the include; helpers that Linux reserves for the GPL need a compatible one. */
#ifndef SLUICE_LICENSE
#define SLUICE_LICENSE "Dual BSD/GPL"
#endif

char sluice_license[] SEC("license") = SLUICE_LICENSE;

#endif
