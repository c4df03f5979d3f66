/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0 */
/* Test packets of the Simple Two-way Active Measurement Protocol (RFC 8762, with the session of RFC 8972). */
#ifndef STAMP_STAMP_H
#define STAMP_STAMP_H

#include "sluice/datagram.h"

#define STAMP_PORT 862 /* RFC 8762 section 4.1 */
#define STAMP_ERROR 0x8001 /* RFC 4656 section 4.1.2: synchronized, one unit of 2^-32 s */
#define STAMP_PTP 0x4000 /* RFC 8762 section 4.2.1: timestamps are PTPv2's, not NTP's */
#define NTP_EPOCH 2208988800ULL /* RFC 5905 section 6: seconds from 1900 to 1970 */
#define SECOND 1000000000ULL

/* A packet that reflectors send (RFC 8762 section 4.3.1), without the last three bytes, which are zero. */
struct stamp_test {
	__be32 sequence;
	__be64 timestamp;
	__be16 error;
	__be16 ssid;
	__be64 received;
	__be32 sender_sequence;
	__be64 sender_timestamp;
	__be16 sender_error;
	__u16 zero;
	__u8 sender_ttl;
} __attribute__((packed));

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1);
	__type(key, __u8);
	__type(value, __u64);
} map_time SEC(".maps") SLUICE_DOC("entry 0: nanoseconds from the system's start to 1970, CLOCK_REALTIME less CLOCK_BOOTTIME; without it there is no time to state");

#define STAMP_PORT_PARAMETER SLUICE_PARAMETER(__u32, port, "the UDP port of reflectors, in the host's byte order")
#define STAMP_PTP_PARAMETER SLUICE_PARAMETER(__u32, ptp, "1: timestamps are PTPv2's (seconds, nanoseconds), as the published functions write them; 0: NTP's")

/* The time as test packets state it, in the host's byte order; false: map_time has no entry. */
static __always_inline bool stamp_time(bool is_ptp, __u64 *time)
{
	__u64 now = bpf_ktime_get_boot_ns(), seconds, rest;
	__u8 key = 0;
	__u64 *offset = bpf_map_lookup_elem(&map_time, &key);

	if (!offset)
		return false;
	now += *offset;
	seconds = now / SECOND;
	rest = now % SECOND;
	*time = is_ptp ? seconds << 32 | rest : (seconds + NTP_EPOCH) << 32 | (rest << 32) / SECOND;
	return true;
}

/* Is the datagram one to a reflector? */
static __always_inline bool stamp_is_test(const struct sluice_datagram *datagram, __u32 port)
{
	return bpf_ntohs(datagram->udp->dest) == port;
}

/* Makes what a sender sent what a reflector without state answers (RFC 8762 section 4.3); false: there is no time. */
static __always_inline bool stamp_reflect(struct stamp_test *test, __u8 ttl, bool is_ptp)
{
	__u64 time;

	if (!stamp_time(is_ptp, &time))
		return false;
	test->sender_sequence = test->sequence;
	test->sender_timestamp = test->timestamp;
	test->sender_error = test->error;
	test->sender_ttl = ttl;
	test->zero = 0;
	test->received = bpf_cpu_to_be64(time);
	test->timestamp = test->received;
	test->error = bpf_htons(is_ptp ? STAMP_ERROR | STAMP_PTP : STAMP_ERROR);
	return true;
}

/* Answers in a test packet: 0, or a final verdict. */
static __always_inline __u64 stamp_answer(
	struct xdp_md *ctx, const struct sluice_datagram *datagram, struct sluice_cursor *cursor, bool is_ptp)
{
	struct ipv6hdr *ip6 = sluice_carrier6(ctx, datagram);
	struct iphdr *ip4 = sluice_carrier4(ctx, datagram);
	struct stamp_test *test = sluice_take(cursor, sizeof(*test));
	__u8 ttl = 0;

	if (!test)
		return sluice_final(XDP_ABORTED);
	if (ip6)
		ttl = ip6->hop_limit;
	else if (ip4)
		ttl = ip4->ttl;
	return stamp_reflect(test, ttl, is_ptp) ? 0 : sluice_final(XDP_ABORTED);
}

#endif
