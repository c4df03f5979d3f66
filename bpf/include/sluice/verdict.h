/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0 */
/*
 * How a function tells its chain a value from a final verdict: a verdict is an XDP action in the lowest byte of a
 * number whose upper 56 bits are 0x80000000000000. What calls a function compares `result >> 8` with 1 << 55.
 */
#ifndef SLUICE_VERDICT_H
#define SLUICE_VERDICT_H

#define SLUICE_FINAL (1ULL << 63)

/* The chain ends here, and this happens to the packet: `return sluice_final(XDP_DROP);`. */
static __always_inline __u64 sluice_final(__u32 action)
{
	return SLUICE_FINAL | (action & 0xff);
}

static __always_inline bool sluice_is_final(__u64 result)
{
	return result >> 8 == SLUICE_FINAL >> 8;
}

/*
 * For values that come from a packet or from a user: the 256 numbers that would be read as a verdict lose their
 * highest bit, every other one stays what it is.
 */
static __always_inline __u64 sluice_value(__u64 value)
{
	return sluice_is_final(value) ? value & ~SLUICE_FINAL : value;
}

#endif
