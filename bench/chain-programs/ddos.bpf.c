// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
/* The mitigation of denial of service as one program. */
#include "ddos.h"

SEC("xdp") int ddos(struct xdp_md *ctx)
{
	struct view view;
	int found = find_ipv6(ctx, &view);

	if (found != XDP_REDIRECT)
		return found;
	if (is_listed(view.ip)) {
		if (!count_down(view.ip)) {
			count(REDIRECTED);
			return bpf_redirect(COLLECTOR, 0);
		}
		count(DROPPED);
		return XDP_DROP;
	}
	if (take(&pcpu_tb_dst, &view.ip->daddr) && take(&pcpu_sd_tbmon, &view.ip->saddr)) {
		list(view.ip);
		count(DROPPED);
		return XDP_DROP;
	}
	count(PASSED);
	return XDP_PASS;
}
