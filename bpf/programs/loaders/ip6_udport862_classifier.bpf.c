// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
#include "udp6_port.h"

SLUICE_PARAMETERS(ip6_udport862_classifier,
	SLUICE_PARAMETER(__u32, port, "the UDP port, in the host's byte order")
) = { .port = 862 };

SLUICE_DOC("Gives IPv6 packets to a UDP port, 862 if not set otherwise, to one chain.")
SLUICE_LOADER(ip6_udport862_classifier)
{
	return start_by_udp_port(ctx, ip6_udport862_classifier_parameters.port);
}
