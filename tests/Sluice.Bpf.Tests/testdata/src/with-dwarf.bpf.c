// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
// build-bpf: keep-dwarf
/* As clang leaves it: DWARF sections, their relocations and their symbols are still there. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

__u64 packets;

static __noinline int decide(__u32 length)
{
	return length < 64 ? XDP_DROP : XDP_PASS;
}

SEC("xdp")
int with_dwarf(struct xdp_md *ctx)
{
	packets++;
	return decide(ctx->data_end - ctx->data);
}

char _license[] SEC("license") = "Dual BSD/GPL";
