/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0 */
/* A store of numbers for whatever an application needs, one for all functions of the package. */
#ifndef HIKE_DEFAULT_APP_CONFIG_H
#define HIKE_DEFAULT_APP_CONFIG_H

#include "sluice.h"

#define NO_ENTRY ((__u64)-2) /* ENOENT */

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 128);
	__type(key, __u32);
	__type(value, __u32);
} map_app_cfg SEC(".maps") SLUICE_DOC("numbers of the application, by key");

#endif
