/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0 */
/*
 * The HIKe VM: chains as code that is data. This header says how chain code, its memory and its counters are laid out;
 * Sluice.Chains.Machine says the same in C#.
 *
 * What a chain author sees is the published machine: eBPF's encoding, r0 to r10, virtual addresses in banks, calls of
 * elements by number. What runs here is its decoded form: a word for every instruction, checked before it came here, in
 * which operands and jumps are places, calls are resolved, and a sequence that occurs often is one word. The checks that
 * need not be made for every packet are made when the code is decoded: registers exist and were written before they are
 * read, jumps stay within the chain, functions exist and get what they take. What remains is checked here: addresses,
 * the budget, the depth of calls. Memory is safe whatever the words say; Linux's verifier has proved that.
 */
#ifndef SLUICE_VM_H
#define SLUICE_VM_H

#include "../include/sluice/state.h"
#include "stats.h"

#define SLUICE_VM_WORDS 32768 /* of all chains together; a power of two, and jumps have 16 bits */
#define SLUICE_VM_CHAINS 256 /* a power of two; number 0 is none */
#define SLUICE_VM_DEPTH 16 /* chains active at once; a power of two */
#define SLUICE_VM_STACK 128

/* Where a chain's registers lie in its frame, in bytes: r0 to r10, and one that is always 0. */
#define SLUICE_VM_ZERO (11 * 8)

/* The words. Operands of two-operand words are register `source` plus `immediate`: one of the two is nothing. */
enum sluice_vm_operation {
	/* The most frequent first: the numbers decide how soon a word is recognised. */
	SLUICE_VM_CALL, /* r0 = function `then` of (r2, r3, r4, r5) */
	SLUICE_VM_CALL_1, /* the same behind r2 = immediate */
	SLUICE_VM_CALL_2, /* behind r2 = the lower half, r3 = the upper, each extended with its sign */
	SLUICE_VM_EQUAL, /* go on at `then` if destination == operand, at `other` if not */
	SLUICE_VM_MOVE,
	SLUICE_VM_EXIT,
	SLUICE_VM_JUMP, /* to `then` */

	SLUICE_VM_ADD,
	SLUICE_VM_AND,
	SLUICE_VM_LOAD8, /* destination = memory at operand */
	SLUICE_VM_LOAD16,
	SLUICE_VM_LOAD32,
	SLUICE_VM_LOAD64,
	SLUICE_VM_GREATER,
	SLUICE_VM_GREATER_EQUAL,
	SLUICE_VM_SIGNED_GREATER,
	SLUICE_VM_SIGNED_GREATER_EQUAL,
	SLUICE_VM_ANY_BIT, /* destination & operand, all 64 bits of it */

	SLUICE_VM_SWAP16, /* to network byte order, cut to the width */
	SLUICE_VM_SWAP32,
	SLUICE_VM_SWAP64,
	SLUICE_VM_SHIFT_LEFT,
	SLUICE_VM_SHIFT_RIGHT,
	SLUICE_VM_SHIFT_ARITHMETIC,
	SLUICE_VM_OR,
	SLUICE_VM_XOR,
	SLUICE_VM_SUBTRACT,
	SLUICE_VM_MULTIPLY,
	SLUICE_VM_DIVIDE,
	SLUICE_VM_MODULO,

	SLUICE_VM_STORE8, /* memory at destination + `then` (signed) = operand */
	SLUICE_VM_STORE16,
	SLUICE_VM_STORE32,
	SLUICE_VM_STORE64,
	SLUICE_VM_CALL_CHAIN, /* begin a chain at `then`, numbered `other`, with r1 to r5 */
	SLUICE_VM_CLEAR_STACK,
	SLUICE_VM_FAULT, /* of cause `then` */
};

struct sluice_vm_word {
	__u8 code;
	__u8 destination; /* bytes into the frame */
	__u8 source;
	__u8 cost; /* what it takes from the packet's budget */
	__u16 then;
	__u16 other;
	__u64 immediate;
};

struct sluice_vm_frame {
	__u64 registers[12];
	__u32 chain; /* its number, for the counters */
	__u32 back; /* where its caller goes on */
	__u64 since; /* when it began, where time is measured */
	__u8 stack[SLUICE_VM_STACK];
	__u64 unused[2];
};

/* What a CPU needs to run one packet's chains. */
struct sluice_vm {
	struct sluice_vm_frame frames[SLUICE_VM_DEPTH];
	__u64 slack[2]; /* a register's place has 8 bits, and may lead behind the last frame */
	__u32 place; /* the word to be executed next */
	__u32 top; /* the active frame, in bytes */
	__s32 budget; /* what is left of it */
};

/* What users set while the machine runs. */
struct sluice_vm_settings {
	__u32 budget; /* what one packet is worth, over all chains */
	__u32 counts; /* count runs, verdicts and faults? */
	__u32 times; /* measure time, too? */
};

#endif
