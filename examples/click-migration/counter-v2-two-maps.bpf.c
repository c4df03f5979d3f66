/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0 */
/*
 * The pattern of the thesis, section 6.3: the second version of counter-v1.bpf.c carries the state over by itself, with
 * the first packet that it sees, and notes in a third map that it has.
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

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u32);
} version SEC(".maps");

static __always_inline int handle_migration(void)
{
	__u32 zero = 0;
	__u32 *now = bpf_map_lookup_elem(&version, &zero);
	__u32 *old = bpf_map_lookup_elem(&packet_ctr_v1, &zero);
	__u64 *count = bpf_map_lookup_elem(&packet_ctr_v2, &zero);

	if (!now || !old || !count)
		return -1;
	if (*now == 2)
		return 0;
	*count = *old;
	*now = 2;
	return 0;
}

CLICK_FILTER(counter)
{
	__u32 zero = 0;
	__u64 *count;

	if (handle_migration())
		return CLICK_ABORT;
	count = bpf_map_lookup_elem(&packet_ctr_v2, &zero);
	if (!count)
		return CLICK_ABORT;
	*count += 1;
	return *count > limit ? CLICK_DROP : CLICK_PASS;
}
