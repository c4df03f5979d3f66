// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
/* A chain that calls one function, with arguments that a test gives, and keeps what it returned. */
#include "sluice/state.h"

struct call {
	__u64 arguments[4];
	__u64 result;
	__s32 transport; /* the offsets that the function left for later ones */
	__s32 payload;
	__u32 chain; /* which was called */
	__s32 network;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct call);
} call SEC(".maps");

/* Stands for the function: the test puts its name into the call. */
__weak __u64 function_under_test(struct xdp_md *ctx, __u64 a, __u64 b, __u64 c, __u64 d)
{
	__u64 nothing = a + b + c + d;

	barrier_var(nothing);
	return nothing;
}

__u64 sluice_chain(struct xdp_md *ctx, __u32 chain)
{
	struct sluice_packet *packet;
	struct call *values;
	__u32 key = 0;

	values = bpf_map_lookup_elem(&call, &key);
	if (!values)
		return 0;
	values->result = function_under_test(ctx, values->arguments[0], values->arguments[1], values->arguments[2], values->arguments[3]);
	values->chain = chain;
	packet = sluice_packet(ctx);
	if (packet) {
		values->network = packet->nhoff;
		values->transport = packet->thoff;
		values->payload = packet->dataoff;
	}
	return sluice_is_final(values->result) ? values->result : sluice_final(XDP_TX);
}
