// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
#include "sluice/flow.h"

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_HASH);
	__uint(max_entries, 1024);
	__type(key, __u32);
	__type(value, __u64);
} map_pcpu_mon SEC(".maps") SLUICE_DOC("how often each event was counted, on each CPU");

SLUICE_DOC("Counts an event.")
SLUICE_RETURNS("0")
SLUICE_VALUE
SLUICE_FUNCTION(monitor, SLUICE_ARG(__u32, event, "the number of the event"))
{
	sluice_count(&map_pcpu_mon, &event);
	return 0;
}
