/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0 */
/*
 * Drops DNS queries for names that are blocked, and for all names below them. Stands where packets begin with Ethernet.
 *
 * The map holds names as they lie in a query, in lower case and without the root: 7 "example" 3 "com", zeroes behind.
 */
#include "sluice_click.h"

#define DNS_PORT 53
#define DNS_HEADER 12
#define DNS_RESPONSE 0x80
#define MAX_NAME 64
#define MAX_LABELS 8

struct name {
	__u8 text[MAX_NAME];
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024);
	__type(key, struct name);
	__type(value, __u64); /* queries that were dropped */
} blocked SEC(".maps");

/* The name of the query at hand. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct name);
} scratch SEC(".maps");

/* What passed and what was dropped, of queries only. */
__u64 queries, refused;

/* Copies the name from `at` on, in lower case, zeroes behind. Its length, or 0 if it does not fit or is cut off. */
static __always_inline __u32 copy_name(const struct click_md *ctx, __u32 at, struct name *name)
{
	__u32 length = 0, left = 0;
	int done = 0;

	for (__u32 i = 0; i < MAX_NAME; i++) {
		const __u8 *c = done ? NULL : click_at(ctx, at + i, 1);

		name->text[i] = 0;
		if (done)
			continue;
		if (!c)
			return 0;
		if (left == 0) {
			if (*c == 0) {
				done = 1;
				length = i;
				continue;
			}
			if (*c > 63) /* a pointer: no query begins so */
				return 0;
			left = *c;
			name->text[i] = *c;
			continue;
		}
		left--;
		name->text[i] = *c >= 'A' && *c <= 'Z' ? *c + 32 : *c;
	}
	return done ? length : 0;
}

/* Takes the first label off. */
static __always_inline void shift(struct name *name, __u32 count)
{
	for (__u32 i = 0; i < MAX_NAME; i++) {
		__u32 from = i + count;
		int inside = from < MAX_NAME;

		from &= MAX_NAME - 1;
		barrier_var(from); /* or clang leaves the mask out, which the proof rests on */
		name->text[i] = inside ? name->text[from] : 0;
	}
}

CLICK_FILTER(dns_filter)
{
	const struct ethhdr *eth = click_at(ctx, 0, sizeof(*eth));
	const struct iphdr *ip = click_at(ctx, sizeof(*eth), sizeof(*ip));
	const struct udphdr *udp;
	const __u8 *dns;
	struct name *name;
	__u32 at, zero = 0;

	if (!ip || eth->h_proto != bpf_htons(ETH_P_IP) || ip->protocol != IPPROTO_UDP || ip->ihl < 5)
		return CLICK_PASS;
	at = sizeof(*eth) + ip->ihl * 4;
	udp = click_at(ctx, at, sizeof(*udp));
	if (!udp || udp->dest != bpf_htons(DNS_PORT))
		return CLICK_PASS;
	at += sizeof(*udp);
	dns = click_at(ctx, at, DNS_HEADER);
	if (!dns || (dns[2] & DNS_RESPONSE))
		return CLICK_PASS;
	name = bpf_map_lookup_elem(&scratch, &zero);
	if (!name)
		return CLICK_ABORT;
	queries++;
	if (!copy_name(ctx, at + DNS_HEADER, name))
		return CLICK_PASS;
	for (int label = 0; label < MAX_LABELS; label++) {
		__u64 *count;

		if (name->text[0] == 0)
			break;
		count = bpf_map_lookup_elem(&blocked, name);
		if (count) {
			__sync_fetch_and_add(count, 1);
			refused++;
			return CLICK_DROP;
		}
		shift(name, name->text[0] + 1);
	}
	return CLICK_PASS;
}
