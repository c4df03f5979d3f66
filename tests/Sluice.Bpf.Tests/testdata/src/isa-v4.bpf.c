// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
// build-bpf: mcpu=v4 min-clang=19
/* What version 4 of the instruction set added. Each program returns a value that its comment computes for len = 100. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

volatile int divisor = -7;
volatile signed char byte = -3;
volatile short half = -300;
volatile int word = -70000;
volatile long long wide;

SEC("tc")
int signed_division(struct __sk_buff *skb)
{
	return (int)skb->len / divisor * 100 + (int)skb->len % divisor; /* -14 * 100 + 2 = -1398 */
}

SEC("tc")
int signed_division_64(struct __sk_buff *skb)
{
	long long length = skb->len;

	return length * -1000 / divisor + -length % divisor; /* 14285 - 2 = 14283 */
}

SEC("tc")
int sign_extending_loads(struct __sk_buff *skb)
{
	wide = (long long)byte + half + word;
	return wide; /* -70303 */
}

SEC("tc")
int sign_extending_moves(struct __sk_buff *skb)
{
	__u32 length = skb->len;

	wide = (long long)(int)(length << 31) + (long long)(short)(length * 400);
	return (signed char)(length * 2) + (short)(length * 400) + (int)wide; /* -56 - 25536 - 25536 = -51128 */
}

SEC("tc")
int byte_swaps(struct __sk_buff *skb)
{
	__u32 length = skb->len;

	wide = __builtin_bswap64(length) + __builtin_bswap32(length) + __builtin_bswap16(length);
	return __builtin_bswap16(length); /* 25600 */
}

/* clang takes gotol only for jumps beyond 16 bits; the assembly asks for a short one, to keep the object small. */
SEC("tc")
int long_jump(struct __sk_buff *skb)
{
	__u64 result = skb->len;

	asm volatile("if %[r] != 100 goto other_%=\n"
		     "gotol join_%=\n"
		     "other_%=: %[r] = 6\n"
		     "join_%=: %[r] += 1"
		     : [r] "+r"(result));
	return result; /* 101 */
}

char _license[] SEC("license") = "Dual BSD/GPL";
