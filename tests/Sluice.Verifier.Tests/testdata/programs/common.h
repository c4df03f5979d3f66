// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
/* What the programs share. Each of them has deliberate bugs, one for each number that BUG may be. */
#pragma once

#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/pkt_cls.h>
#include <linux/tcp.h>
#include <linux/udp.h>

#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#ifndef BUG
#define BUG 0
#endif

#define INLINE static __attribute__((always_inline))
#define NOINLINE static __attribute__((noinline))

char LICENSE[] SEC("license") = "Dual BSD/GPL";

/* libbpf 1.4's tags, for older headers. */
#ifndef __arg_nonnull
#define __arg_ctx __attribute__((btf_decl_tag("arg:ctx")))
#define __arg_nonnull __attribute__((btf_decl_tag("arg:nonnull")))
#define __arg_nullable __attribute__((btf_decl_tag("arg:nullable")))
#define __arg_trusted __attribute__((btf_decl_tag("arg:trusted")))
#endif
