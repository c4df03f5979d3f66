// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
#include "app_config.h"

SLUICE_DOC("Stores a number of the application.")
SLUICE_RETURNS("0, or -7 (E2BIG) where the map is full")
SLUICE_VALUE
SLUICE_FUNCTION(app_cfg_store, SLUICE_ARG(__u32, key, "which"), SLUICE_ARG(__u32, value, "the number"))
{
	return bpf_map_update_elem(&map_app_cfg, &key, &value, BPF_ANY);
}
