// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
#include "sluice/flow.h"

#define MAX_PATTERN 16

/* What to look for. */
struct pattern {
	__u32 length; /* bytes that count; 0: the pattern of the tutorial */
	__u8 bytes[MAX_PATTERN];
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 16);
	__type(key, __u32);
	__type(value, struct pattern);
} dpi_patterns SEC(".maps") SLUICE_DOC("the strings to choose from; one that is not set is foobar");

static const struct pattern s_foobar = { 6, "foobar" };

static __always_inline bool begins_with(struct sluice_cursor *cursor, const struct pattern *pattern)
{
	__u32 length = pattern->length < MAX_PATTERN ? pattern->length : MAX_PATTERN;
	__u8 *byte;

#pragma clang loop unroll(disable)
	for (__u32 i = 0; i < MAX_PATTERN && i < length; i++) {
		byte = sluice_take(cursor, sizeof(*byte));
		if (!byte || *byte != pattern->bytes[i])
			return false;
	}
	return cursor->at < cursor->end;
}

SLUICE_DOC("Looks whether the payload of a UDP packet, IPv4 or IPv6, begins with a string and is longer than it.")
SLUICE_RETURNS("1 it does, 0 it does not or is no UDP packet")
SLUICE_VALUE
SLUICE_FUNCTION(dpi, SLUICE_ARG(__u32, select_string, "the entry of dpi_patterns to look for"),
	SLUICE_ARG(__u32, replace_char, "not used"))
{
	struct sluice_cursor cursor = sluice_open(ctx);
	struct pattern *pattern;

	if (sluice_take_to_transport(ctx, &cursor) != IPPROTO_UDP || !sluice_take(&cursor, sizeof(struct udphdr)))
		return 0;
	pattern = bpf_map_lookup_elem(&dpi_patterns, &select_string);
	return begins_with(&cursor, pattern && pattern->length ? pattern : &s_foobar);
}
