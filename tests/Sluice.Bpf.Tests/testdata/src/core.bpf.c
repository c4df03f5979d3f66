// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
/*
 * CO-RE relocations against invented types, so that the result does not depend on a kernel: core-target.bpf.c has the
 * same types, laid out differently, and its BTF is the target. Flavours (___local) keep the two apart. The comments say
 * what each program leaves behind when 'raw' holds the 64 bytes of the target's .data.
 */
#include <linux/bpf.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>

#define EVERY_ACCESS __attribute__((preserve_access_index))

struct stamp {
	__u32 hash;
	__u64 time;
} EVERY_ACCESS;

struct packet_meta___local {
	__u32 length;
	__u16 queue;
	__s8 priority;
	__s8 trend; /* 32 bits in the target */
	__u32 kind : 5;
	int delta : 7;
	struct stamp stamp;
	__u32 table[4];
	__u64 gone; /* the target has no such member */
} EVERY_ACCESS;

struct packet_meta___older {
	__u16 old_queue; /* as the member was called once */
} EVERY_ACCESS;

struct only_here {
	int member;
};

typedef __u32 flow_id;

enum verdict___local {
	VERDICT_NONE___local = 0,
	VERDICT_HOLD___local = 1,
	VERDICT_GONE___local = 2,
};

/* A struct packet_meta as core-target.bpf.c lays it out: whoever runs the programs puts the bytes of 'sample' here. */
__u8 raw[64] __attribute__((aligned(8)));

__s64 values[8], exists[8], sizes[8], signs[4], types[8], enums[8];

/* Field offsets (kind 0), in the loads themselves. values[0..5] = 1500, 513, -2, 0x1122334455667788, 3, 24. */
SEC("xdp")
int offsets(struct xdp_md *ctx)
{
	const struct packet_meta___local *meta = (const void *)raw;

	values[0] = meta->length;
	values[1] = meta->queue;
	values[2] = meta->priority;
	values[3] = meta->stamp.time;
	values[4] = meta->table[2];
	values[5] = bpf_core_field_offset(meta->stamp.hash);
	return XDP_PASS;
}

/* Byte offset, size, signedness and both shifts (kinds 0, 1, 3, 4, 5). values[6..7] = 300, -17. */
SEC("xdp")
int bitfields(struct xdp_md *ctx)
{
	const struct packet_meta___local *meta = (const void *)raw;

	values[6] = BPF_CORE_READ_BITFIELD(meta, kind);
	values[7] = BPF_CORE_READ_BITFIELD(meta, delta);
	return XDP_PASS;
}

/* Existence, size and signedness of fields (kinds 2, 1, 3). exists = 1, 0, 0, 1; sizes = 4, 12, 24; signs = 1, 0. */
SEC("xdp")
int fields(struct xdp_md *ctx)
{
	const struct packet_meta___local *meta = (const void *)raw;
	const struct packet_meta___older *older = (const void *)raw;

	exists[0] = bpf_core_field_exists(meta->length);
	exists[1] = bpf_core_field_exists(meta->gone);
	exists[2] = bpf_core_field_exists(older->old_queue);
	exists[3] = bpf_core_field_exists(meta->stamp.time);
	sizes[0] = bpf_core_field_size(meta->length);
	sizes[1] = bpf_core_field_size(meta->table);
	sizes[2] = bpf_core_field_size(meta->stamp);
	signs[0] = __builtin_preserve_field_info(meta->priority, BPF_FIELD_SIGNED);
	signs[1] = __builtin_preserve_field_info(meta->queue, BPF_FIELD_SIGNED);
	return XDP_PASS;
}

/* Type ids, existence and size of types (kinds 6, 7, 8, 9). types[2..7] = 1, 0, 1, 64, 0, 1. */
SEC("xdp")
int type_info(struct xdp_md *ctx)
{
	types[0] = bpf_core_type_id_local(struct packet_meta___local);
	types[1] = bpf_core_type_id_kernel(struct packet_meta___local);
	types[2] = bpf_core_type_exists(struct packet_meta___local);
	types[3] = bpf_core_type_exists(struct only_here);
	types[4] = bpf_core_type_exists(flow_id);
	types[5] = bpf_core_type_size(struct packet_meta___local);
	types[6] = bpf_core_type_size(struct only_here);
	types[7] = bpf_core_type_exists(enum verdict___local);
	return XDP_PASS;
}

/* Existence and value of enumerators (kinds 10, 11). enums[0..3] = 1, 0, 12, 10. */
SEC("xdp")
int enumerators(struct xdp_md *ctx)
{
	enums[0] = bpf_core_enum_value_exists(enum verdict___local, VERDICT_HOLD___local);
	enums[1] = bpf_core_enum_value_exists(enum verdict___local, VERDICT_GONE___local);
	enums[2] = bpf_core_enum_value(enum verdict___local, VERDICT_HOLD___local);
	enums[3] = bpf_core_enum_value(enum verdict___local, VERDICT_NONE___local);
	return XDP_PASS;
}

/* Reads a member that the target lacks, behind a test: the load is poisoned, and never reached. Returns -1. */
SEC("xdp")
int guarded(struct xdp_md *ctx)
{
	const struct packet_meta___local *meta = (const void *)raw;

	if (bpf_core_field_exists(meta->gone))
		return meta->gone;
	return -1;
}

/* The same without the test: the poison is reached, so a loader has to refuse this program, and only it. */
SEC("?xdp")
int unguarded(struct xdp_md *ctx)
{
	const struct packet_meta___local *meta = (const void *)raw;

	return meta->gone;
}

/*
 * A signed member of another size: a load of BPF's first three versions extends with zeros, so changing its width would
 * change the value. libbpf poisons such a load ("accesses field incorrectly").
 */
SEC("?xdp")
int resized_signed(struct xdp_md *ctx)
{
	const struct packet_meta___local *meta = (const void *)raw;

	return meta->trend;
}

char _license[] SEC("license") = "Dual BSD/GPL";
