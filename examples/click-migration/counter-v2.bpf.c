/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0 */
/*
 * The second version of counter-v1.bpf.c: 64 bits. The old map is taken over as it is, because it is declared here with the
 * same shape; the migration reads it once, when this program takes the old one's place.
 */
#include "sluice_click.h"

volatile const __u64 limit = ~0ULL;

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u32);
} packet_ctr_v1 SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} packet_ctr_v2 SEC(".maps");

CLICK_MIGRATE(migrate)
{
	__u32 zero = 0;
	__u32 *old = bpf_map_lookup_elem(&packet_ctr_v1, &zero);
	__u64 *count = bpf_map_lookup_elem(&packet_ctr_v2, &zero);

	if (!old || !count)
		return 1;
	*count += *old;
	*old = 0;
	return 0;
}

CLICK_FILTER(counter)
{
	__u32 zero = 0;
	__u64 *count = bpf_map_lookup_elem(&packet_ctr_v2, &zero);

	if (!count)
		return CLICK_ABORT;
	*count += 1;
	return *count > limit ? CLICK_DROP : CLICK_PASS;
}
