// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
#include "app_config.h"

SLUICE_DOC("Looks a number of the application up.")
SLUICE_RETURNS("the number, -2 (ENOENT) where there is none")
SLUICE_VALUE
SLUICE_FUNCTION(app_cfg_load, SLUICE_ARG(__u32, key, "which"))
{
	__u32 *value = bpf_map_lookup_elem(&map_app_cfg, &key);

	return value ? *value : NO_ENTRY;
}
