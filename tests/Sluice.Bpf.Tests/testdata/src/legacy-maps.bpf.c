// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
// build-bpf: mcpu=v2 no-btf
/*
 * An object from before BTF: maps as struct bpf_map_def in section "maps", no type information at all. libbpf 1.x
 * refuses it; other loaders still read it, and such objects are still around.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct bpf_map_def {
	unsigned int type;
	unsigned int key_size;
	unsigned int value_size;
	unsigned int max_entries;
	unsigned int map_flags;
};

struct bpf_map_def SEC("maps") old_hash = {
	.type = BPF_MAP_TYPE_HASH,
	.key_size = 4,
	.value_size = 8,
	.max_entries = 100,
	.map_flags = BPF_F_NO_PREALLOC,
};

struct bpf_map_def SEC("maps") old_array = {
	.type = BPF_MAP_TYPE_ARRAY,
	.key_size = 4,
	.value_size = 4,
	.max_entries = 7,
};

SEC("xdp")
int old_style(struct xdp_md *ctx)
{
	__u32 key = 5;
	__u64 *hit = bpf_map_lookup_elem(&old_hash, &key);
	__u32 *flag = bpf_map_lookup_elem(&old_array, &key);

	if (hit)
		__sync_fetch_and_add(hit, 1);
	return flag && *flag ? XDP_DROP : XDP_PASS;
}

char _license[] SEC("license") = "Dual BSD/GPL";
unsigned int _version SEC("version") = 0x60100;
