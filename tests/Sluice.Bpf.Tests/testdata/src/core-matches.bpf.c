// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
// build-bpf: min-clang=15
/* CO-RE kind 12, "type matches", and enumerators of 64 bits (BTF_KIND_ENUM64): clang has both since version 15. */
#include <linux/bpf.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>

/* A subset of the target's members with their types matches; another type of a member, or a missing one, does not. */
struct packet_meta___subset {
	__u16 queue;
	__u32 length;
} __attribute__((preserve_access_index));

struct packet_meta___other {
	__u64 length;
} __attribute__((preserve_access_index));

enum verdict___subset {
	VERDICT_KEEP___subset = 11,
};

enum verdict___other {
	VERDICT_GONE___other = 11,
};

enum wide {
	WIDE_LOW = 1,
	WIDE_TOP = 0x1000000001ULL,
};

__s64 matches[4];
__u64 wide[2];

/* Expected against core-target.bpf.c: matches = 1, 0, 1, 0. */
SEC("xdp")
int type_matches(struct xdp_md *ctx)
{
	matches[0] = bpf_core_type_matches(struct packet_meta___subset);
	matches[1] = bpf_core_type_matches(struct packet_meta___other);
	matches[2] = bpf_core_type_matches(enum verdict___subset);
	matches[3] = bpf_core_type_matches(enum verdict___other);
	return XDP_PASS;
}

/* Expected: wide = 0x2000000002, 3. */
SEC("xdp")
int wide_enumerators(struct xdp_md *ctx)
{
	wide[0] = bpf_core_enum_value(enum wide, WIDE_TOP);
	wide[1] = bpf_core_enum_value(enum wide, WIDE_LOW);
	return XDP_PASS;
}

char _license[] SEC("license") = "Dual BSD/GPL";
