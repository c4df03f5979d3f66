// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
/*
 * Reports every attempt to open a TCP connection to a program outside, through a ring buffer.
 *
 * All CPUs write to one ring, and its reader gets the events in their order. Room is reserved first and filled in
 * place, so nothing is copied. When the reader is too slow there is no room: the packet goes on, the event is counted
 * as lost.
 */
#include <linux/tcp.h>
#include "../include/parsing.h"

/* Read outside by its layout: fixed sizes, and no hidden padding. */
struct connection_event {
	__u64 time; /* ns, CLOCK_MONOTONIC */
	struct in6_addr source;
	struct in6_addr destination;
	__be16 source_port;
	__be16 destination_port;
	__u32 packet_length;
};

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 256 * 1024); /* bytes: a power of two, and whole pages */
} events SEC(".maps");

__u64 reported, lost;

/* Nothing refers to it, but without a variable of the type, BTF would not tell the reader what an event looks like. */
struct connection_event *unused_event_type __attribute__((unused));

SEC("xdp")
int report_connections(struct xdp_md *ctx)
{
	struct cursor cursor = cursor_of(ctx);
	struct connection_event *event;
	struct ip_packet packet;
	struct tcphdr *tcp;

	if (take_ip_packet(&cursor, &packet) != PARSED || packet.later_fragment || packet.protocol != IPPROTO_TCP)
		return XDP_PASS;
	tcp = take(&cursor, sizeof(*tcp));
	if (!tcp || !tcp->syn || tcp->ack)
		return XDP_PASS;

	event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
	if (!event) {
		__sync_fetch_and_add(&lost, 1);
		return XDP_PASS;
	}
	event->time = bpf_ktime_get_ns();
	event->source = packet.source;
	event->destination = packet.destination;
	event->source_port = tcp->source;
	event->destination_port = tcp->dest;
	event->packet_length = ctx->data_end - ctx->data;
	bpf_ringbuf_submit(event, 0);
	__sync_fetch_and_add(&reported, 1);
	return XDP_PASS;
}

char _license[] SEC("license") = "Dual BSD/GPL";
