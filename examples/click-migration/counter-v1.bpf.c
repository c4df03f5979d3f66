/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0 */
/* Counts packets in 32 bits, and drops all behind a limit. The first version of counter-v2.bpf.c. */
#include "sluice_click.h"

/* The router can set it: SET limit 10. */
volatile const __u64 limit = ~0ULL;

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u32);
} packet_ctr_v1 SEC(".maps");

CLICK_FILTER(counter)
{
	__u32 zero = 0;
	__u32 *count = bpf_map_lookup_elem(&packet_ctr_v1, &zero);

	if (!count)
		return CLICK_ABORT;
	*count += 1;
	return *count > limit ? CLICK_DROP : CLICK_PASS;
}
