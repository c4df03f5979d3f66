/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0 */
/* The Internet checksum (RFC 1071), changed as headers change (RFC 1624) or summed anew. */
#ifndef SLUICE_CHECKSUM_H
#define SLUICE_CHECKSUM_H

/* Folds a sum of 16-bit words to 16 bits. */
static __always_inline __u16 sluice_fold(__u64 sum)
{
	sum = (sum >> 32) + (sum & 0xffffffff);
	sum = (sum >> 32) + (sum & 0xffffffff);
	sum = (sum >> 16) + (sum & 0xffff);
	sum = (sum >> 16) + (sum & 0xffff);
	return sum;
}

/* The checksum after a 16-bit word that it covers changed: RFC 1624, equation 3. */
static __always_inline __u16 sluice_checksum_update(__u16 checksum, __u16 before, __u16 after)
{
	return ~sluice_fold((__u64)(__u16)~checksum + (__u16)~before + after);
}

/* The sum of words of 32 bits, to be folded; words is a constant. */
static __always_inline __u64 sluice_sum(const void *data, __u32 words)
{
	const __u32 *word = data;
	__u64 sum = 0;

	for (__u32 i = 0; i < words; i++)
		sum += word[i];
	return sum;
}

/* Takes one from an IPv4 time to live, and mends the header's checksum. */
static __always_inline void sluice_decrease_ttl(struct iphdr *ip)
{
	__u16 *word = (__u16 *)&ip->ttl; /* with the protocol: the checksum sees 16 bits */
	__u16 before = *word;

	ip->ttl--;
	ip->check = sluice_checksum_update(ip->check, before, *word);
}

#endif
