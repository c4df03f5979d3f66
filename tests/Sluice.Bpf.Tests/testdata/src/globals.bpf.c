// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
/* Global variables of every kind of section and type, to be listed, set before the load, and read after a run. */
#include <stdbool.h>
#include <linux/bpf.h>
#include <linux/in6.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

enum mode {
	MODE_OFF,
	MODE_COUNT,
	MODE_DROP = 1000,
};

struct limits {
	__u32 rate;
	__u16 burst;
	struct {
		__u8 low : 4;
		__u8 high : 4;
	} nibbles;
	bool strict;
	__u64 thresholds[3];
};

/* .rodata */
const volatile __u32 limit = 100;
const volatile __s64 offset = -5;
const volatile bool enabled = true;
const volatile enum mode mode = MODE_COUNT;
const volatile struct limits limits = {
	.rate = 1000, .burst = 20, .nibbles = { .low = 3, .high = 12 }, .strict = true, .thresholds = { 1, 1ULL << 40, ~0ULL },
};
const volatile __be32 gateway = bpf_htonl(0xc0000201);
const volatile struct in6_addr gateway6 = { .in6_u.u6_addr8 = { 0x20, 1, 0x0d, 0xb8, [15] = 1 } };
const volatile char interface[16] = "eth0";
static const volatile __u16 hidden = 0x1234;

/* .rodata.custom, .data, .data.foo, .bss */
const volatile __u32 ports[4] SEC(".rodata.custom") = { 22, 53, 80, 443 };
__u64 seed = 0x0123456789abcdefULL;
struct limits current = { .rate = 7 };
int signed_counter SEC(".data.foo") = -1;
static __u8 private_byte SEC(".data.foo") = 0xa5;
__u64 packets;
__u32 histogram[8];
enum mode last_mode;
struct limits seen;
static __u64 private_packets;
__u64 mixed[2];

SEC("xdp")
int use_globals(struct xdp_md *ctx)
{
	__u32 length = ctx->data_end - ctx->data;

	if (!enabled)
		return XDP_ABORTED;
	packets++;
	private_packets += 2;
	histogram[length >> 6 & 7]++;
	last_mode = mode;
	seen.rate = limits.rate + current.rate;
	seen.thresholds[2] = limits.thresholds[2];
	signed_counter += offset;
	private_byte ^= hidden;
	mixed[1] = gateway ^ gateway6.in6_u.u6_addr32[3] ^ interface[0];
	seed = seed * 6364136223846793005ULL + ports[length & 3];
	return length > limit ? XDP_DROP : XDP_PASS;
}

char _license[] SEC("license") = "Dual BSD/GPL";
