// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
// build-bpf: mcpu=v2 no-btf
/* Maps from before types, each as the header of another loader describes them. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

/* tc of iproute2. */
struct tc_map {
	__u32 type, key_size, value_size, max_entries, map_flags, id, pinning, inner_id, inner_index;
};

/* The kernel's samples, before BTF. */
struct sample_map {
	__u32 type, key_size, value_size, max_entries, map_flags, inner_index, node;
};

/* A header without flags. */
struct short_map {
	__u32 type, key_size, value_size, max_entries;
};

struct tc_map SEC("maps") policies = {
	.type = BPF_MAP_TYPE_ARRAY_OF_MAPS,
	.key_size = 4,
	.value_size = 4,
	.max_entries = 8,
	.inner_id = 7,
};

struct tc_map SEC("maps") policy = {
	.type = BPF_MAP_TYPE_HASH,
	.key_size = 8,
	.value_size = 16,
	.max_entries = 32,
	.map_flags = BPF_F_NO_PREALLOC,
	.id = 7,
};

struct tc_map SEC("maps") shared = {
	.type = BPF_MAP_TYPE_ARRAY,
	.key_size = 4,
	.value_size = 4,
	.max_entries = 1,
	.id = 9,
	.pinning = 2,
};

struct sample_map SEC("maps/samples") sample = {
	.type = BPF_MAP_TYPE_ARRAY,
	.key_size = 4,
	.value_size = 8,
	.max_entries = 2,
};

struct sample_map SEC("maps/samples") samples = {
	.type = BPF_MAP_TYPE_HASH_OF_MAPS,
	.key_size = 4,
	.value_size = 4,
	.max_entries = 2,
	.map_flags = BPF_F_NO_PREALLOC,
	.inner_index = 0,
};

struct short_map SEC("maps/plain") plain = {
	.type = BPF_MAP_TYPE_HASH,
	.key_size = 4,
	.value_size = 8,
	.max_entries = 16,
};

SEC("tc")
int looks_up(struct __sk_buff *skb)
{
	__u32 key = 1;
	__u64 label = skb->mark;
	void *inner = bpf_map_lookup_elem(&policies, &key);
	__u64 *found, *count = bpf_map_lookup_elem(&plain, &key);

	if (count)
		++*count;
	if (!inner)
		return 0;
	found = bpf_map_lookup_elem(inner, &label);
	return found ? found[1] : 1;
}

char _license[] SEC("license") = "Dual BSD/GPL";
