// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
/* Programs of control groups and sockets that work together: service addresses at connect and sendmsg, and back at recvmsg and
 * getpeername; sockets of one host joined by a sock map; a proxy's listener chosen for packets; socket options and sysctl knobs
 * under a policy; devices. */
// bug 1: context-access, the option's level is changed where it is read
// bug 2: packet-bounds, the option's value is read without a check
// bug 3: reference-leak, the listener is not released on one path
// bug 4: return-value, a recvmsg program refuses
// bug 5: null-pointer, the socket's storage may not be
// bug 6: stale-pointer, the message is read through a pointer from before it was pulled
// bug 7: unavailable-helper, a knob's name is asked for where there is none
// bug 8: stack-bounds, the knob's value is written behind its buffer
#include "common.h"

#include <linux/socket.h>

#define AF_INET 2
#define AF_INET6 10
#define SOL_SOCKET 1
#define SO_REUSEADDR 2
#define SO_RCVBUF 8
#define SO_KEEPALIVE 9
#define SO_MARK 36
#define TCP_NODELAY 1
#define TCP_CONGESTION 13

struct endpoint {
	__be32 address[4];
	__be16 port;
	__u8 protocol, family;
};

struct origin {
	struct endpoint asked;
	__u64 cookie, since;
};

struct pair {
	__be32 local[4], remote[4];
	__be32 local_port, remote_port;
	__u32 family;
};

struct option_rule {
	__s32 least, most;
	__u32 action, uses;
};

struct option_key {
	__s32 level, name;
};

struct totals {
	__u64 bytes, messages, connections, retransmissions;
	__u32 shortest, longest;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 8192);
	__type(key, struct endpoint);
	__type(value, struct endpoint);
} backends SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_SK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, struct origin);
} origins SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_SOCKHASH);
	__uint(max_entries, 65536);
	__type(key, struct pair);
	__type(value, __u64);
} pairs SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_SOCKMAP);
	__uint(max_entries, 64);
	__type(key, __u32);
	__type(value, __u64);
} listeners SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 256);
	__type(key, struct option_key);
	__type(value, struct option_rule);
} options SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LRU_PERCPU_HASH);
	__uint(max_entries, 4096);
	__type(key, __u64);
	__type(value, struct totals);
} per_group SEC(".maps");

INLINE struct totals *totals_of(__u64 group)
{
	struct totals fresh = { .shortest = ~0u }, *known = bpf_map_lookup_elem(&per_group, &group);

	if (known)
		return known;
	bpf_map_update_elem(&per_group, &group, &fresh, BPF_NOEXIST);
	return bpf_map_lookup_elem(&per_group, &group);
}

/* --- Service addresses. --- */

INLINE int remember(struct bpf_sock *sk, const struct endpoint *asked)
{
	struct origin *origin = bpf_sk_storage_get(&origins, sk, NULL, BPF_SK_STORAGE_GET_F_CREATE);

#if BUG != 5
	if (!origin)
		return -1;
#endif
	origin->asked = *asked;
	origin->since = bpf_ktime_get_ns();
	return 0;
}

INLINE int to_backend4(struct bpf_sock_addr *ctx)
{
	struct endpoint asked = { .family = AF_INET }, *backend;

	asked.address[0] = ctx->user_ip4;
	asked.port = ctx->user_port;
	asked.protocol = ctx->protocol;
	backend = bpf_map_lookup_elem(&backends, &asked);
	if (!backend) {
		asked.port = 0;
		backend = bpf_map_lookup_elem(&backends, &asked);
		asked.port = ctx->user_port;
	}
	if (!backend)
		return 1;
	if (remember(ctx->sk, &asked))
		return 1;
	ctx->user_ip4 = backend->address[0];
	ctx->user_port = backend->port;
	return 1;
}

INLINE int to_backend6(struct bpf_sock_addr *ctx)
{
	struct endpoint asked = { .family = AF_INET6 }, *backend;

	asked.address[0] = ctx->user_ip6[0];
	asked.address[1] = ctx->user_ip6[1];
	asked.address[2] = ctx->user_ip6[2];
	asked.address[3] = ctx->user_ip6[3];
	asked.port = ctx->user_port;
	asked.protocol = ctx->protocol;
	if (!asked.address[0] && !asked.address[1] && asked.address[2] == bpf_htonl(0xffff))
		asked.family = AF_INET;
	backend = bpf_map_lookup_elem(&backends, &asked);
	if (!backend)
		return 1;
	if (remember(ctx->sk, &asked))
		return 1;
	ctx->user_ip6[0] = backend->address[0];
	ctx->user_ip6[1] = backend->address[1];
	ctx->user_ip6[2] = backend->address[2];
	ctx->user_ip6[3] = backend->address[3];
	ctx->user_port = backend->port;
	return 1;
}

SEC("cgroup/connect4")
int connect4(struct bpf_sock_addr *ctx)
{
	return to_backend4(ctx);
}

SEC("cgroup/sendmsg4")
int sendmsg4(struct bpf_sock_addr *ctx)
{
	return to_backend4(ctx);
}

SEC("cgroup/connect6")
int connect6(struct bpf_sock_addr *ctx)
{
	return to_backend6(ctx);
}

SEC("cgroup/sendmsg6")
int sendmsg6(struct bpf_sock_addr *ctx)
{
	return to_backend6(ctx);
}

SEC("cgroup/recvmsg4")
int recvmsg4(struct bpf_sock_addr *ctx)
{
	struct origin *origin = bpf_sk_storage_get(&origins, ctx->sk, NULL, 0);

	if (!origin || origin->asked.family != AF_INET)
#if BUG == 4
		return 0;
#else
		return 1;
#endif
	ctx->user_ip4 = origin->asked.address[0];
	ctx->user_port = origin->asked.port;
	return 1;
}

SEC("cgroup/getpeername6")
int getpeername6(struct bpf_sock_addr *ctx)
{
	struct origin *origin = bpf_sk_storage_get(&origins, ctx->sk, NULL, 0);

	if (!origin || origin->asked.family != AF_INET6)
		return 1;
	ctx->user_ip6[0] = origin->asked.address[0];
	ctx->user_ip6[1] = origin->asked.address[1];
	ctx->user_ip6[2] = origin->asked.address[2];
	ctx->user_ip6[3] = origin->asked.address[3];
	ctx->user_port = origin->asked.port;
	return 1;
}

/* --- Sockets of one host. --- */

INLINE void pair_of_ops(struct bpf_sock_ops *ctx, struct pair *pair)
{
	pair->family = ctx->family;
	pair->local_port = bpf_htonl(ctx->local_port);
	pair->remote_port = ctx->remote_port;
	if (ctx->family == AF_INET) {
		pair->local[0] = ctx->local_ip4;
		pair->remote[0] = ctx->remote_ip4;
		return;
	}
	pair->local[0] = ctx->local_ip6[0];
	pair->local[1] = ctx->local_ip6[1];
	pair->local[2] = ctx->local_ip6[2];
	pair->local[3] = ctx->local_ip6[3];
	pair->remote[0] = ctx->remote_ip6[0];
	pair->remote[1] = ctx->remote_ip6[1];
	pair->remote[2] = ctx->remote_ip6[2];
	pair->remote[3] = ctx->remote_ip6[3];
}

SEC("sockops")
int events(struct bpf_sock_ops *ctx)
{
	struct pair pair = {};
	struct totals *totals;
	int buffer = 1 << 20;

	switch (ctx->op) {
	case BPF_SOCK_OPS_TCP_CONNECT_CB:
		bpf_sock_ops_cb_flags_set(ctx, BPF_SOCK_OPS_RTT_CB_FLAG | BPF_SOCK_OPS_STATE_CB_FLAG | BPF_SOCK_OPS_RETRANS_CB_FLAG);
		break;
	case BPF_SOCK_OPS_ACTIVE_ESTABLISHED_CB:
	case BPF_SOCK_OPS_PASSIVE_ESTABLISHED_CB:
		pair_of_ops(ctx, &pair);
		bpf_sock_hash_update(ctx, &pairs, &pair, BPF_NOEXIST);
		bpf_setsockopt(ctx, SOL_SOCKET, SO_RCVBUF, &buffer, sizeof(buffer));
		totals = totals_of(0);
		if (totals)
			totals->connections++;
		break;
	case BPF_SOCK_OPS_RTT_CB:
		totals = totals_of(0);
		if (!totals)
			break;
		if (ctx->srtt_us >> 3 < totals->shortest)
			totals->shortest = ctx->srtt_us >> 3;
		if (ctx->srtt_us >> 3 > totals->longest)
			totals->longest = ctx->srtt_us >> 3;
		break;
	case BPF_SOCK_OPS_RETRANS_CB:
		totals = totals_of(0);
		if (totals)
			totals->retransmissions += ctx->total_retrans;
		break;
	case BPF_SOCK_OPS_STATE_CB:
		if (ctx->args[1] == 7) { /* TCP_CLOSE */
			totals = totals_of(0);
			if (totals)
				totals->bytes += ctx->bytes_acked + ctx->bytes_received;
		}
		break;
	}
	return 1;
}

SEC("sk_msg")
int redirect_message(struct sk_msg_md *msg)
{
	void *data = (void *)(long)msg->data, *data_end = (void *)(long)msg->data_end;
	struct pair pair = { .family = msg->family };
	__u8 *bytes;

	if (data + 4 > data_end) {
		if (bpf_msg_pull_data(msg, 0, 4, 0))
			return SK_PASS;
#if BUG != 6
		data = (void *)(long)msg->data;
		data_end = (void *)(long)msg->data_end;
		if (data + 4 > data_end)
			return SK_PASS;
#endif
	}
	bytes = data;
	if (bytes[0] == 0x16 && bytes[1] == 3) /* The beginning of a session of TLS goes its own way. */
		return SK_PASS;
	pair.local_port = msg->remote_port;
	pair.remote_port = bpf_htonl(msg->local_port);
	if (msg->family == AF_INET) {
		pair.local[0] = msg->remote_ip4;
		pair.remote[0] = msg->local_ip4;
	} else {
		pair.local[0] = msg->remote_ip6[0];
		pair.local[1] = msg->remote_ip6[1];
		pair.local[2] = msg->remote_ip6[2];
		pair.local[3] = msg->remote_ip6[3];
		pair.remote[0] = msg->local_ip6[0];
		pair.remote[1] = msg->local_ip6[1];
		pair.remote[2] = msg->local_ip6[2];
		pair.remote[3] = msg->local_ip6[3];
	}
	bpf_msg_redirect_hash(msg, &pairs, &pair, BPF_F_INGRESS);
	return SK_PASS;
}

SEC("sk_skb/stream_parser")
int frame(struct __sk_buff *skb)
{
	void *data = (void *)(long)skb->data, *data_end = (void *)(long)skb->data_end;
	__be32 *length = data;

	if ((void *)(length + 1) > data_end)
		return skb->len;
	return bpf_ntohl(*length) & 0xffff;
}

SEC("sk_skb/stream_verdict")
int choose(struct __sk_buff *skb)
{
	__u32 index;

	if (bpf_skb_pull_data(skb, 8) < 0)
		return SK_DROP;
	{
		void *data = (void *)(long)skb->data, *data_end = (void *)(long)skb->data_end;
		__u8 *kind = data + 4;

		if ((void *)(kind + 1) > data_end)
			return SK_DROP;
		index = *kind & 63;
	}
	return bpf_sk_redirect_map(skb, &listeners, index, 0);
}

SEC("sk_lookup")
int find_listener(struct bpf_sk_lookup *ctx)
{
	struct bpf_sock *sk;
	__u32 index;
	int error;

	if (ctx->protocol != IPPROTO_TCP || ctx->local_port < 1024)
		return SK_PASS;
	index = ctx->local_port & 63;
	if (ctx->family == AF_INET6 && ctx->local_ip6[0] != bpf_htonl(0xfd000000))
		return SK_PASS;
	sk = bpf_map_lookup_elem(&listeners, &index);
	if (!sk)
		return SK_DROP;
#if BUG == 3
	if (sk->state != 10)
		return SK_PASS;
#endif
	error = bpf_sk_assign(ctx, sk, BPF_SK_LOOKUP_F_REPLACE);
	bpf_sk_release(sk);
	return error ? SK_DROP : SK_PASS;
}

/* --- Policies. --- */

SEC("cgroup/setsockopt")
int set_option(struct bpf_sockopt *ctx)
{
	void *value = ctx->optval, *end = ctx->optval_end;
	struct option_key key = { .level = ctx->level, .name = ctx->optname };
	struct option_rule *rule;
	__s32 *number = value;
	__u8 *name = value;

	if (ctx->level == IPPROTO_TCP && ctx->optname == TCP_CONGESTION) {
		if (value + 5 > end)
			return 0;
		if (name[0] == 'c' && name[1] == 'u' && name[2] == 'b' && name[3] == 'i' && name[4] == 'c')
			return 1;
		name[0] = 'r', name[1] = 'e', name[2] = 'n', name[3] = 'o', name[4] = 0;
		ctx->optlen = 5;
		return 1;
	}
	rule = bpf_map_lookup_elem(&options, &key);
	if (!rule)
		return 1;
	__sync_fetch_and_add(&rule->uses, 1);
#if BUG != 2
	if ((void *)(number + 1) > end)
		return 0;
#endif
	if (*number >= rule->least && *number <= rule->most)
		return 1;
	if (rule->action == 0)
		return 0;
	*number = *number < rule->least ? rule->least : rule->most;
	if (rule->action == 2)
		ctx->optname = SO_KEEPALIVE;
	return 1;
}

SEC("cgroup/getsockopt")
int get_option(struct bpf_sockopt *ctx)
{
	void *value = ctx->optval, *end = ctx->optval_end;
	struct option_key key = { .level = ctx->level, .name = ctx->optname };
	struct option_rule *rule = bpf_map_lookup_elem(&options, &key);
	__s32 *number = value;

	if (!rule)
		return 1;
#if BUG == 1
	ctx->level = SOL_SOCKET;
#endif
	if (ctx->level == SOL_SOCKET && ctx->optname == SO_MARK) {
		if ((void *)(number + 1) > end)
			return 0;
		*number = 0;
		ctx->optlen = sizeof(*number);
		asm volatile("" ::: "memory"); /* Not both at once: the context has no field of that size. */
		ctx->retval = 0;
	}
	return 1;
}

SEC("cgroup/sysctl")
int knob(struct bpf_sysctl *ctx)
{
	char name[64] = {}, value[32] = {};
	long length, number = 0, used;

	length = bpf_sysctl_get_name(ctx, name, sizeof(name), 0);
	if (length < 0 || length >= (long)sizeof(name))
		return 0;
	if (!ctx->write)
		return 1;
#pragma clang loop unroll(full)
	for (int at = 0; at < 4; at++) {
		if (name[at] != "net/"[at])
			return 0;
	}
	length = bpf_sysctl_get_new_value(ctx, value, sizeof(value));
	if (length < 0 || length >= (long)sizeof(value))
		return 0;
#if BUG == 8
	value[length * 16] = 0;
#else
	value[length & 31] = 0;
#endif
	used = bpf_strtol(value, sizeof(value), 0, &number);
	if (used <= 0)
		return 0;
	if (number < 0 || number > 1 << 24)
		return 0;
	return 1;
}

SEC("cgroup/dev")
int device(struct bpf_cgroup_dev_ctx *ctx)
{
	short type = ctx->access_type & 0xffff, access = ctx->access_type >> 16;

#if BUG == 7
	char name[16];

	if (bpf_sysctl_get_name((void *)ctx, name, sizeof(name), 0) < 0)
		return 0;
#endif
	if (type == BPF_DEVCG_DEV_BLOCK)
		return 0;
	if (ctx->major == 1 && (ctx->minor == 3 || ctx->minor == 5 || ctx->minor == 8 || ctx->minor == 9))
		return !(access & BPF_DEVCG_ACC_MKNOD);
	return ctx->major == 5 || ctx->major == 136;
}
