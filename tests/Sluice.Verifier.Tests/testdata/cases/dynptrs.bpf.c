// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
/* Dynamic pointers: into packets, memory and records; their slices, clones and ends. */
// build-bpf: min-clang=16
#include "cases.h"

extern int bpf_dynptr_from_xdp(struct xdp_md *x, __u64 flags, struct bpf_dynptr *ptr) __ksym;
extern int bpf_dynptr_from_skb(struct __sk_buff *s, __u64 flags, struct bpf_dynptr *ptr) __ksym;
extern void *bpf_dynptr_slice(const struct bpf_dynptr *p, __u32 offset, void *buffer, __u32 buffer__szk) __ksym;
extern void *bpf_dynptr_slice_rdwr(const struct bpf_dynptr *p, __u32 offset, void *buffer, __u32 buffer__szk) __ksym;
extern int bpf_dynptr_adjust(const struct bpf_dynptr *p, __u32 start, __u32 end) __ksym;
extern __u32 bpf_dynptr_size(const struct bpf_dynptr *p) __ksym;
extern int bpf_dynptr_clone(const struct bpf_dynptr *p, struct bpf_dynptr *clone) __ksym;

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, char[64]);
} memory SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} ring SEC(".maps");

PACKET_CASE("xdp", xdp_md, ACCEPT, reads_a_slice_of_the_packet)
{
	struct bpf_dynptr packet;
	struct ethhdr buffer, *eth;

	if (bpf_dynptr_from_xdp(ctx, 0, &packet))
		return XDP_DROP;
	eth = bpf_dynptr_slice(&packet, 0, &buffer, sizeof(buffer));
	if (eth)
		sink = eth->h_proto;
	return XDP_PASS;
}

PACKET_CASE("xdp", xdp_md, REJECT("null-pointer"), reads_a_slice_that_may_not_be)
{
	struct bpf_dynptr packet;
	struct ethhdr buffer, *eth;

	bpf_dynptr_from_xdp(ctx, 0, &packet);
	eth = bpf_dynptr_slice(&packet, 0, &buffer, sizeof(buffer));
	sink = eth->h_proto;
	return XDP_PASS;
}

PACKET_CASE("xdp", xdp_md, REJECT("memory-bounds"), reads_beyond_a_slice)
{
	struct bpf_dynptr packet;
	struct ethhdr buffer;
	__u8 *bytes;

	bpf_dynptr_from_xdp(ctx, 0, &packet);
	bytes = bpf_dynptr_slice(&packet, 0, &buffer, sizeof(buffer));
	if (bytes)
		sink = bytes[sizeof(buffer)];
	return XDP_PASS;
}

PACKET_CASE("xdp", xdp_md, REJECT("read-only-memory"), writes_a_slice_to_read)
{
	struct bpf_dynptr packet;
	struct ethhdr buffer, *eth;

	bpf_dynptr_from_xdp(ctx, 0, &packet);
	eth = bpf_dynptr_slice(&packet, 0, &buffer, sizeof(buffer));
	if (eth)
		eth->h_proto = 0;
	return XDP_PASS;
}

PACKET_CASE("xdp", xdp_md, ACCEPT, writes_a_slice)
{
	struct bpf_dynptr packet;
	struct ethhdr buffer, *eth;

	bpf_dynptr_from_xdp(ctx, 0, &packet);
	eth = bpf_dynptr_slice_rdwr(&packet, 0, &buffer, sizeof(buffer));
	if (!eth)
		return XDP_DROP;
	eth->h_proto = 0;
	if (eth == &buffer)
		bpf_dynptr_write(&packet, 0, &buffer, sizeof(buffer), 0);
	return XDP_PASS;
}

PACKET_CASE("xdp", xdp_md, REJECT("stale-pointer"), reads_a_slice_after_the_packet_moved)
{
	struct bpf_dynptr packet;
	struct ethhdr buffer, *eth;

	bpf_dynptr_from_xdp(ctx, 0, &packet);
	eth = bpf_dynptr_slice(&packet, 0, &buffer, sizeof(buffer));
	if (!eth || bpf_xdp_adjust_head(ctx, 4))
		return XDP_DROP;
	sink = eth->h_proto;
	return XDP_PASS;
}

PACKET_CASE("xdp", xdp_md, REJECT("helper-argument"), takes_a_slice_of_nothing)
{
	struct bpf_dynptr packet;
	struct ethhdr buffer;

	sink = (__u64)bpf_dynptr_slice(&packet, 0, &buffer, sizeof(buffer));
	return XDP_PASS;
}

PACKET_CASE("xdp", xdp_md, REJECT("helper-size"), takes_a_slice_of_a_variable_size)
{
	struct bpf_dynptr packet;
	char buffer[64] = {};

	bpf_dynptr_from_xdp(ctx, 0, &packet);
	sink = (__u64)bpf_dynptr_slice(&packet, 0, buffer, ctx->ingress_ifindex & 63);
	return XDP_PASS;
}

PACKET_CASE("xdp", xdp_md, ACCEPT, narrows_a_clone)
{
	struct bpf_dynptr packet, clone;

	if (bpf_dynptr_from_xdp(ctx, 0, &packet))
		return XDP_DROP;
	bpf_dynptr_clone(&packet, &clone);
	bpf_dynptr_adjust(&clone, 14, 34);
	sink = bpf_dynptr_size(&clone);
	return XDP_PASS;
}

PACKET_CASE("xdp", xdp_md, REJECT("forbidden-access"), looks_into_a_dynptr)
{
	struct bpf_dynptr packet;

	bpf_dynptr_from_xdp(ctx, 0, &packet);
	sink = *(volatile __u64 *)&packet;
	return XDP_PASS;
}

PACKET_CASE("xdp", xdp_md, REJECT("helper-argument"), takes_a_half_overwritten_dynptr)
{
	struct bpf_dynptr packet;

	bpf_dynptr_from_xdp(ctx, 0, &packet);
	*(volatile __u64 *)&packet = 0;
	sink = bpf_dynptr_size(&packet);
	return XDP_PASS;
}

PACKET_CASE("tc", __sk_buff, ACCEPT, reads_a_slice_at_tc)
{
	struct bpf_dynptr packet;
	struct ethhdr buffer, *eth;

	bpf_dynptr_from_skb(ctx, 0, &packet);
	eth = bpf_dynptr_slice(&packet, 0, &buffer, sizeof(buffer));
	if (eth)
		sink = eth->h_proto;
	return 0;
}

PACKET_CASE("xdp", xdp_md, REJECT("unavailable-helper"), takes_a_packet_of_another_kind)
{
	struct bpf_dynptr packet;

	bpf_dynptr_from_skb((void *)ctx, 0, &packet);
	return XDP_PASS;
}

PACKET_CASE("xdp", xdp_md, ACCEPT, points_into_a_map)
{
	struct bpf_dynptr pointer;
	__u32 key = 0, value = 5;
	char *start = bpf_map_lookup_elem(&memory, &key);

	if (!start)
		return XDP_DROP;
	bpf_dynptr_from_mem(start, 64, 0, &pointer);
	bpf_dynptr_write(&pointer, 8, &value, sizeof(value), 0);
	bpf_dynptr_read(&value, sizeof(value), &pointer, 0, 0);
	sink = value;
	return XDP_PASS;
}

PACKET_CASE("xdp", xdp_md, REJECT("helper-argument"), points_into_the_stack)
{
	struct bpf_dynptr pointer;
	char local[16] = {};

	bpf_dynptr_from_mem(local, sizeof(local), 0, &pointer);
	return XDP_PASS;
}

PACKET_CASE("xdp", xdp_md, ACCEPT, reserves_a_record)
{
	struct bpf_dynptr record;
	__u64 *number;

	bpf_ringbuf_reserve_dynptr(&ring, 64, 0, &record);
	number = bpf_dynptr_data(&record, 8, sizeof(*number));
	if (number)
		*number = 1;
	bpf_ringbuf_submit_dynptr(&record, 0);
	return XDP_PASS;
}

PACKET_CASE("xdp", xdp_md, REJECT("reference-leak"), does_not_submit_a_record)
{
	struct bpf_dynptr record;

	bpf_ringbuf_reserve_dynptr(&ring, 64, 0, &record);
	return XDP_PASS;
}

PACKET_CASE("xdp", xdp_md, REJECT("stale-pointer"), writes_a_record_that_was_submitted)
{
	struct bpf_dynptr record;
	__u64 *number;

	bpf_ringbuf_reserve_dynptr(&ring, 64, 0, &record);
	number = bpf_dynptr_data(&record, 8, sizeof(*number));
	bpf_ringbuf_submit_dynptr(&record, 0);
	if (number)
		*number = 1;
	return XDP_PASS;
}

PACKET_CASE("xdp", xdp_md, REJECT("helper-argument"), submits_a_packet)
{
	struct bpf_dynptr packet;

	bpf_dynptr_from_xdp(ctx, 0, &packet);
	bpf_ringbuf_submit_dynptr(&packet, 0);
	return XDP_PASS;
}

/* --- What a slice shares with its dynamic pointer, it does not give back by being null. --- */

static long adds_to_a_slice(__u32 index, void *pointer)
{
	__u32 *slice = bpf_dynptr_data(pointer, 0, 8);

	if (slice)
		*slice += index;
	return 0;
}

CASE("raw_tp/sys_enter", ACCEPT, hands_a_dynamic_pointer_to_a_callback)
{
	struct bpf_dynptr record;

	if (bpf_ringbuf_reserve_dynptr(&ring, 64, 0, &record) == 0)
		bpf_loop(10, adds_to_a_slice, &record, 0);
	bpf_ringbuf_discard_dynptr(&record, 0);
	return 0;
}

CASE("raw_tp/sys_enter", REJECT("reference-leak"), keeps_a_record_whose_slice_is_null)
{
	struct bpf_dynptr record;
	__u32 *slice;

	bpf_ringbuf_reserve_dynptr(&ring, 64, 0, &record);
	slice = bpf_dynptr_data(&record, 0, 8);
	if (!slice)
		return 0;
	*slice = 1;
	bpf_ringbuf_submit_dynptr(&record, 0);
	return 0;
}
