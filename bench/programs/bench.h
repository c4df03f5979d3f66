/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0 */
/*
 * One source, two machines: clang -target bpf makes the object that Sluice runs, and clang -O2 for the host makes the
 * shared library that it is compared with. The function is the same, and it works on the same packet, which lies below
 * 4 GiB, where the 32-bit fields of struct xdp_md reach it. Only maps and helpers differ: see native.h.
 *
 * What a program returns is its result, not always a verdict: the benchmark compares it between all engines first.
 */
#ifndef BENCH_H
#define BENCH_H

#include <stdbool.h>
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/tcp.h>
#include <linux/udp.h>
#include <bpf/bpf_endian.h>

#ifdef __bpf__
#include <bpf/bpf_helpers.h>

#define PROGRAM(name) SEC("xdp") int name(struct xdp_md *ctx)
#define LICENSE char _license[] SEC("license") = "Dual BSD/GPL"

#define HASH(name, key_type, value_type, entries) \
	struct { \
		__uint(type, BPF_MAP_TYPE_HASH); \
		__uint(max_entries, entries); \
		__type(key, key_type); \
		__type(value, value_type); \
	} name SEC(".maps")

#define ROUTES(name, key_type, value_type, entries) \
	struct { \
		__uint(type, BPF_MAP_TYPE_LPM_TRIE); \
		__uint(map_flags, BPF_F_NO_PREALLOC); \
		__uint(max_entries, entries); \
		__type(key, key_type); \
		__type(value, value_type); \
	} name SEC(".maps")

#define LOOKUP(map, key) bpf_map_lookup_elem(&(map), key)
#define INSERT(map, key, value) bpf_map_update_elem(&(map), key, value, BPF_NOEXIST)
#else
#ifndef __always_inline
#define __always_inline inline __attribute__((always_inline))
#endif
#include "native.h"
#endif

static __always_inline void *packet_start(struct xdp_md *ctx)
{
	return (void *)(long)ctx->data;
}

static __always_inline void *packet_end(struct xdp_md *ctx)
{
	return (void *)(long)ctx->data_end;
}

#endif
