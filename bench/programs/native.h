/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0 */
/*
 * What stands in for maps and helpers when the programs are compiled for the host: tables that a C programmer in a hurry
 * for speed would write. They are made for one thread, sized in advance, never shrink, and are inlined with the size of
 * the key known, which is more than a map of eBPF may assume.
 */
#ifndef NATIVE_H
#define NATIVE_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define PROGRAM(name) \
	uint64_t name(struct xdp_md *ctx); \
	uint64_t name(struct xdp_md *ctx)
#define LICENSE struct license

static inline uint64_t bpf_ktime_get_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000000ULL + now.tv_nsec;
}

/* Two 64-bit words through one folded multiplication each, as the quick hashes of today do it. */
static inline uint64_t native_fold(uint64_t a, uint64_t b)
{
	unsigned __int128 product = (unsigned __int128)a * b;

	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static inline uint64_t native_hash(const void *key, size_t size)
{
	uint64_t low = 0, high = 0;

	memcpy(&low, key, size < 8 ? size : 8);
	if (size > 8)
		memcpy(&high, (const char *)key + size - 8, 8);
	return native_fold(low ^ 0x9e3779b97f4a7c15, high ^ 0xbf58476d1ce4e5b9);
}

/* Open addressing with linear probing, at most half full; a hash of 0 marks an empty place. */
#define HASH(name, key_type, value_type, entries) \
	static struct { \
		uint32_t hash; \
		key_type key; \
		value_type value; \
	} name[2 * (entries)]; \
	static inline value_type *name##_place(const key_type *key, bool insert) \
	{ \
		uint64_t hash = native_hash(key, sizeof(*key)); \
		uint32_t mark = (uint32_t)(hash >> 32) | 1; \
\
		_Static_assert(((entries) & ((entries)-1)) == 0, "a power of two"); \
		for (uint64_t i = hash;; i++) { \
			__typeof__(&name[0]) entry = &name[i & (2 * (entries)-1)]; \
\
			if (entry->hash == mark && memcmp(&entry->key, key, sizeof(*key)) == 0) \
				return &entry->value; \
			if (entry->hash == 0) { \
				if (!insert) \
					return NULL; \
				entry->hash = mark; \
				entry->key = *key; \
				return &entry->value; \
			} \
		} \
	}

#define LOOKUP(map, key) map##_place(key, false)
#define INSERT(map, key, value) (*map##_place(key, true) = *(value))

/* Prefixes of IPv4, 16 bits at once and then 8 and 8: a lookup is one to three loads and no comparison of keys. */
#define NATIVE_IS_BLOCK 0x80000000u

struct native_routes {
	uint32_t root[65536];
	uint32_t (*blocks)[256];
	uint32_t block_count;
	uint32_t value_count; /* the first is none */
	void *values;
};

static inline uint32_t native_find(const struct native_routes *routes, uint32_t address)
{
	uint32_t entry = routes->root[address >> 16];

	if (entry & NATIVE_IS_BLOCK)
		entry = routes->blocks[entry & ~NATIVE_IS_BLOCK][(address >> 8) & 255];
	if (entry & NATIVE_IS_BLOCK)
		entry = routes->blocks[entry & ~NATIVE_IS_BLOCK][address & 255];
	return entry;
}

/* Shorter prefixes have to be added before longer ones. Returns the number of the route's value. */
static inline uint32_t native_add(struct native_routes *routes, uint32_t length, uint32_t address)
{
	uint32_t *table = routes->root, bits = 16, value = ++routes->value_count;

	for (uint32_t below = 0;; below += bits, bits = 8) {
		uint32_t *entry = &table[(address << below) >> (32 - bits)];

		if (length <= below + bits) {
			for (uint32_t i = 0; i < 1u << (below + bits - length); i++)
				entry[i] = value;
			return value;
		}
		if (!(*entry & NATIVE_IS_BLOCK)) {
			uint32_t *block;

			if ((routes->block_count & (routes->block_count - 1)) == 0)
				routes->blocks = realloc(routes->blocks, sizeof(*routes->blocks) * (2 * routes->block_count + 1));
			block = routes->blocks[routes->block_count];
			for (int i = 0; i < 256; i++)
				block[i] = *entry;
			*entry = NATIVE_IS_BLOCK | routes->block_count++;
		}
		table = routes->blocks[*entry & ~NATIVE_IS_BLOCK];
	}
}

/* The benchmark adds routes through name_add: the key as the program's map has it. */
#define ROUTES(name, key_type, value_type, entries) \
	static value_type name##_values[(entries) + 1]; \
	static struct native_routes name; \
	void name##_add(const key_type *key, const value_type *value); \
	void name##_add(const key_type *key, const value_type *value) \
	{ \
		name##_values[native_add(&name, key->length, bpf_ntohl(key->address))] = *value; \
	} \
	static inline value_type *name##_place(const key_type *key, bool insert) \
	{ \
		uint32_t value = native_find(&name, bpf_ntohl(key->address)); \
\
		(void)insert; \
		return value ? &name##_values[value] : NULL; \
	}

#endif
