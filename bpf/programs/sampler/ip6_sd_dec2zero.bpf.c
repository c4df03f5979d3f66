// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
#include "sluice/flow.h"

struct {
	__uint(type, BPF_MAP_TYPE_LRU_PERCPU_HASH);
	__uint(max_entries, 4096);
	__type(key, struct sluice_flow6);
	__type(value, __u64);
} pcpu_sd_dec2zero SEC(".maps") SLUICE_DOC("packets left of each pair of source and destination, on each CPU");

SLUICE_DOC("Counts down from a number with each packet of a pair of source and destination of IPv6, and begins again after zero: one in start + 1 packets gets a zero.")
SLUICE_RETURNS("packets left: start, start - 1, ... 0, start, ...")
SLUICE_FUNCTION(ip6_sd_dec2zero, SLUICE_ARG(__u32, start, "the number to begin with"))
{
	const struct sluice_flow6 *flow = sluice_flow6(ctx);
	__u64 first = start;
	__u64 *left;

	if (!flow)
		return sluice_final(XDP_ABORTED);
	left = bpf_map_lookup_elem(&pcpu_sd_dec2zero, flow);
	if (left) {
		*left = *left ? *left - 1 : start;
		return sluice_value(*left);
	}
	bpf_map_update_elem(&pcpu_sd_dec2zero, flow, &first, BPF_ANY);
	return start;
}
