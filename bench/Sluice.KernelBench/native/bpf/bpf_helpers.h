/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0 */
/*
 * What stands in for libbpf's header of this name when an example is compiled for the host: the same macros, and maps and
 * helpers as a C programmer would write them for one thread. A map's definition says by its types all that its table needs.
 */
#ifndef NATIVE_BPF_HELPERS_H
#define NATIVE_BPF_HELPERS_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define SEC(name) __attribute__((section(name), used))
#define __uint(name, val) int(*name)[val]
#define __type(name, val) __typeof__(val) *name
#ifndef __always_inline
#define __always_inline inline __attribute__((always_inline))
#endif

/* The place of the table is the definition's first member, which nothing else uses. */
#define NATIVE_NUMBER(map, member) (sizeof(*(map)->member) / sizeof(int))
#define bpf_map_lookup_elem(map, k) \
	native_find((void **)(map), NATIVE_NUMBER(map, type), sizeof(*(map)->key), sizeof(*(map)->value), \
		    NATIVE_NUMBER(map, max_entries), k, 0)
#define bpf_map_update_elem(map, k, v, flags) \
	(memcpy(native_find((void **)(map), NATIVE_NUMBER(map, type), sizeof(*(map)->key), sizeof(*(map)->value), \
			    NATIVE_NUMBER(map, max_entries), k, 1), \
		v, sizeof(*(map)->value)), \
	 0)

static __always_inline uint64_t native_hash(const void *key, size_t size)
{
	uint64_t hash = 0x9e3779b97f4a7c15, word;

	for (size_t at = 0; at < size; at += 8) {
		word = 0;
		memcpy(&word, (const char *)key + at, size - at < 8 ? size - at : 8);
		unsigned __int128 product = (unsigned __int128)(hash ^ word) * 0xbf58476d1ce4e5b9;

		hash = (uint64_t)product ^ (uint64_t)(product >> 64);
	}
	return hash;
}

/* Arrays by number; all else by open addressing with linear probing, half full at most. A mark of 0 is an empty place. */
static __always_inline void *native_find(void **map, size_t type, size_t key_size, size_t value_size, size_t entries,
					 const void *key, int insert)
{
	if (type == BPF_MAP_TYPE_ARRAY || type == BPF_MAP_TYPE_PERCPU_ARRAY) {
		if (__builtin_expect(!*map, 0))
			*map = calloc(entries, value_size);
		uint32_t index = *(const uint32_t *)key;

		return index < entries ? (char *)*map + index * value_size : NULL;
	}

	size_t places = 2, entry_size = (8 + key_size + 7) / 8 * 8 + (value_size + 7) / 8 * 8;

	while (places < 2 * entries)
		places *= 2;
	if (__builtin_expect(!*map, 0))
		*map = calloc(places, entry_size);
	uint64_t hash = native_hash(key, key_size), mark = hash | 1;

	for (uint64_t i = hash;; i++) {
		char *entry = (char *)*map + (i & (places - 1)) * entry_size;

		if (*(uint64_t *)entry == mark && memcmp(entry + 8, key, key_size) == 0)
			return entry + (8 + key_size + 7) / 8 * 8;
		if (*(uint64_t *)entry == 0) {
			if (!insert)
				return NULL;
			*(uint64_t *)entry = mark;
			memcpy(entry + 8, key, key_size);
			return entry + (8 + key_size + 7) / 8 * 8;
		}
	}
}

static inline uint64_t bpf_ktime_get_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000000ULL + now.tv_nsec;
}

static inline int64_t bpf_csum_diff(const uint32_t *from, uint32_t from_size, const uint32_t *to, uint32_t to_size, uint32_t seed)
{
	uint64_t sum = seed;

	for (uint32_t i = 0; i < from_size / 4; i++)
		sum += (uint32_t)~from[i];
	for (uint32_t i = 0; i < to_size / 4; i++)
		sum += to[i];
	while (sum >> 32)
		sum = (uint32_t)sum + (sum >> 32);
	return sum;
}

static inline long bpf_xdp_adjust_head(struct xdp_md *ctx, int delta)
{
	if (ctx->data + delta + 14 > ctx->data_end)
		return -1;
	ctx->data += delta;
	return 0;
}

/* A record at a time, which nobody reads. */
#define bpf_ringbuf_reserve(map, size, flags) native_record
#define bpf_ringbuf_submit(record, flags) ((void)(record))
static __attribute__((unused)) char native_memory[4096];
static void *native_record __attribute__((unused)) = native_memory;

#endif
