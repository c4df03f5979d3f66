// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
/* Programs that say when they run, as libxdp's XDP_RUN_CONFIG does, and count in all kinds of maps and variables. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#define RUN_CONFIG(function) \
	struct run_config_##function

#define DEFINE_RUN_CONFIG(function) \
	RUN_CONFIG(function) _##function __attribute__((section(".xdp_run_config")))

RUN_CONFIG(early) {
	__uint(priority, 10);
	__uint(XDP_PASS, 1);
	__uint(XDP_DROP, 1);
};
DEFINE_RUN_CONFIG(early);

RUN_CONFIG(final) {
	__uint(priority, 90);
	__uint(XDP_PASS, 0);
};
DEFINE_RUN_CONFIG(final);

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} runs SEC(".maps");

extern unsigned long CONFIG_HZ __kconfig __weak;

volatile const __u32 verdict = XDP_PASS;
__u64 seen, hertz;
__u64 limit = 1000000;

static __noinline int count(void)
{
	__u32 key = 0;
	__u64 *value = bpf_map_lookup_elem(&runs, &key);

	if (value)
		*value += 1;
	return seen < limit;
}

SEC("xdp")
int early(struct xdp_md *ctx)
{
	seen++;
	count();
	return verdict;
}

SEC("xdp")
int usual(struct xdp_md *ctx)
{
	seen++;
	count();
	return verdict;
}

SEC("xdp")
int final(struct xdp_md *ctx)
{
	seen++;
	count();
	return verdict;
}

SEC("xdp")
int configured(struct xdp_md *ctx)
{
	seen++;
	hertz = CONFIG_HZ;
	return XDP_PASS;
}

int tail(struct xdp_md *ctx);
int end(struct xdp_md *ctx);
int again(struct xdp_md *ctx);

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 1);
	__uint(key_size, sizeof(__u32));
	__array(values, int (struct xdp_md *));
} next SEC(".maps") = {
	.values = { [0] = (void *)&tail },
}, last SEC(".maps") = {
	.values = { [0] = (void *)&end },
}, loop SEC(".maps") = {
	.values = { [0] = (void *)&again },
};

SEC("xdp")
int jump(struct xdp_md *ctx)
{
	bpf_tail_call(ctx, &next, 0);
	return XDP_ABORTED;
}

SEC("xdp")
int tail(struct xdp_md *ctx)
{
	bpf_tail_call(ctx, &last, 0);
	return XDP_ABORTED;
}

SEC("xdp")
int end(struct xdp_md *ctx)
{
	seen++;
	return XDP_PASS;
}

/* Goes round until the kernel has had enough of it. */
SEC("xdp")
int again(struct xdp_md *ctx)
{
	seen++;
	bpf_tail_call(ctx, &loop, 0);
	return XDP_PASS;
}

char _license[] SEC("license") = "Dual BSD/GPL";
