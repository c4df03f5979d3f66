// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
/* BTF map definitions: every member that libbpf knows, by type and by size. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct flow {
	__be32 source;
	__be32 destination;
	__be16 ports[2];
	__u8 protocol;
	__u8 padding[3];
};

struct counters {
	__u64 packets;
	__u64 bytes;
};

struct lpm_key {
	__u32 prefix_length;
	__u8 address[16];
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024);
	__type(key, struct flow);
	__type(value, struct counters);
	__uint(map_flags, BPF_F_NO_PREALLOC);
} flows SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__uint(key_size, sizeof(__u32));
	__uint(value_size, 24);
	__uint(map_flags, BPF_F_MMAPABLE | BPF_F_RDONLY_PROG);
} sized SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 256);
	__type(key, __u32);
	__type(value, __u64);
	__uint(map_flags, BPF_F_NUMA_NODE);
	__uint(numa_node, 0);
	__uint(pinning, LIBBPF_PIN_NONE);
} on_a_node SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_HASH);
	__uint(max_entries, 16);
	__type(key, __u16);
	__type(value, struct counters);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
} sluice_pinned SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_BLOOM_FILTER);
	__uint(max_entries, 1000);
	__type(value, __u32);
	__uint(map_extra, 3); /* number of hash functions */
} bloom SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LPM_TRIE);
	__uint(max_entries, 100);
	__type(key, struct lpm_key);
	__type(value, __u32);
	__uint(map_flags, BPF_F_NO_PREALLOC);
} routes SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_QUEUE);
	__uint(max_entries, 8);
	__type(value, __u64);
} queue SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_STACK);
	__uint(max_entries, 8);
	__uint(value_size, 8);
} stack SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} ring SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERF_EVENT_ARRAY);
	__uint(key_size, sizeof(int));
	__uint(value_size, sizeof(int));
} perf SEC(".maps"); /* max_entries absent: libbpf takes the number of CPUs */

struct {
	__uint(type, BPF_MAP_TYPE_DEVMAP_HASH);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, struct bpf_devmap_val);
} devices SEC(".maps");

SEC("xdp")
int use_maps(struct xdp_md *ctx)
{
	struct counters fresh = { .packets = 1, .bytes = ctx->data_end - ctx->data };
	struct flow flow = { .protocol = 6 };
	struct counters *known;
	__u32 zero = 0;

	known = bpf_map_lookup_elem(&flows, &flow);
	if (known)
		known->packets++;
	else
		bpf_map_update_elem(&flows, &flow, &fresh, BPF_NOEXIST);
	if (bpf_map_lookup_elem(&sized, &zero) && !bpf_map_peek_elem(&bloom, &zero))
		bpf_map_push_elem(&queue, &fresh.bytes, BPF_EXIST);
	return XDP_PASS;
}

char _license[] SEC("license") = "Dual BSD/GPL";
