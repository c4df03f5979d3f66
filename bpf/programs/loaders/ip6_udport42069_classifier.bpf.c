// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
#include "udp6_port.h"

SLUICE_PARAMETERS(ip6_udport42069_classifier,
	SLUICE_PARAMETER(__u32, port, "the UDP port, in the host's byte order")
) = { .port = 42069 };

SLUICE_DOC("Gives IPv6 packets to a UDP port, 42069 if not set otherwise, to one chain.")
SLUICE_LOADER(ip6_udport42069_classifier)
{
	return start_by_udp_port(ctx, ip6_udport42069_classifier_parameters.port);
}
