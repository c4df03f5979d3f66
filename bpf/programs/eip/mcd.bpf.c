// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
/*
 * Path tracing in the Extensible In-band Processing option of IPv6: a stack of what each hop that the packet came by
 * put on top, the interface, its load, and a timestamp cut to a byte.
 */
#include "sluice/flow.h"

#define EIP 0x3e /* the option of the hop-by-hop header */
#define PATH_TRACING 2
#define PAD1 0
#define OPTIONS 2 /* where they begin in their header */
#define MAX_OPTIONS 16
#define MAX_ELEMENTS 16
#define STACK 13
#define MAX_SHIFT 22
#define ABSENT 1

enum { TIME_OFFSET, TIME_SHIFT, INTERFACE, LOAD };

struct option {
	__u8 type;
	__u8 length; /* without these two bytes */
};

/* Length, type and value: two bits say how many bytes the type has, six how long the whole is. */
struct element {
	__u8 length;
	__u8 type[3];
};

struct hop {
	__u8 interface_and_load[2];
	__u8 time;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(key, __u8);
	__type(value, __u64);
} eip_mcd_time SEC(".maps") SLUICE_DOC("entry 0: nanoseconds from the system's start to 1970; 1: by how many bits time is shifted, up to 22; 2: the interface's number (12 bits); 3: its load (4 bits)");

static __always_inline __u64 *setting(__u8 key)
{
	return bpf_map_lookup_elem(&eip_mcd_time, &key);
}

/* The offset of the option's data, with its length; 0: it is not there. */
static __always_inline __u32 find_option(struct xdp_md *ctx, __u32 offset, __u32 end, __u32 *length)
{
	struct sluice_cursor cursor;
	struct option *option;

#pragma clang loop unroll(disable)
	for (int i = 0; i < MAX_OPTIONS && offset + sizeof(*option) <= end; i++) {
		cursor = sluice_open_at(ctx, offset);
		option = sluice_take(&cursor, sizeof(*option));
		if (!option)
			break;
		if (option->type == EIP && offset + sizeof(*option) + option->length <= end) {
			*length = option->length;
			return offset + sizeof(*option);
		}
		offset = (offset + (option->type == PAD1 ? 1 : option->length + 2)) & SLUICE_UNSET;
	}
	return 0;
}

/* The type of an element: its first bits say how many of the three bytes behind the length are it. */
static __always_inline __u32 element_type(const struct element *element)
{
	__u32 all = element->type[0] << 16 | element->type[1] << 8 | element->type[2];

	return all >> (8 * (3 - (element->length >> 6)));
}

/* The offset of the stack within the elements from offset to end; 0: it is not there whole. */
static __always_inline __u32 find_stack(struct xdp_md *ctx, __u32 offset, __u32 end)
{
	struct sluice_cursor cursor;
	struct element *element;
	__u32 length;

#pragma clang loop unroll(disable)
	for (int i = 0; i < MAX_ELEMENTS && offset + sizeof(*element) <= end; i++) {
		cursor = sluice_open_at(ctx, offset);
		element = sluice_take(&cursor, sizeof(*element));
		if (!element)
			break;
		length = element->length & 0x3f;
		if (element_type(element) == PATH_TRACING)
			return offset + sizeof(*element) + STACK * sizeof(struct hop) <= end ? offset + sizeof(*element) : 0;
		if (length < sizeof(*element))
			break; /* it would never end */
		offset = (offset + length) & SLUICE_UNSET;
	}
	return 0;
}

SLUICE_DOC("Puts this hop, its interface, load and time, on top of the path tracing stack of an IPv6 packet's EIP option; the undermost of thirteen falls off.")
SLUICE_RETURNS("0, or 1 where there is no such stack")
SLUICE_FUNCTION(mcd)
{
	__u64 *time = setting(TIME_OFFSET), *shift = setting(TIME_SHIFT), *interface = setting(INTERFACE), *load = setting(LOAD), state;
	struct sluice_cursor cursor;
	struct ipv6hdr *ip = sluice_ipv6(ctx, &cursor);
	struct sluice_extension *header;
	__u32 begin, at, length = 0;
	struct hop *stack;

	if (!ip || !time || !shift || *shift > MAX_SHIFT || !interface || !load)
		return sluice_final(XDP_ABORTED);
	if (ip->nexthdr != IPPROTO_HOPOPTS)
		return ABSENT;
	begin = sluice_offset(ctx, &cursor);
	header = sluice_take(&cursor, sizeof(*header));
	if (!header)
		return sluice_final(XDP_ABORTED);
	at = find_option(ctx, begin + OPTIONS, begin + sluice_extension_size(IPPROTO_HOPOPTS, header), &length);
	at = at ? find_stack(ctx, at, at + length) : 0;
	if (!at)
		return ABSENT;
	cursor = sluice_open_at(ctx, at);
	stack = sluice_take(&cursor, STACK * sizeof(*stack));
	if (!stack)
		return sluice_final(XDP_ABORTED);
#pragma unroll
	for (int hop = STACK - 1; hop > 0; hop--)
		stack[hop] = stack[hop - 1];
	state = (*interface & 0xfff) << 4 | (*load & 0xf);
	stack->interface_and_load[0] = state >> 8;
	stack->interface_and_load[1] = state;
	stack->time = (bpf_ktime_get_boot_ns() + *time) >> *shift;
	return 0;
}
