// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
/* One program for each of many hooks: control groups, sockets, tunnels, perf events, with what each may return and touch;
 * timers, spin locks, loops by helpers, legacy packet loads, inner maps, a scan for a string. */
// bug 1: return-value, a control group program returns 2
// bug 2: context-access, a field that may only be read is written
// bug 3: unavailable-helper, an XDP helper where there is no packet
// bug 4: lock, the lock is not released on one path
// bug 5: unbounded-loop, the scan has no end
// bug 6: return-value, the loop's callback returns 2
// bug 7: forbidden-access, the lock is read
// bug 8: call-depth, the frames take more than 512 bytes
// bug 9: packet-bounds, the scan runs behind the packet
// bug 10: uninitialised-register, r0 of a helper that returns nothing is kept by a legacy load
#include "common.h"

struct counter {
	struct bpf_spin_lock lock;
	__u32 last;
	__u64 packets, bytes;
};

struct timed {
	struct bpf_timer timer;
	__u64 fired;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024);
	__type(key, __u32);
	__type(value, struct counter);
} counters SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct timed);
} timers SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LPM_TRIE);
	__uint(max_entries, 1024);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, __u64);
	__type(value, __u32);
} routes SEC(".maps");

__u64 total;

SEC("cgroup_skb/egress")
int egress(struct __sk_buff *skb)
{
	__u32 key = skb->ifindex;
	struct counter *counter = bpf_map_lookup_elem(&counters, &key);

	if (!counter)
		return 1;
	bpf_spin_lock(&counter->lock);
	counter->packets++;
#if BUG == 4
	if (counter->packets == 7)
		return 1;
#endif
	counter->bytes += skb->len;
	bpf_spin_unlock(&counter->lock);
#if BUG == 7
	counter->last = *(__u32 *)&counter->lock;
#endif
	return 1;
}

SEC("cgroup/connect4")
int connect4(struct bpf_sock_addr *ctx)
{
	struct {
		__u32 length;
		__be32 address;
	} key = { 32, ctx->user_ip4 };
	__u32 *target = bpf_map_lookup_elem(&routes, &key);

	if (target) {
		ctx->user_ip4 = *target;
		ctx->user_port = bpf_htons(8080);
	}
#if BUG == 2
	ctx->family = 2;
#endif
#if BUG == 1
	return 2;
#else
	return 1;
#endif
}

SEC("cgroup/sock_create")
int create(struct bpf_sock *sk)
{
	if (sk->type == 3)
		return 0;
	sk->mark = 7;
#if BUG == 3
	bpf_xdp_adjust_head((void *)sk, 0);
#endif
	return 1;
}

SEC("sockops")
int operations(struct bpf_sock_ops *ops)
{
	switch (ops->op) {
	case BPF_SOCK_OPS_ACTIVE_ESTABLISHED_CB:
	case BPF_SOCK_OPS_PASSIVE_ESTABLISHED_CB:
		bpf_sock_ops_cb_flags_set(ops, ops->bpf_sock_ops_cb_flags | BPF_SOCK_OPS_STATE_CB_FLAG);
		break;
	case BPF_SOCK_OPS_STATE_CB:
		__sync_fetch_and_add(&total, ops->bytes_acked);
		break;
	}
	ops->reply = -1;
	return 1;
}

SEC("sk_skb/stream_verdict")
int verdict(struct __sk_buff *skb)
{
	return skb->len > 4 ? SK_PASS : SK_DROP;
}

SEC("sk_lookup")
int lookup(struct bpf_sk_lookup *ctx)
{
	return ctx->local_port == 80 && ctx->protocol == IPPROTO_TCP ? SK_PASS : SK_DROP;
}

SEC("lwt_xmit")
int transmit(struct __sk_buff *skb)
{
	void *data = (void *)(long)skb->data, *data_end = (void *)(long)skb->data_end;
	struct iphdr *ip = data;

	if ((void *)(ip + 1) > data_end)
		return BPF_DROP;
	return ip->ttl > 1 ? BPF_OK : BPF_DROP;
}

SEC("socket")
int filter(struct __sk_buff *skb)
{
	__u32 length = skb->len;
	unsigned long long load_byte(void *skb, unsigned long long off) __asm__("llvm.bpf.load.byte");
	unsigned long long load_half(void *skb, unsigned long long off) __asm__("llvm.bpf.load.half");

	if (load_half(skb, 12) != ETH_P_IP)
		return 0;
#if BUG == 10
	__u64 kept;

	asm volatile("%0 = r2" : "=r"(kept));
	return kept;
#endif
	return load_byte(skb, 14 + 9) == IPPROTO_UDP ? length : 0;
}

SEC("perf_event")
int sample(void *ctx)
{
	__u64 stack[16];

	if (bpf_get_stack(ctx, stack, sizeof(stack), BPF_F_USER_STACK) > 0)
		total++;
	return 0;
}

static int expired(void *map, __u32 *key, struct timed *value)
{
	value->fired++;
	bpf_timer_start(&value->timer, 1000000, 0);
	return 0;
}

static long add(__u32 index, __u64 *sum)
{
	*sum += index;
#if BUG == 6
	return 2;
#else
	return *sum > 100000;
#endif
}

static long oldest(void *map, __u32 *key, struct counter *value, __u64 *most)
{
	if (value->packets > *most)
		*most = value->packets;
	return 0;
}

NOINLINE int deep(struct __sk_buff *skb, __u32 offset)
{
	char buffer[256] = {};

#if BUG == 8
	char other[128] = {};

	bpf_skb_load_bytes(skb, offset + 1, other, sizeof(other));
	total += other[offset & 127];
#endif
	if (bpf_skb_load_bytes(skb, offset & 0xff, buffer, sizeof(buffer)))
		return 0;
	return buffer[offset & 255];
}

SEC("tc")
int scan(struct __sk_buff *skb)
{
	void *data = (void *)(long)skb->data, *data_end = (void *)(long)skb->data_end;
	char window[128] = {};
	__u64 sum = 0, most = 0;
	__u32 zero = 0, found = 0;
	struct timed *timed = bpf_map_lookup_elem(&timers, &zero);

	if (timed) {
		bpf_timer_init(&timed->timer, &timers, 1);
		bpf_timer_set_callback(&timed->timer, expired);
	}
	bpf_loop(skb->len, add, &sum, 0);
	bpf_for_each_map_elem(&counters, oldest, &most, 0);
#if BUG == 5
	for (__u32 index = 0; index < 100; index += found & 1)
		found ^= bpf_get_prandom_u32();
#endif
	for (__u32 index = 0; index < 400; index++) {
		__u8 *at = data + 54 + index;

#if BUG == 9
		if ((void *)at > data_end)
			break;
#else
		if ((void *)(at + 4) > data_end)
			break;
#endif
		if (at[0] == 'H' && at[1] == 'o' && at[2] == 's' && at[3] == 't') {
			found = index;
			break;
		}
	}
	bpf_skb_load_bytes(skb, 0, window, sizeof(window));
	total += sum + most + window[found & 127];
	return deep(skb, found) ? TC_ACT_SHOT : TC_ACT_OK;
}
