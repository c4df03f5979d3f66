// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
#include "app_config.h"

SLUICE_DOC("Does nothing, but brings the map of the application's numbers with it.")
SLUICE_RETURNS("0")
SLUICE_VALUE
SLUICE_FUNCTION(app_cfg)
{
	__u32 key = 0;

	bpf_map_lookup_elem(&map_app_cfg, &key);
	return 0;
}
