/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0 */
/* A set whose members leave it after a time. */
#ifndef HIKE_DEFAULT_HASH_SET_H
#define HIKE_DEFAULT_HASH_SET_H

#include "sluice/flow.h"

#define NSEC_PER_MSEC 1000000ULL

#define ABSENT ((__u64)-2) /* ENOENT */
#define EXISTS ((__u64)-17) /* EEXIST */

enum set_action {
	LOOKUP,
	ADD,
	LOOKUP_AND_CLEAN,
};

struct lifetime {
	__u64 cts_ns; /* when it was added, CLOCK_MONOTONIC */
	__u64 timeout_ns; /* how long it stays */
};

/* Is a member's time not over? Signed: another CPU may have added it a moment after this one looked at the clock. */
static __always_inline bool is_present(const struct lifetime *member, __u64 now)
{
	return (__s64)(now - member->cts_ns) < (__s64)member->timeout_ns;
}

/* Adds to the set. Of two CPUs that add at once, one is told that it exists. What has expired is replaced. */
static __always_inline __u64 add_member(void *set, const void *key, const struct lifetime *member, __u64 timeout_ms)
{
	struct lifetime added = { bpf_ktime_get_ns(), timeout_ms * NSEC_PER_MSEC };

	if (member && is_present(member, added.cts_ns))
		return EXISTS;
	return sluice_value(bpf_map_update_elem(set, key, &added, member ? BPF_ANY : BPF_NOEXIST));
}

static __always_inline __u64 hash_set(void *set, const void *key, __u64 action, __u64 timeout_ms)
{
	struct lifetime *member;

	if (action > LOOKUP_AND_CLEAN)
		return sluice_final(XDP_ABORTED);
	member = bpf_map_lookup_elem(set, key);
	if (action == ADD)
		return add_member(set, key, member, timeout_ms);
	if (!member)
		return ABSENT; /* without a look at the clock, which takes longer than all the rest */
	if (is_present(member, bpf_ktime_get_ns()))
		return 0;
	if (action == LOOKUP_AND_CLEAN)
		bpf_map_delete_elem(set, key);
	return ABSENT;
}

#endif
