// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
#include "ip6_destination.h"

SLUICE_DOC("Gives IPv6 packets to the chain of their destination address.")
SLUICE_LOADER(ipv6_dst_classifier)
{
	return start_by_destination(ctx);
}
