// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
/* Security hooks: what they give, and what is asked of what is returned. */
// build-bpf: min-clang=16
#include "cases.h"
#include "kernel.h"

/* Where the hook returns nothing nobody looks at what a program returns. */
ACCEPT SEC("?lsm/bprm_committed_creds") void returns_nothing(__u64 *ctx)
{
	sink = ctx[0];
}

ACCEPT SEC("?lsm/bprm_committed_creds") __u64 *returns_an_address_that_nobody_takes(__u64 *ctx)
{
	return ctx;
}

CASE("lsm/file_open", ACCEPT, hands_on_what_others_returned)
{
	/* What the program before it gave stands behind the arguments. */
	return ctx[1];
}

CASE("lsm/file_open", REJECT("return-value"), returns_an_argument_that_may_be_anything)
{
	return bpf_get_prandom_u32();
}

CASE("lsm/file_open", REJECT("return-value"), returns_more_than_others_returned)
{
	return ctx[1] + 1;
}

struct bpf_key;
struct bpf_dynptr;

extern struct bpf_key *bpf_lookup_system_key(__u64 id) __ksym;
extern struct bpf_key *bpf_lookup_user_key(__s32 serial, __u64 flags) __ksym;
extern void bpf_key_put(struct bpf_key *key) __ksym;
extern int bpf_verify_pkcs7_signature(struct bpf_dynptr *data, struct bpf_dynptr *signature, struct bpf_key *keyring) __ksym;

char data[64], signature[64];

CASE("lsm.s/bpf", ACCEPT, verifies_a_signature)
{
	struct bpf_dynptr text, proof;
	struct bpf_key *key = bpf_lookup_system_key(1);
	int error;

	if (!key)
		return -22;
	bpf_dynptr_from_mem(data, sizeof(data), 0, &text);
	bpf_dynptr_from_mem(signature, sizeof(signature), 0, &proof);
	error = bpf_verify_pkcs7_signature(&text, &proof, key);
	bpf_key_put(key);
	return error ? -1 : 0;
}

CASE("lsm.s/bpf", REJECT("reference-leak"), keeps_a_key)
{
	struct bpf_key *key = bpf_lookup_user_key(1, 0);

	sink = !key;
	return 0;
}

CASE("lsm.s/bpf", REJECT("null-pointer"), puts_a_key_that_may_not_be)
{
	bpf_key_put(bpf_lookup_user_key(1, 0));
	return 0;
}

CASE("lsm/bpf", REJECT("unavailable-helper"), looks_for_a_key_where_it_must_not_sleep)
{
	struct bpf_key *key = bpf_lookup_user_key(1, 0);

	if (key)
		bpf_key_put(key);
	return 0;
}
