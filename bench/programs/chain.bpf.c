// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
/* Eight programs, each tail-calling the next through a program array. On the host: jumps through a table of functions. */
#include "bench.h"

#ifdef __bpf__
int link1(struct xdp_md *ctx);
int link2(struct xdp_md *ctx);
int link3(struct xdp_md *ctx);
int link4(struct xdp_md *ctx);
int link5(struct xdp_md *ctx);
int link6(struct xdp_md *ctx);
int link7(struct xdp_md *ctx);
int link8(struct xdp_md *ctx);

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 9);
	__uint(key_size, sizeof(__u32));
	__array(values, int(void *));
} links SEC(".maps") = {
	.values = { [1] = (void *)link1, (void *)link2, (void *)link3, (void *)link4, (void *)link5, (void *)link6,
		    (void *)link7, (void *)link8 },
};

#define NEXT(number) \
	bpf_tail_call(ctx, &links, number); \
	return XDP_ABORTED
#else
typedef uint64_t link_function(struct xdp_md *ctx);

/* Visible outside, so that the compiler cannot know that it never changes. */
extern link_function *links[9];

#define NEXT(number) \
	if (links[number]) \
		__attribute__((musttail)) return links[number](ctx); \
	return XDP_ABORTED
#endif

PROGRAM(chain)
{
	NEXT(1);
}

PROGRAM(link1)
{
	NEXT(2);
}

PROGRAM(link2)
{
	NEXT(3);
}

PROGRAM(link3)
{
	NEXT(4);
}

PROGRAM(link4)
{
	NEXT(5);
}

PROGRAM(link5)
{
	NEXT(6);
}

PROGRAM(link6)
{
	NEXT(7);
}

PROGRAM(link7)
{
	NEXT(8);
}

PROGRAM(link8)
{
	return XDP_PASS;
}

#ifndef __bpf__
link_function *links[9] = { NULL, link1, link2, link3, link4, link5, link6, link7, link8 };
#endif

LICENSE;
