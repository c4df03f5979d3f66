// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
/* CO-RE against the running kernel: the few members of its structures that the program uses are declared here. */
#include <linux/bpf.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>

struct net_device___local {
	int ifindex;
	unsigned int mtu;
} __attribute__((preserve_access_index));

struct sk_buff___local {
	unsigned int len;
	__u8 pkt_type : 3;
	struct net_device___local *dev;
	__u32 never_there;
} __attribute__((preserve_access_index));

enum bpf_map_type___arena {
	BPF_MAP_TYPE_ARENA___arena = 33,
};

__u64 length, device, kind, missing, size, arena;

SEC("raw_tp/netif_receive_skb")
int observe(struct bpf_raw_tracepoint_args *ctx)
{
	struct sk_buff___local *skb = (void *)ctx->args[0];

	length = BPF_CORE_READ(skb, len);
	device = BPF_CORE_READ(skb, dev, ifindex);
	kind = BPF_CORE_READ_BITFIELD_PROBED(skb, pkt_type);
	if (bpf_core_field_exists(skb->never_there))
		missing = BPF_CORE_READ(skb, never_there);
	size = bpf_core_type_size(struct sk_buff___local);
	arena = bpf_core_enum_value_exists(enum bpf_map_type___arena, BPF_MAP_TYPE_ARENA___arena);
	return 0;
}

char _license[] SEC("license") = "Dual BSD/GPL";
