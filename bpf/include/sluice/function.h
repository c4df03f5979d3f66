/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0 */
/*
 * The macros that declare functions. What they say beyond C is kept as declaration tags of BTF, where the catalogue
 * of functions, the compiler of chains and `sluice chain functions` read it.
 */
#ifndef SLUICE_FUNCTION_H
#define SLUICE_FUNCTION_H

#define SLUICE_TAG(text) __attribute__((btf_decl_tag("sluice:" text)))

/* What a function, a loader or a map is for, in a sentence or two. Stands in front of a function, behind a map's name. */
#define SLUICE_DOC(text) SLUICE_TAG("doc=" text)

/* What the returned value means. */
#define SLUICE_RETURNS(text) SLUICE_TAG("returns=" text)

/* An older name under which scripts know the function. */
#define SLUICE_ALIAS(name) SLUICE_TAG("alias=" #name)

/* Every path ends in a final verdict: code behind a call is never reached. */
#define SLUICE_TERMINAL SLUICE_TAG("terminal")

/* No path gives a final verdict: any number is a value, as sluice_value has it. */
#define SLUICE_VALUE SLUICE_TAG("value")

/* An argument and what it means; a bare `__u32 limit` will do as well. */
#define SLUICE_ARG(type, name, text) type name SLUICE_TAG("doc=" text)

/*
 * A function of a chain: `ctx`, then up to four arguments of integer types. It returns a value to the chain or a final
 * verdict (sluice_final). Callers extend each argument to its type's width, and the verifier looks at the function on
 * its own: it has to be safe for any values.
 */
#define SLUICE_FUNCTION(name, ...) SLUICE_TAG("function") __u64 name(struct xdp_md *ctx, ##__VA_ARGS__)

/*
 * Settings of a function, which scripts give by name, `rate_limit(rate=1000)`, and users while it runs:
 *
 *	SLUICE_PARAMETERS(rate_limit,
 *		SLUICE_PARAMETER(__u64, rate, "packets a second")
 *		SLUICE_PARAMETER(__u64, burst, "packets at once")
 *	) = { .rate = 20, .burst = 5 };
 *
 * The function reads `rate_limit_parameters.rate`. All settings of a program lie in one map, .data.parameters. Each
 * changes at once; two that have to change together belong into one number, or into a map.
 */
#define SLUICE_PARAMETERS(function, ...) \
	struct function##_parameters { \
		__VA_ARGS__ \
	}; \
	SLUICE_TAG("parameters=" #function) \
	volatile struct function##_parameters function##_parameters SEC(".data.parameters")

#define SLUICE_PARAMETER(type, name, text) type name SLUICE_TAG("doc=" text);

#endif
