// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
#include "sluice/flow.h"

#define NEVER_SEEN (~0ULL)

struct last_seen {
	__u64 cts_ns; /* CLOCK_MONOTONIC */
	__u64 timeout_ns; /* not used */
};

struct {
	__uint(type, BPF_MAP_TYPE_LRU_PERCPU_HASH);
	__uint(max_entries, 4096);
	__type(key, struct sluice_flow6);
	__type(value, struct last_seen);
} map_pcpu_lse SEC(".maps") SLUICE_DOC("when each pair of source and destination was last seen, by each CPU; IPv4 as ::ffff:a.b.c.d");

SLUICE_DOC("Measures the time since the last packet with the same source and destination, IPv4 or IPv6, on this CPU.")
SLUICE_RETURNS("nanoseconds, or all bits set for the first packet")
SLUICE_FUNCTION(lse)
{
	struct last_seen now = { .cts_ns = bpf_ktime_get_ns() };
	struct last_seen *last;
	struct sluice_flow6 flow;
	__u64 elapsed;

	if (!sluice_read_flow(ctx, &flow))
		return sluice_final(XDP_ABORTED);
	last = bpf_map_lookup_elem(&map_pcpu_lse, &flow);
	if (!last) {
		bpf_map_update_elem(&map_pcpu_lse, &flow, &now, BPF_ANY);
		return NEVER_SEEN;
	}
	elapsed = now.cts_ns - last->cts_ns;
	last->cts_ns = now.cts_ns;
	return sluice_value(elapsed);
}
