// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
/* Programs that a struct of operations points to: a congestion control. */
// build-bpf: min-clang=16
#include "cases.h"

struct sock___kernel {
	unsigned long sk_pacing_rate;
	unsigned int sk_pacing_status;
} CORE;

struct inet_connection_sock___kernel {
	struct {
		__u8 pending;
	} icsk_ack;
	__u64 icsk_ca_priv[13];
} CORE;

struct tcp_sock___kernel {
	__u32 snd_cwnd;
	__u32 snd_ssthresh;
	__u32 srtt_us;
} CORE;

struct sock;
struct rate_sample;
struct ack_sample {
	__u32 pkts_acked;
	__s32 rtt_us;
	__u32 in_flight;
} CORE;

extern __u32 tcp_reno_ssthresh(struct sock *) __ksym;
extern __u32 tcp_slow_start(void *, __u32) __ksym;

struct state {
	__u32 rounds;
	__u32 floor;
};

#define OPERATION(verdict, name) verdict SEC("struct_ops/" #name) __u64 name(__u64 *ctx)

static __always_inline struct state *state_of(void *sk)
{
	return (struct state *)((struct inet_connection_sock___kernel *)sk)->icsk_ca_priv;
}

ACCEPT SEC("struct_ops/begins") void begins(__u64 *ctx)
{
	struct state *state = state_of((void *)ctx[0]);

	state->rounds = 0;
	state->floor = 4;
	((struct sock___kernel *)ctx[0])->sk_pacing_rate = 1000000;
}

OPERATION(ACCEPT, threshold)
{
	struct tcp_sock___kernel *tp = (void *)ctx[0];

	return tp->snd_cwnd / 2 + tcp_reno_ssthresh((void *)tp);
}

ACCEPT SEC("struct_ops/avoids") void avoids(__u64 *ctx)
{
	struct tcp_sock___kernel *tp = (void *)ctx[0];
	__u32 acked = ctx[2];

	state_of(tp)->rounds++;
	if (tp->snd_cwnd < tp->snd_ssthresh)
		acked = tcp_slow_start(tp, acked);
	tp->snd_cwnd += acked;
}

ACCEPT SEC("struct_ops/samples") void samples(__u64 *ctx)
{
	struct ack_sample *sample = (void *)ctx[1];

	if (sample->rtt_us > 0)
		state_of((void *)ctx[0])->floor = sample->rtt_us;
}

REJECT("context-access") SEC("struct_ops/begins_with_more") void begins_with_more(__u64 *ctx)
{
	state_of((void *)ctx[0])->rounds = ctx[1];
}

REJECT("read-only-memory") SEC("struct_ops/ends") void ends(__u64 *ctx)
{
	((struct tcp_sock___kernel *)ctx[0])->srtt_us = 0;
}

REJECT("read-only-memory") SEC("struct_ops/ends_beyond") void ends_beyond(__u64 *ctx)
{
	*(volatile __u64 *)((char *)state_of((void *)ctx[0]) + 100) = 0;
}

REJECT("uninitialised-register") SEC("struct_ops/undoes") void undoes(__u64 *ctx)
{
}

REJECT("unsupported") SEC("struct_ops/nobodys") void nobodys(__u64 *ctx)
{
	sink = ctx[0];
}

struct tcp_congestion_ops {
	__u32 (*ssthresh)(struct sock *);
	void (*cong_avoid)(struct sock *, __u32, __u32);
	__u32 (*undo_cwnd)(struct sock *);
	void (*pkts_acked)(struct sock *, const struct ack_sample *);
	void (*init)(struct sock *);
	void (*release)(struct sock *);
	char name[16];
} CORE;

SEC(".struct_ops")
struct tcp_congestion_ops first = {
	.init = (void *)begins,
	.ssthresh = (void *)threshold,
	.cong_avoid = (void *)avoids,
	.undo_cwnd = (void *)undoes,
	.pkts_acked = (void *)samples,
	.release = (void *)ends,
	.name = "first",
};

SEC(".struct_ops")
struct tcp_congestion_ops second = {
	.init = (void *)begins_with_more,
	.ssthresh = (void *)threshold,
	.release = (void *)ends_beyond,
	.name = "second",
};
