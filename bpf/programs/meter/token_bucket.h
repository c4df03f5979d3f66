/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0 */
/*
 * A token bucket of each flow, one for all CPUs: the rate that is set is the rate that passes, however packets are
 * spread. What is exchanged atomically is one number, the time at which the bucket will be full again: the further
 * away, the emptier it is (the virtual scheduling of ITU-T I.371, annex A, told from its other end).
 */
#ifndef METER_TOKEN_BUCKET_H
#define METER_TOKEN_BUCKET_H

#include "sluice/flow.h"

#define IN_PROFILE 0
#define OUT_OF_PROFILE ((__u64)-1)

#define NSEC_PER_SEC 1000000000ULL
#define NEVER (1ULL << 40) /* as the time until the next token: 18 minutes */
#define MOST_TOKENS ((1ULL << 23) - 1) /* times NEVER, that still is a time */
#define ATTEMPTS 64 /* each that fails, another CPU took a token */

/* As published, but for the last two, which held constants of the calculation. */
struct token_bucket {
	__u64 rate; /* tokens a second of this flow; 0: the function's parameter */
	__u64 bucket_size; /* its burst; 0: the function's parameter */
	__u64 last_tokens; /* what the last packet left */
	__u64 last_time; /* when that was: ns, CLOCK_MONOTONIC */
	__u64 full_at; /* when the bucket will be full again: ns, CLOCK_MONOTONIC */
	__u64 refused; /* packets out of profile */
};

enum taken {
	TAKEN,
	NOT_TAKEN,
	LOST, /* another CPU took one meanwhile */
};

/* The parameters of a function that holds each of those to a rate. */
#define TOKEN_BUCKET_PARAMETERS(function, each) \
	SLUICE_PARAMETERS(function, \
		SLUICE_PARAMETER(__u64, rate, "packets a second that each " each " may send, over all CPUs") \
		SLUICE_PARAMETER(__u64, burst, "packets that may come at once") \
	) = { .rate = 20, .burst = 5 }

/* Tries once. Full again later than a whole burst from now: there is no token left. */
static __always_inline enum taken try_token(struct token_bucket *bucket, __u64 interval, __u64 burst, __u64 now)
{
	__u64 full_at = *(volatile __u64 *)&bucket->full_at;
	__u64 then = (full_at > now ? full_at : now) + interval;

	if (then > now + burst * interval)
		return NOT_TAKEN;
	if (__sync_val_compare_and_swap(&bucket->full_at, full_at, then) != full_at)
		return LOST;
	bucket->last_tokens = interval ? burst - (then - now) / interval : burst;
	bucket->last_time = now;
	return TAKEN;
}

static __always_inline __u64 refuse(struct token_bucket *bucket, __u64 now)
{
	__sync_fetch_and_add(&bucket->refused, 1);
	bucket->last_tokens = 0;
	bucket->last_time = now;
	return OUT_OF_PROFILE;
}

/* Tries until no other CPU is quicker. A function of its own, so that verifiers walk through its loop once. */
__weak __u64 meter_try_again(struct token_bucket *bucket, __u64 interval, __u64 burst, __u64 now)
{
	enum taken taken;

	if (!bucket)
		return OUT_OF_PROFILE; /* which never happens, but verifiers know nothing of arguments */
#pragma clang loop unroll(disable)
	for (int i = 0; i < ATTEMPTS; i++) {
		taken = try_token(bucket, interval, burst, now);
		if (taken == TAKEN)
			return IN_PROFILE;
		if (taken == NOT_TAKEN)
			break;
	}
	return refuse(bucket, now);
}

static __always_inline __u64 take_token(struct token_bucket *bucket, __u64 rate, __u64 burst, __u64 now)
{
	__u64 interval;

	rate = bucket->rate ?: rate;
	burst = bucket->bucket_size ?: burst;
	if (burst > MOST_TOKENS)
		burst = MOST_TOKENS;
	interval = rate ? NSEC_PER_SEC / rate : NEVER;
	switch (try_token(bucket, interval, burst, now)) {
	case TAKEN:
		return IN_PROFILE;
	case NOT_TAKEN:
		return refuse(bucket, now);
	default:
		return meter_try_again(bucket, interval, burst, now);
	}
}

/* Takes a token of the flow that key names, whose bucket begins full. */
static __always_inline __u64 meter_flow(void *buckets, const void *key, __u64 rate, __u64 burst)
{
	struct token_bucket *bucket = bpf_map_lookup_elem(buckets, key);

	if (!bucket) {
		struct token_bucket full = {};

		/* Another CPU may be quicker; then it is the other's bucket. */
		bpf_map_update_elem(buckets, key, &full, BPF_NOEXIST);
		bucket = bpf_map_lookup_elem(buckets, key);
		if (!bucket)
			return OUT_OF_PROFILE;
	}
	return take_token(bucket, rate, burst, bpf_ktime_get_ns());
}

#endif
