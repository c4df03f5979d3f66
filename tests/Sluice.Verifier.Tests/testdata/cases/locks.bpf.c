// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
/* Spin locks in maps, across functions; and which programs may refer to which maps. */
// build-bpf: min-clang=19
#include "cases.h"

struct bpf_wq {
	__u64 opaque[2];
} __attribute__((aligned(8)));

struct account {
	struct bpf_spin_lock lock;
	__u32 visits;
	__u64 bytes;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, struct account);
} accounts SEC(".maps");

struct watch {
	struct bpf_timer timer;
	__u64 count;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, struct watch);
} watches SEC(".maps");

struct job {
	struct bpf_wq work;
	__u64 count;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, struct job);
} jobs SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LPM_TRIE);
	__uint(max_entries, 4);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, __u64);
	__type(value, __u64);
} prefixes SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_QUEUE);
	__uint(max_entries, 4);
	__type(value, __u64);
} waiting SEC(".maps");

static __always_inline struct account *find(void)
{
	__u32 key = 1;

	return bpf_map_lookup_elem(&accounts, &key);
}

NOINLINE void count(struct account *account, __u32 bytes)
{
	account->visits++;
	account->bytes += bytes;
}

NOINLINE void begin(struct account *account)
{
	bpf_spin_lock(&account->lock);
	account->visits++;
}

NOINLINE void end(struct account *account)
{
	account->visits++;
	bpf_spin_unlock(&account->lock);
}

__attribute__((noinline)) int add(int a, int b)
{
	return a + b + (int)sink;
}

PACKET_CASE("tc", __sk_buff, ACCEPT, calls_a_static_function_under_a_lock)
{
	struct account *account = find();

	if (!account)
		return 0;
	bpf_spin_lock(&account->lock);
	count(account, ctx->len);
	bpf_spin_unlock(&account->lock);
	return 0;
}

PACKET_CASE("tc", __sk_buff, ACCEPT, takes_and_releases_in_functions)
{
	struct account *account = find();

	if (!account)
		return 0;
	begin(account);
	end(account);
	begin(account);
	end(account);
	return 0;
}

PACKET_CASE("tc", __sk_buff, REJECT("lock"), ends_with_what_a_function_took)
{
	struct account *account = find();

	if (account)
		begin(account);
	return 0;
}

PACKET_CASE("tc", __sk_buff, REJECT("lock"), takes_in_a_function_what_it_holds)
{
	struct account *account = find();

	if (!account)
		return 0;
	bpf_spin_lock(&account->lock);
	begin(account);
	end(account);
	return 0;
}

PACKET_CASE("tc", __sk_buff, REJECT("lock"), releases_in_a_function_what_it_does_not_hold)
{
	struct account *account = find();

	if (account)
		end(account);
	return 0;
}

PACKET_CASE("tc", __sk_buff, REJECT("lock"), releases_another_lock_than_a_function_took)
{
	struct account *account = find();
	__u32 key = 0;
	struct account *other = bpf_map_lookup_elem(&accounts, &key);

	if (!account || !other)
		return 0;
	begin(account);
	end(other);
	return 0;
}

PACKET_CASE("tc", __sk_buff, REJECT("lock"), calls_a_global_function_under_a_lock)
{
	struct account *account = find();
	int sum;

	if (!account)
		return 0;
	bpf_spin_lock(&account->lock);
	sum = add(account->visits, 1);
	bpf_spin_unlock(&account->lock);
	return sum;
}

PACKET_CASE("tc", __sk_buff, REJECT("lock"), calls_a_helper_under_a_lock)
{
	struct account *account = find();

	if (!account)
		return 0;
	bpf_spin_lock(&account->lock);
	account->bytes = bpf_ktime_get_ns();
	bpf_spin_unlock(&account->lock);
	return 0;
}

static long under_the_lock(__u32 index, struct account **account)
{
	bpf_spin_lock(&(*account)->lock);
	return 0;
}

PACKET_CASE("tc", __sk_buff, REJECT("lock"), leaves_a_lock_to_the_next_round)
{
	struct account *account = find();

	if (!account)
		return 0;
	bpf_loop(3, under_the_lock, &account, 0);
	bpf_spin_unlock(&account->lock);
	return 0;
}

static long takes_and_releases(__u32 index, struct account **account)
{
	begin(*account);
	end(*account);
	return 0;
}

PACKET_CASE("tc", __sk_buff, ACCEPT, takes_and_releases_in_each_round)
{
	struct account *account = find();

	if (account)
		bpf_loop(3, takes_and_releases, &account, 0);
	return 0;
}

/* --- Which programs may refer to which maps, whether they use what is in them or not. --- */

PACKET_CASE("socket", __sk_buff, REJECT("forbidden-access"), looks_up_a_lock_in_a_socket_filter)
{
	struct account *account = find();

	return account ? account->visits : 0;
}

CASE("kprobe", REJECT("forbidden-access"), looks_up_a_lock_in_a_probe)
{
	struct account *account = find();

	return account ? account->visits : 0;
}

CASE("raw_tp/sys_enter", REJECT("forbidden-access"), looks_up_a_timer_at_a_tracepoint)
{
	__u32 key = 1;
	struct watch *watch = bpf_map_lookup_elem(&watches, &key);

	return watch ? watch->count : 0;
}

CASE("perf_event", REJECT("forbidden-access"), looks_up_a_work_queue_at_an_event)
{
	__u32 key = 1;
	struct job *job = bpf_map_lookup_elem(&jobs, &key);

	return job ? job->count : 0;
}

CASE("tp_btf/task_newtask", ACCEPT, looks_up_a_timer_where_types_are_known)
{
	__u32 key = 1;
	struct watch *watch = bpf_map_lookup_elem(&watches, &key);

	sink = watch ? watch->count : 0;
	return 0;
}

CASE("iter.s/task", REJECT("forbidden-access"), looks_up_a_prefix_and_may_sleep)
{
	__u64 key = 1;
	__u64 *value = bpf_map_lookup_elem(&prefixes, &key);

	sink = value ? *value : 0;
	return 0;
}

CASE("iter/task", ACCEPT, looks_up_a_prefix_and_may_not_sleep)
{
	__u64 key = 1;
	__u64 *value = bpf_map_lookup_elem(&prefixes, &key);

	sink = value ? *value : 0;
	return 0;
}

CASE("iter.s/task", ACCEPT, queues_and_may_sleep)
{
	__u64 value = 1;

	bpf_map_push_elem(&waiting, &value, 0);
	return 0;
}

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__uint(map_flags, BPF_F_RDONLY_PROG);
	__type(key, __u32);
	__type(value, __u64);
} prices SEC(".maps");

static long reads(void *map, __u32 *key, __u64 *value, void *unused)
{
	sink = *value;
	return 0;
}

static long writes(void *map, __u32 *key, __u64 *value, void *unused)
{
	*value = *key;
	return 0;
}

PACKET_CASE("xdp", xdp_md, ACCEPT, reads_each_value_that_is_only_read)
{
	bpf_for_each_map_elem(&prices, reads, 0, 0);
	return XDP_PASS;
}

PACKET_CASE("xdp", xdp_md, REJECT("read-only-memory"), writes_each_value_that_is_only_read)
{
	bpf_for_each_map_elem(&prices, writes, 0, 0);
	return XDP_PASS;
}
