// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
#include "sluice/flow.h"

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_HASH);
	__uint(max_entries, 64);
	__type(key, __u32);
	__type(value, __u64);
} trace_pass_pcpu_map SEC(".maps") SLUICE_DOC("packets that passed with each key, on each CPU");

SLUICE_DOC("Counts the packet and lets it pass.")
SLUICE_TERMINAL
SLUICE_FUNCTION(trace_pass, SLUICE_ARG(__u32, key, "the counter"))
{
	sluice_count(&trace_pass_pcpu_map, &key);
	return sluice_final(XDP_PASS);
}
