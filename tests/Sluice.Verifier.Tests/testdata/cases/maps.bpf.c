// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
/* Which maps a program may name, what may be kept in them, and the buffers of those who walk them. */
// build-bpf: min-clang=16
#include "cases.h"
#include "kernel.h"

struct guarded {
	struct bpf_spin_lock lock;
	__u32 count;
};

struct alarm {
	struct bpf_timer timer;
	__u64 count;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct guarded);
} guardeds SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct alarm);
} alarms SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_SOCKMAP);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, __u64);
} sockets SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_STACK_TRACE);
	__uint(max_entries, 4);
	__uint(key_size, 4);
	__uint(value_size, 8 * 8);
} stacks SEC(".maps");

/* --- Programs that may interrupt anything keep away from locks and timers, even if they only read what is beside them. --- */

static __always_inline int reads_beside_a_lock(void)
{
	__u32 key = 0;
	struct guarded *value = bpf_map_lookup_elem(&guardeds, &key);

	if (value)
		sink = value->count;
	return 0;
}

static __always_inline int reads_beside_a_timer(void)
{
	__u32 key = 0;
	struct alarm *value = bpf_map_lookup_elem(&alarms, &key);

	if (value)
		sink = value->count;
	return 0;
}

CASE("kprobe/do_exit", REJECT("forbidden-access"), names_a_map_of_locks_in_a_kprobe)
{
	return reads_beside_a_lock();
}

CASE("raw_tp/sys_enter", REJECT("forbidden-access"), names_a_map_of_timers_at_a_tracepoint)
{
	return reads_beside_a_timer();
}

CASE("perf_event", REJECT("forbidden-access"), names_a_map_of_timers_in_an_event)
{
	return reads_beside_a_timer();
}

CASE("tp_btf/task_newtask", ACCEPT, names_a_map_of_timers_in_a_program_of_types)
{
	return reads_beside_a_timer();
}

CASE("socket", REJECT("forbidden-access"), names_a_map_of_locks_in_a_socket_filter)
{
	return reads_beside_a_lock();
}

CASE("socket", ACCEPT, names_a_map_of_timers_in_a_socket_filter)
{
	return reads_beside_a_timer();
}

CASE("tc", ACCEPT, names_a_map_of_locks)
{
	return reads_beside_a_lock();
}

CASE("syscall", REJECT("forbidden-access"), names_a_map_of_stacks_where_it_may_sleep)
{
	sink = (__u64)&stacks;
	return 0;
}

/* --- What walks the entries of a map is given their keys to read and their values to change. --- */

struct bpf_iter_meta___kernel {
	struct seq_file *seq;
} CORE;

struct bpf_iter__bpf_map_elem___kernel {
	struct bpf_iter_meta___kernel *meta;
	struct bpf_map *map;
	void *key;
	void *value;
} CORE;

#define ELEMENT "iter/bpf_map_elem"

PACKET_CASE(ELEMENT, bpf_iter__bpf_map_elem___kernel, ACCEPT, prints_a_key)
{
	void *key = ctx->key;

	if (key)
		bpf_seq_write(ctx->meta->seq, key, 4);
	return 0;
}

PACKET_CASE(ELEMENT, bpf_iter__bpf_map_elem___kernel, REJECT("null-pointer"), prints_a_key_that_may_not_be)
{
	bpf_seq_write(ctx->meta->seq, ctx->key, 4);
	return 0;
}

PACKET_CASE(ELEMENT, bpf_iter__bpf_map_elem___kernel, ACCEPT, changes_a_value)
{
	void *value = ctx->value;

	if (value)
		*(volatile __u32 *)(value + 4) = 1;
	return 0;
}

PACKET_CASE(ELEMENT, bpf_iter__bpf_map_elem___kernel, REJECT("read-only-memory"), changes_a_key)
{
	void *key = ctx->key;

	if (key)
		*(volatile __u32 *)key = 1;
	return 0;
}

PACKET_CASE(ELEMENT, bpf_iter__bpf_map_elem___kernel, REJECT("memory-bounds"), changes_what_is_before_a_value)
{
	void *value = ctx->value;

	if (value)
		*(volatile __u32 *)(value - 4) = 1;
	return 0;
}

PACKET_CASE(ELEMENT, bpf_iter__bpf_map_elem___kernel, ACCEPT, has_a_value_filled)
{
	void *value = ctx->value;

	if (value)
		bpf_get_current_comm(value, 16);
	return 0;
}

PACKET_CASE(ELEMENT, bpf_iter__bpf_map_elem___kernel, REJECT("helper-argument"), has_a_key_filled)
{
	void *key = ctx->key;

	if (key)
		bpf_get_current_comm(key, 16);
	return 0;
}

CASE("raw_tp.w/sys_enter", ACCEPT, changes_the_buffer_of_a_tracepoint)
{
	__u32 *buffer = (void *)ctx[0];

	buffer[2] = 1;
	return 0;
}

/* --- The values of maps of sockets are the sockets. --- */

struct bpf_iter__sockmap___kernel {
	struct bpf_iter_meta___kernel *meta;
	struct bpf_map *map;
	void *key;
	struct sock *sk;
} CORE;

PACKET_CASE("iter/sockmap", bpf_iter__sockmap___kernel, ACCEPT, copies_a_socket)
{
	__u32 key = 1;
	struct sock *sk = ctx->sk;

	if (sk)
		bpf_map_update_elem(&sockets, &key, sk, 0);
	return 0;
}

PACKET_CASE("tc", __sk_buff, ACCEPT, moves_a_socket)
{
	__u32 from = 0, to = 1;
	struct bpf_sock *sk = bpf_map_lookup_elem(&sockets, &from);

	if (!sk)
		return 0;
	bpf_map_update_elem(&sockets, &to, sk, 0);
	bpf_sk_release(sk);
	return 0;
}

PACKET_CASE("tc", __sk_buff, REJECT("helper-argument"), takes_a_number_for_a_socket)
{
	__u32 key = 1;
	__u64 number = 7;

	bpf_map_update_elem(&sockets, &key, &number, 0);
	return 0;
}

/* --- Of addresses that died, and of parts of addresses, nothing is known. --- */

PACKET_CASE("tc", __sk_buff, ACCEPT, asks_later_whether_there_was_a_socket)
{
	struct bpf_sock_tuple tuple = {};
	struct bpf_sock *sk = bpf_sk_lookup_tcp(ctx, &tuple, sizeof(tuple.ipv4), -1, 0);

	if (sk)
		bpf_sk_release(sk);
	return sk ? 0 : 2;
}

PACKET_CASE("tc", __sk_buff, REJECT("stale-pointer"), looks_into_a_socket_that_is_gone)
{
	struct bpf_sock_tuple tuple = {};
	struct bpf_sock *sk = bpf_sk_lookup_tcp(ctx, &tuple, sizeof(tuple.ipv4), -1, 0);

	if (!sk)
		return 0;
	bpf_sk_release(sk);
	sink = sk->family;
	return 0;
}

PACKET_CASE("tc", __sk_buff, ACCEPT, subtracts_halves_of_addresses)
{
	/* What compilers make of (__u32)end - (__u32)start. */
	asm volatile("r2 = 100\n"
		     "r3 = *(u32 *)(%[ctx] + 76)\n"
		     "w2 -= w3\n" ::[ctx] "r"(ctx)
		     : "r2", "r3");
	return 0;
}

/* --- Global functions. --- */

__attribute__((noinline)) int counts(__u32 *number)
{
	return number ? *number : 0;
}

__attribute__((noinline)) int counts_surely(__u32 *number __arg_nonnull)
{
	return *number;
}

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, __u32);
} numbers SEC(".maps");

PACKET_CASE("tc", __sk_buff, ACCEPT, hands_on_what_may_be_null)
{
	__u32 key = 1;

	return counts(bpf_map_lookup_elem(&numbers, &key));
}

PACKET_CASE("tc", __sk_buff, REJECT("null-pointer"), hands_on_what_must_not_be_null)
{
	__u32 key = 1;

	return counts_surely(bpf_map_lookup_elem(&numbers, &key));
}

/* Hidden ones are global to the compiler only, and verified where they are called. */
__attribute__((noinline, visibility("hidden"))) int counts_anything(void *memory)
{
	return *(__u32 *)memory;
}

PACKET_CASE("tc", __sk_buff, ACCEPT, calls_a_hidden_function)
{
	__u32 number = ctx->len;

	return counts_anything(&number);
}

PACKET_CASE("tc", __sk_buff, REJECT("null-pointer"), calls_a_hidden_function_with_null)
{
	__u32 key = 1;

	return counts_anything(bpf_map_lookup_elem(&numbers, &key));
}
