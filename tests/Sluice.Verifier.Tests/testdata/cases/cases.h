// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
/* Small programs, each about one rule, with the verdict that both the verifier and the kernel must give. */
#pragma once

#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/pkt_cls.h>

#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>

/* The verdict: ACCEPT, or REJECT with the class of the rejection. STRICTER is for what only the kernel accepts. */
#define ACCEPT __attribute__((btf_decl_tag("case:accept")))
#define REJECT(class) __attribute__((btf_decl_tag("case:reject " class)))
#define STRICTER(class, why) __attribute__((btf_decl_tag("case:stricter " class " " why)))

/* A program: its place, its verdict, its name. One is loaded at a time. */
#define CASE(place, verdict, name) \
	verdict SEC("?" place) int name(__u64 *ctx)

#define PACKET_CASE(place, context, verdict, name) \
	verdict SEC("?" place) int name(struct context *ctx)

#ifndef __ulong
#define __ulong(name, val) enum { ___bpf_concat(__unique_value, __COUNTER__) = val } name
#endif

#define NOINLINE static __attribute__((noinline))
#define kptr __attribute__((btf_type_tag("kptr")))
#define CORE __attribute__((preserve_access_index))

/* libbpf's tags, for older headers. */
#ifndef __arg_untrusted
#define __arg_untrusted __attribute__((btf_decl_tag("arg:untrusted")))
#endif
#ifndef __arg_nonnull
#define __arg_ctx __attribute__((btf_decl_tag("arg:ctx")))
#define __arg_nonnull __attribute__((btf_decl_tag("arg:nonnull")))
#define __arg_nullable __attribute__((btf_decl_tag("arg:nullable")))
#define __arg_trusted __attribute__((btf_decl_tag("arg:trusted")))
#define __arg_arena __attribute__((btf_decl_tag("arg:arena")))
#endif

char LICENSE[] SEC("license") = "Dual BSD/GPL";

/* Where results go, so that no access is thrown away. */
volatile __u64 sink;
