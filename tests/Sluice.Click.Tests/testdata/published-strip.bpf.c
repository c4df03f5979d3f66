/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0 */
/*
 * A rewriter as those that were published with the thesis "Network Function Virtualization with UniBPF" are: in a section that leaves
 * its type open, with bpf_packet_add_space by the number 60, whose result nobody looks at. It takes Ethernet headers off.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct context {
	void *data;
	void *data_end;
};

static void *(*const bpf_packet_add_space)(__s32 head, __s32 tail) = (void *)60;

SEC("bpffilter")
int rewrite(struct context *ctx)
{
	const __u8 *data = ctx->data;

	if (data + 14 > (const __u8 *)ctx->data_end)
		return 0;
	bpf_packet_add_space(data[12] == 0x81 && data[13] == 0x00 ? -18 : -14, 0);
	return 1;
}

char license_text[] SEC("license") = "GPL";
