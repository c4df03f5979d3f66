/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0 */
/* The showcase's load balancer: packets take the outputs in turn. */
#include "sluice_click.h"

/* The router can set it: SET outputs 3. */
volatile const __u32 outputs = 2;

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u32);
} turn SEC(".maps");

CLICK_CLASSIFIER(round_robin)
{
	__u32 zero = 0, output;
	__u32 *next = bpf_map_lookup_elem(&turn, &zero);

	if (!next)
		return 0;
	output = *next;
	*next = output + 1 < outputs ? output + 1 : 0;
	return output;
}
