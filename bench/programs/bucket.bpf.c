// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
/* A bucket of tokens per source, refilled by the clock. It never runs dry here, so that the result is always the same. */
#include "parser.h"

#define TOKENS_PER_US 1000
#define BURST 1000000000

struct bucket {
	__u64 tokens;
	__u64 refilled; /* ns */
};

HASH(buckets, __be32, struct bucket, 16384);

PROGRAM(bucket)
{
	struct bucket full = { BURST }, *bucket;
	struct flow flow;
	__u64 now, tokens;

	if (!parse(ctx, &flow))
		return XDP_DROP;
	bucket = LOOKUP(buckets, &flow.source);
	if (!bucket) {
		INSERT(buckets, &flow.source, &full);
		bucket = LOOKUP(buckets, &flow.source);
		if (!bucket)
			return XDP_DROP;
	}
	now = bpf_ktime_get_ns();
	tokens = bucket->tokens + (now - bucket->refilled) * TOKENS_PER_US / 1000;
	if (tokens > BURST)
		tokens = BURST;
	bucket->refilled = now;
	if (tokens == 0)
		return XDP_DROP;
	bucket->tokens = tokens - 1;
	return XDP_PASS;
}

LICENSE;
