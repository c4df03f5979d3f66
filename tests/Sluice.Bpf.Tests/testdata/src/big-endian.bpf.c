// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
// build-bpf: target=bpfeb
/* An object for a big-endian machine: ELF fields, instructions, BTF and initial data are all in its order. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

const volatile __u32 pattern = 0x01020304;
__u64 counter = 0x1122334455667788ULL;

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 3);
	__type(key, __u32);
	__type(value, __u64);
} array SEC(".maps");

SEC("xdp")
int big_endian(struct xdp_md *ctx)
{
	__u32 key = 2;
	__u64 *value = bpf_map_lookup_elem(&array, &key);

	if (value)
		*value += pattern;
	counter++;
	return XDP_PASS;
}

char _license[] SEC("license") = "Dual BSD/GPL";
