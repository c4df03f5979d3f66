// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
/*
 * Sub-programs: static and global ones in .text, one shared by programs of two sections, one calling another, a weak
 * one, and one that takes a pointer.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct pair {
	__u32 left;
	__u32 right;
};

static __noinline int twice(int value)
{
	/* The empty assembly keeps clang from folding the call away. */
	asm volatile("" : "+r"(value));
	return value * 2;
}

static __noinline int twice_and_one(int value)
{
	asm volatile("" : "+r"(value));
	return twice(value) + 1;
}

__noinline int global_sum(__u32 a, __u32 b, __u32 c, __u32 d, __u32 e)
{
	return a + 2 * b + 3 * c + 4 * d + 5 * e;
}

__weak __noinline int weak_answer(struct xdp_md *ctx)
{
	return ctx->rx_queue_index + 42;
}

__noinline int through_pointer(const struct pair *pair)
{
	return pair ? pair->left - pair->right : -1;
}

SEC("xdp")
int calls_static(struct xdp_md *ctx)
{
	return twice(ctx->rx_queue_index) + twice_and_one(ctx->rx_queue_index);
}

SEC("xdp")
int calls_global(struct xdp_md *ctx)
{
	struct pair pair = { .left = 9, .right = 4 };

	return global_sum(1, 2, 3, 4, 5) + through_pointer(&pair) + weak_answer(ctx);
}

SEC("tc")
int calls_shared(struct __sk_buff *skb)
{
	return twice(skb->len) + global_sum(5, 4, 3, 2, 1);
}

char _license[] SEC("license") = "Dual BSD/GPL";
