/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0 */
/*
 * What an author of a Click element's program includes. Such a program decides about packets (BPFFilter), says which
 * output they take (BPFClassifier), or changes them (BPFRewriter):
 *
 *	#include "sluice_click.h"
 *
 *	CLICK_FILTER(long_enough)
 *	{
 *		return click_length(ctx) < 60 ? CLICK_DROP : CLICK_PASS;
 *	}
 *
 * The packet begins where the element stands: with its Ethernet header behind FromDevice, with its IP header behind
 * Strip(14). Context, verdicts and the helper are those of the thesis "Network Function Virtualization with UniBPF"
 * (Zhang 2024, sections 5.2 and 5.3).
 *
 * Needs clang 14 or newer, libbpf's headers and those of the kernel:
 *	clang -O2 -g -target bpf -mcpu=v3 -I bpf/include -c long_enough.bpf.c -o long_enough.bpf.o
 */
#ifndef SLUICE_CLICK_H
#define SLUICE_CLICK_H

#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/tcp.h>
#include <linux/udp.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#ifndef NULL
#define NULL ((void *)0)
#endif

/* The packet: from its first byte to behind its last. */
struct click_md {
	void *data;
	void *data_end;
};

/* What a filter returns. */
enum click_filter_result {
	CLICK_ABORT = 0, /* something is wrong: the packet is dropped, and the router says so */
	CLICK_DROP = 1,
	CLICK_PASS = 2,
};

/* What a rewriter returns. */
enum click_rewriter_result {
	CLICK_FAILURE = 0, /* something is wrong: the packet is dropped, and the router says so */
	CLICK_SUCCESS = 1,
};

/*
 * Adds bytes at the packet's front and at its end, or removes them where negative. New bytes are zero. Rewriters only.
 * Every pointer into the packet is dead afterwards: read data and data_end from the context again, and check again.
 * Returns 0; -ENOSPC where there is no room; -EINVAL where the packet has not so many bytes to lose.
 */
static long (*const bpf_packet_add_space)(__s32 head, __s32 tail) = (void *)0x5100;

/* The beginning of an entry function. A classifier returns the number of an output. */
#define CLICK_FILTER(name) SEC("click/filter") enum click_filter_result name(struct click_md *ctx)
#define CLICK_CLASSIFIER(name) SEC("click/classifier") __u32 name(struct click_md *ctx)
#define CLICK_REWRITER(name) SEC("click/rewriter") enum click_rewriter_result name(struct click_md *ctx)

/*
 * A function that runs once when this object takes another one's place: after maps of the same shape have been taken over,
 * between two packets, before the first packet of the new program. Returns 0, or anything else to refuse the change.
 */
#define CLICK_MIGRATE(name) SEC("click/migrate") long name(struct click_md *ctx)

/* Bytes of the packet. */
static __always_inline __u64 click_length(const struct click_md *ctx)
{
	return ctx->data_end - ctx->data;
}

/* SIZE bytes of the packet from OFFSET on, or NULL if they are not all there. OFFSET is a constant, or below 64 KiB. */
static __always_inline void *click_at(const struct click_md *ctx, __u32 offset, __u32 size)
{
	void *at = ctx->data + offset;

	return at + size > ctx->data_end ? NULL : at;
}

/* Say another licence before the include. */
#ifndef SLUICE_LICENSE
#define SLUICE_LICENSE "Dual BSD/GPL"
#endif

char sluice_license[] SEC("license") = SLUICE_LICENSE;

#endif
