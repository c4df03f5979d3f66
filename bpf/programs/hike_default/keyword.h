/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0 */
/* The keyword that the published examples look for at the start of a payload. */
#ifndef HIKE_DEFAULT_KEYWORD_H
#define HIKE_DEFAULT_KEYWORD_H

#include "sluice.h"

static __always_inline bool begins_with_keyword(struct sluice_cursor *cursor)
{
	const char keyword[] = { 'q', 'w', 'e', 'r', 't', 'y' };
	char *payload = sluice_take(cursor, sizeof(keyword));

	return payload && !__builtin_memcmp(payload, keyword, sizeof(keyword));
}

#endif
