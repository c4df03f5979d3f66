/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0 */
/* The counters of chains and functions, the same for interpreted and for compiled chains. */
#ifndef SLUICE_STATS_H
#define SLUICE_STATS_H

#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

/* Why a packet was aborted within a chain. */
enum sluice_fault {
	SLUICE_FAULT_NO_VERDICT, /* the chain came to its end and decided nothing */
	SLUICE_FAULT_PACKET, /* bytes outside the packet, or of a header that it does not have */
	SLUICE_FAULT_BUDGET, /* more instructions than a packet is worth */
	SLUICE_FAULT_NESTING, /* chains called each other too deep */
	SLUICE_FAULT_MEMORY, /* memory outside the regions of a chain */
	SLUICE_FAULT_INSTRUCTION, /* an instruction that the machine does not know */
	SLUICE_FAULT_CHAIN, /* a chain that does not exist */
	SLUICE_FAULT_FUNCTION, /* a function that does not exist */
	SLUICE_FAULTS,
};

#define SLUICE_VERDICTS 5 /* XDP_ABORTED to XDP_REDIRECT */
#define SLUICE_STATS_FUNCTIONS 256 /* the first function's number; chains are below */
#define SLUICE_STATS 512

struct sluice_counters {
	__u64 runs;
	__u64 verdicts[SLUICE_VERDICTS]; /* that ended the packet's way here */
	__u64 faults[SLUICE_FAULTS];
	__u64 nanoseconds; /* with all that was called; 0 where nobody asked */
	__u64 reserved;
};

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, SLUICE_STATS);
	__type(key, __u32);
	__type(value, struct sluice_counters);
} sluice_stats SEC(".maps");

static __always_inline struct sluice_counters *sluice_counters_of(__u32 element)
{
	return bpf_map_lookup_elem(&sluice_stats, &element);
}

#endif
