// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
#include "stamp.h"

struct answer {
	__u16 ssid;
	__u32 sequence;
} __attribute__((packed));

struct times {
	__u64 sender;
	__u64 reflector_received;
	__u64 reflector_sent;
	__u64 collector;
} __attribute__((packed));

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 64);
	__type(key, struct answer);
	__type(value, struct times);
} map_collector SEC(".maps") SLUICE_DOC("the four timestamps of each answer, by the session's identifier and the sequence number, all in the host's byte order");

SLUICE_PARAMETERS(collector, STAMP_PTP_PARAMETER) = {};

SLUICE_DOC("Collects the timestamps of an answer of STAMP, over IPv4 or IPv6, and drops it.")
SLUICE_TERMINAL
SLUICE_FUNCTION(collector)
{
	struct sluice_datagram datagram;
	struct sluice_cursor cursor;
	struct stamp_test *test;
	struct answer answer;
	struct times times;
	__u64 now;

	if (!sluice_find_datagram(ctx, &datagram, &cursor) || !(test = sluice_take(&cursor, sizeof(*test))))
		return sluice_final(XDP_ABORTED);
	if (!stamp_time(collector_parameters.ptp, &now))
		return sluice_final(XDP_ABORTED);
	answer.ssid = bpf_ntohs(test->ssid);
	answer.sequence = bpf_ntohl(test->sequence);
	times.sender = bpf_be64_to_cpu(test->sender_timestamp);
	times.reflector_received = bpf_be64_to_cpu(test->received);
	times.reflector_sent = bpf_be64_to_cpu(test->timestamp);
	times.collector = now;
	bpf_map_update_elem(&map_collector, &answer, &times, BPF_ANY);
	return sluice_final(XDP_DROP);
}
