// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
/* Every atomic operation, 32 and 64 bits wide, with and without its result. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

__u32 narrow = 0xff;
__u64 wide = 0xff00ff00ff00ff00ULL;
__u64 results[10];

SEC("xdp")
int atomics(struct xdp_md *ctx)
{
	__sync_fetch_and_add(&wide, 3);
	__sync_fetch_and_and(&wide, ~1ULL);
	__sync_fetch_and_or(&wide, 0x10);
	__sync_fetch_and_xor(&wide, 0x0f);
	results[0] = __sync_fetch_and_add(&wide, 5);
	results[1] = __sync_fetch_and_and(&wide, 0xffff);
	results[2] = __sync_fetch_and_or(&wide, 0xf0000);
	results[3] = __sync_fetch_and_xor(&wide, 0x5);
	results[4] = __sync_lock_test_and_set(&wide, 77);
	results[5] = __sync_val_compare_and_swap(&wide, 77, 88);
	results[6] = __sync_val_compare_and_swap(&wide, 77, 99); /* does not happen: 88 is there */
	__sync_fetch_and_add(&narrow, 0xffffff00);
	results[7] = __sync_fetch_and_add(&narrow, 2); /* wrapped in 32 bits */
	results[8] = __sync_lock_test_and_set(&narrow, 11);
	results[9] = __sync_val_compare_and_swap(&narrow, 11, 12);
	return XDP_PASS;
}

char _license[] SEC("license") = "Dual BSD/GPL";
