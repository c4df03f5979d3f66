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

static __always_inline __u64 hash_set(void *set, const void *key, __u64 action, __u64 timeout_ms)
{
	struct lifetime *member = bpf_map_lookup_elem(set, key);
	struct lifetime added = { bpf_ktime_get_ns(), timeout_ms * NSEC_PER_MSEC };
	/* Signed: another CPU may have added it a moment after this one looked at the clock. */
	bool present = member && (__s64)(added.cts_ns - member->cts_ns) < (__s64)member->timeout_ns;

	switch (action) {
	case LOOKUP:
		return present ? 0 : ABSENT;
	case ADD:
		if (present)
			return EXISTS;
		/* Of two CPUs that add at once, one is told that it exists. What has expired is replaced. */
		return sluice_value(bpf_map_update_elem(set, key, &added, member ? BPF_ANY : BPF_NOEXIST));
	case LOOKUP_AND_CLEAN:
		if (member && !present)
			bpf_map_delete_elem(set, key);
		return present ? 0 : ABSENT;
	default:
		return sluice_final(XDP_ABORTED);
	}
}

#endif
