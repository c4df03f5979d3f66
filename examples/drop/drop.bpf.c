// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
/* The smallest XDP program: every packet is dropped before the kernel spends anything on it. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

SEC("xdp")
int drop(struct xdp_md *ctx)
{
	return XDP_DROP;
}

/* Helpers marked GPL-only refuse programs that do not declare a compatible licence. */
char _license[] SEC("license") = "Dual BSD/GPL";
