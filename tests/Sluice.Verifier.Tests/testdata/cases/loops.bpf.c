// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
/* Loops with several ways through a round, whose bounds hold only round by round. */
// build-bpf: min-clang=16
#include "cases.h"
#include "kernel.h"

#define STRINGS 24
#define STRING 48

struct gathered {
	__u32 lengths[STRINGS];
	__u32 total;
	char text[STRINGS * STRING];
	char spare[STRING];
};

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct gathered);
} scratch SEC(".maps");

struct source {
	__u64 address;
	__u32 kind;
	__u32 flags;
};

struct sources {
	__u32 count;
	struct source all[STRINGS];
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct sources);
} wanted SEC(".maps");

/* How many bytes a string took, of those that there are; 0 if there is none. */
static __always_inline __u32 gather(struct gathered *gathered, __u32 offset, const struct source *source, __u32 most)
{
	long length;

	if (source->kind == 0)
		return 0;
	if (source->kind == 1)
		length = bpf_probe_read_kernel_str(gathered->text + offset, most, (void *)source->address);
	else
		length = bpf_probe_read_user_str(gathered->text + offset, most, (void *)source->address);
	if (length < 0 || length > most)
		return 0;
	return length;
}

static __always_inline int gathers(__u32 most)
{
	__u32 key = 0, offset = 0;
	struct gathered *gathered = bpf_map_lookup_elem(&scratch, &key);
	struct sources *sources = bpf_map_lookup_elem(&wanted, &key);

	if (!gathered || !sources)
		return 0;
#pragma clang loop unroll(disable)
	for (int i = 0; i < STRINGS; i++) {
		__u32 length;

		if (i >= sources->count)
			break;
		length = gather(gathered, offset, &sources->all[i], most);
		gathered->lengths[i] = length;
		offset += length;
	}
	gathered->total = offset;
	return 0;
}

CASE("raw_tp/sys_enter", ACCEPT, gathers_strings_behind_each_other)
{
	return gathers(STRING);
}

CASE("raw_tp/sys_enter", REJECT("map-value-bounds"), gathers_strings_that_are_too_long)
{
	return gathers(STRING + 4);
}

/* --- A pointer and a counter that run together. --- */

static __always_inline int counts(int most)
{
	__u32 key = 0, low = 0, high = 0, odd = 0;
	struct sources *sources = bpf_map_lookup_elem(&wanted, &key);

	if (!sources)
		return 0;
#pragma clang loop unroll(disable)
	for (int i = 0; i < most; i++) {
		if (i >= sources->count)
			break;
		if (sources->all[i].address < 1000 && sources->all[i].kind != 3)
			low++;
		else if (sources->all[i].address > 100000)
			high += 2;
		if (sources->all[i].flags & 1)
			odd ^= sources->all[i].flags;
	}
	sink = low + high + odd;
	return 0;
}

CASE("raw_tp/sys_enter", ACCEPT, counts_sources)
{
	return counts(STRINGS);
}

CASE("raw_tp/sys_enter", REJECT("map-value-bounds"), counts_a_source_too_many)
{
	return counts(STRINGS + 1);
}

/* --- An object of the kernel, byte by byte. --- */

static __always_inline int spells(struct task_struct *task, int most, __u32 length)
{
	__u32 vowels = 0, others = 0;

#pragma clang loop unroll(disable)
	for (int i = 0; i < length; i++) {
		if (i >= most)
			break;
		switch (*(volatile char *)(task->comm + i)) {
		case 'a': case 'e': case 'i': case 'o': case 'u':
			vowels++;
			break;
		case 0:
			others |= 1 << 31;
			break;
		default:
			others++;
		}
	}
	sink = vowels + others;
	return 0;
}

CASE("tp_btf/task_newtask", ACCEPT, spells_a_name)
{
	return spells((void *)ctx[0], 16, ctx[1]);
}

CASE("tp_btf/task_newtask", REJECT("forbidden-access"), spells_what_is_behind_a_name)
{
	return spells((void *)ctx[0], 5000000, ctx[1] & 0xffff);
}

/* --- A static function that comes back in several ways, called often. --- */

struct entry {
	__u64 value;
	__u32 kind;
	__s16 offset;
	__u8 shift;
	__u8 isSigned;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16);
	__type(key, __u32);
	__type(value, struct entry);
} entries SEC(".maps");

NOINLINE int fetches(__u64 *ctx, __u32 key, __u64 *result)
{
	struct entry *entry = bpf_map_lookup_elem(&entries, &key);
	__u64 value = 0;
	long error = 0;

	*result = 0;
	if (!entry)
		return -3;
	if (entry->kind == 0)
		value = entry->value;
	else if (entry->kind == 1)
		error = bpf_probe_read_kernel(&value, sizeof(value), (void *)ctx + entry->offset);
	else if (entry->kind == 2)
		error = bpf_probe_read_user(&value, sizeof(value), (void *)entry->value);
	else
		return -22;
	if (error)
		return error;
	value <<= entry->shift & 63;
	*result = entry->isSigned ? (__s64)value >> 3 : value >> 3;
	return 0;
}

CASE("kprobe/do_exit", ACCEPT, fetches_often)
{
	__u64 sum = 0, one;

	if (fetches(ctx, 1, &one) == 0)
		sum += one;
	sum += fetches(ctx, 2, &one) + one;
	sum += fetches(ctx, 3, &one) + one;
	sum += fetches(ctx, 4, &one) + one;
	sum += fetches(ctx, 5, &one) + one;
	sum += fetches(ctx, 6, &one) + one;
	sum += fetches(ctx, 7, &one) + one;
	sum += fetches(ctx, 8, &one) + one;
	sum += fetches(ctx, 9, &one) + one;
	sum += fetches(ctx, 10, &one) + one;
	sum += fetches(ctx, 11, &one) + one;
	sum += fetches(ctx, 12, &one) + one;
	sink = sum;
	return 0;
}

CASE("kprobe/do_exit", REJECT("context-access"), reads_the_context_at_a_variable_offset)
{
	sink = *(volatile __u64 *)((void *)ctx + (bpf_get_prandom_u32() & 8));
	return 0;
}

/* What an atomic operation finds on the stack is what was put there. */
CASE("raw_tp/sys_enter", ACCEPT, does_not_wait_for_what_it_holds)
{
	int lock = 0;
	int before = __sync_fetch_and_add(&lock, 1);

	while (before)
		asm volatile("" ::: "memory");
	return 0;
}

CASE("raw_tp/sys_enter", REJECT("unbounded-loop"), waits_for_what_others_hold)
{
	__u32 key = 0;
	struct sources *sources = bpf_map_lookup_elem(&wanted, &key);
	int before;

	if (!sources)
		return 0;
	before = __sync_fetch_and_add(&sources->count, 1);
	while (before)
		asm volatile("" ::: "memory");
	return 0;
}
