// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
/* The types of core.bpf.c as another build has them: other order, other sizes, renamed and gone members. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct stamp {
	__u64 time;
	__u64 padding;
	__u32 hash;
};

struct packet_meta {
	__u64 added;
	struct stamp stamp;
	__s8 priority;
	__s32 trend; /* was 8 bits */
	__u32 flags : 3;
	__u32 kind : 9; /* was 5 bits, and first */
	int delta : 6;
	__u16 queue;
	__u32 length;
	__u16 table[6]; /* was four of 32 bits */
};

typedef __u64 flow_id;

enum verdict {
	VERDICT_NONE = 10,
	VERDICT_KEEP = 11,
	VERDICT_HOLD = 12,
};

enum wide {
	WIDE_TOP = 0x2000000002ULL,
	WIDE_LOW = 3,
};

struct packet_meta sample = {
	.added = 0xaaaaaaaaaaaaaaaaULL,
	.stamp = { .time = 0x1122334455667788ULL, .hash = 0xcafef00d },
	.priority = -2,
	.trend = -1000,
	.flags = 5,
	.kind = 300,
	.delta = -17,
	.queue = 513,
	.length = 1500,
	.table = { 1, 2, 3, 4, 5, 6 },
};
flow_id some_flow;
enum verdict some_verdict;
enum wide some_wide;

SEC("xdp")
int nothing(struct xdp_md *ctx)
{
	return sample.length + some_flow + some_verdict + some_wide;
}

char _license[] SEC("license") = "Dual BSD/GPL";
