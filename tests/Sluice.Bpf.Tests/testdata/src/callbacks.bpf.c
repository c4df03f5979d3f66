// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
/* Functions whose address is taken (bpf_loop, for_each, timers), locks and timers in map values, ring buffers. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#define CLOCK_MONOTONIC 1

struct bpf_map;

struct guarded {
	struct bpf_spin_lock lock;
	__u32 count;
	__u64 total;
};

struct timed {
	__u64 fired;
	struct bpf_timer timer;
};

struct event {
	__u32 length;
	__u32 queue;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, struct guarded);
} guarded SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct timed);
} timed SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} events SEC(".maps");

struct sum {
	__u64 total;
	__u32 entries;
};

static int add_index(__u32 index, struct sum *sum)
{
	sum->total += index;
	return index == 9; /* not zero: stop here */
}

static int add_guarded(struct bpf_map *map, __u32 *key, struct guarded *value, struct sum *sum)
{
	sum->entries++;
	sum->total += value->count;
	return 0;
}

static int timer_fired(void *map, __u32 *key, struct timed *value)
{
	value->fired++;
	bpf_timer_start(&value->timer, 1000000, 0);
	return 0;
}

SEC("xdp")
int loops(struct xdp_md *ctx)
{
	struct sum sum = {};

	bpf_loop(100, add_index, &sum, 0);
	return sum.total; /* 0 + 1 + … + 9 = 45 */
}

SEC("xdp")
int for_each(struct xdp_md *ctx)
{
	struct sum sum = {};

	bpf_for_each_map_elem(&guarded, add_guarded, &sum, 0);
	return sum.entries;
}

SEC("tc")
int timer(struct __sk_buff *skb)
{
	__u32 zero = 0;
	struct timed *value = bpf_map_lookup_elem(&timed, &zero);

	if (!value)
		return -1;
	bpf_timer_init(&value->timer, &timed, CLOCK_MONOTONIC);
	bpf_timer_set_callback(&value->timer, timer_fired);
	bpf_timer_start(&value->timer, 0, 0);
	return 0;
}

SEC("tc")
int locked(struct __sk_buff *skb)
{
	__u32 index = skb->len & 3, count;
	struct guarded *value = bpf_map_lookup_elem(&guarded, &index);

	if (!value)
		return -1;
	bpf_spin_lock(&value->lock);
	count = ++value->count;
	value->total += skb->len;
	bpf_spin_unlock(&value->lock);
	return count;
}

SEC("xdp")
int ring(struct xdp_md *ctx)
{
	struct event *event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);

	if (!event)
		return XDP_DROP;
	event->length = ctx->data_end - ctx->data;
	event->queue = ctx->rx_queue_index;
	if (event->length < 64)
		bpf_ringbuf_discard(event, 0);
	else
		bpf_ringbuf_submit(event, BPF_RB_NO_WAKEUP);
	return XDP_PASS;
}

char _license[] SEC("license") = "Dual BSD/GPL";
