/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0 */
/* The HIKe VM: what runs the words of vm.h. */
#ifndef SLUICE_MACHINE_H
#define SLUICE_MACHINE_H

#include "vm.h"
#include "memory.h"

#define SLUICE_VM_FRAMES ((SLUICE_VM_DEPTH - 1) * sizeof(struct sluice_vm_frame)) /* the last frame's place, and a mask */
#define SLUICE_VM_SLICE 8 /* words between two looks at the bound: the verifier walks each of them */
#define SLUICE_VM_SLICES 64 /* so many slices so many times: enough for a budget of 4096, and the words that cost nothing */

/* The code of all chains, as one value. User space writes a chain into free words, then its place into the next map. */
struct sluice_vm_code {
	struct sluice_vm_word words[SLUICE_VM_WORDS];
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__uint(map_flags, BPF_F_MMAPABLE);
	__type(key, __u32);
	__type(value, struct sluice_vm_code);
} sluice_vm_code SEC(".maps");

/* Where each chain begins; 0: there is none. A packet goes on with what it began with, whatever changes here. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, SLUICE_VM_CHAINS);
	__uint(map_flags, BPF_F_MMAPABLE);
	__type(key, __u32);
	__type(value, __u32);
} sluice_vm_chains SEC(".maps");

volatile struct sluice_vm_settings sluice_vm_settings SEC(".data.vm_settings") = { .budget = 4096, .counts = 1 };

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct sluice_vm);
} sluice_vm_state SEC(".maps");

/*
 * Calls a function by its number with the arguments in r2 to r5 of the frame. The linker puts a decision tree of direct
 * calls in the place of each call of this.
 */
__weak __u64 sluice_vm_call(struct xdp_md *ctx, struct sluice_vm_frame *frame, __u32 function)
{
	__u64 none = 0;

	barrier_var(none);
	return none;
}

enum sluice_vm_end {
	SLUICE_VM_GOES_ON,
	SLUICE_VM_DONE,
};

static __always_inline __u64 *sluice_vm_register(struct sluice_vm_frame *frame, __u8 place)
{
	return (void *)frame + place;
}

static __always_inline void sluice_vm_begin(struct sluice_vm_frame *frame, __u32 chain)
{
	struct sluice_counters *counters;

	frame->chain = chain;
	frame->registers[10] = SLUICE_VM_BANK_STACK + SLUICE_VM_STACK;
	frame->registers[11] = 0;
	if (!sluice_vm_settings.counts)
		return;
	counters = sluice_counters_of(chain);
	if (counters)
		counters->runs++;
	if (sluice_vm_settings.times)
		frame->since = bpf_ktime_get_ns();
}

static __always_inline void sluice_vm_end(struct sluice_vm_frame *frame)
{
	struct sluice_counters *counters;

	if (!sluice_vm_settings.times || !frame->since)
		return;
	counters = sluice_counters_of(frame->chain);
	if (counters)
		counters->nanoseconds += bpf_ktime_get_ns() - frame->since;
	frame->since = 0;
}

/* Counts why the chain that is active failed, and what that makes of the packet. */
static __always_inline __u64 sluice_vm_fault(struct sluice_vm_frame *frame, __u32 cause)
{
	struct sluice_counters *counters = sluice_counters_of(frame->chain);

	if (counters && cause < SLUICE_FAULTS) {
		counters->faults[cause]++;
		counters->verdicts[XDP_ABORTED]++;
	}
	return sluice_final(XDP_ABORTED);
}

/* What happens once a packet, or only when asked for, stays out of the loop: it needs the registers. */
static __noinline int sluice_vm_count_verdict(__u32 chain, __u32 function, __u32 action)
{
	struct sluice_counters *counters;

	if (!sluice_vm_settings.counts || action >= SLUICE_VERDICTS)
		return 0;
	counters = sluice_counters_of(chain);
	if (counters)
		counters->verdicts[action]++;
	counters = sluice_counters_of(SLUICE_STATS_FUNCTIONS + function);
	if (counters)
		counters->verdicts[action]++;
	return 0;
}

/* What a chain's last result is for the packet: a verdict that the chain itself gave, or a fault. */
static __always_inline __u64 sluice_vm_last(struct sluice_vm_frame *frame, __u64 result)
{
	struct sluice_counters *counters = sluice_counters_of(frame->chain);
	__u32 action = result & 0xff;

	if (!sluice_is_final(result))
		return sluice_vm_fault(frame, SLUICE_FAULT_NO_VERDICT);
	if (counters && action < SLUICE_VERDICTS)
		counters->verdicts[action]++;
	return result;
}

static __always_inline __u64 sluice_vm_timed_call(struct xdp_md *ctx, struct sluice_vm_frame *frame, __u32 function)
{
	__u64 since = bpf_ktime_get_ns(), result = sluice_vm_call(ctx, frame, function);
	struct sluice_counters *counters = sluice_counters_of(SLUICE_STATS_FUNCTIONS + function);

	if (counters)
		counters->nanoseconds += bpf_ktime_get_ns() - since;
	return result;
}

static __always_inline __u64 sluice_vm_function(struct xdp_md *ctx, struct sluice_vm_frame *frame, __u32 function)
{
	struct sluice_counters *counters;

	if (sluice_vm_settings.counts) {
		counters = sluice_counters_of(SLUICE_STATS_FUNCTIONS + function);
		if (counters)
			counters->runs++;
		if (sluice_vm_settings.times)
			return sluice_vm_timed_call(ctx, frame, function);
	}
	return sluice_vm_call(ctx, frame, function);
}

#define SLUICE_VM_BRANCH(condition) (place = (condition) ? word->then : word->other)

/*
 * Runs words until the chains are done or the loop's bound is reached. What the verifier is to forget between two words
 * (it would follow every value of the budget) comes from memory.
 */
static __always_inline enum sluice_vm_end sluice_vm_run(struct xdp_md *ctx, struct sluice_vm *vm,
							 struct sluice_vm_code *code, __u64 *end)
{
	__u32 top = vm->top & SLUICE_VM_FRAMES;
	struct sluice_vm_frame *frame = (void *)vm + top;
	__s32 budget = vm->budget;
	__u32 place = vm->place;
	struct sluice_vm_word *word;
	__u64 operand, *destination, result;
	struct sluice_vm_frame *called;
	__u32 cause;

#if SLUICE_VM_ENDLESS
	for (;;) {
		asm volatile goto("may_goto %l[exhausted]" :::: exhausted);
#else
#pragma clang loop unroll(disable)
	for (int i = 0; i < SLUICE_VM_SLICE; i++) {
#endif
		word = (void *)code + (place & (SLUICE_VM_WORDS - 1)) * sizeof(*word);
		budget -= word->cost;
		cause = SLUICE_FAULT_BUDGET;
		if (budget < 0)
			goto fault;
		place++;
		destination = sluice_vm_register(frame, word->destination);
		if (word->code <= SLUICE_VM_CALL_2) {
			if (word->code != SLUICE_VM_CALL) {
				if (word->code == SLUICE_VM_CALL_1) {
					frame->registers[2] = word->immediate;
				} else {
					frame->registers[2] = (__s32)word->immediate;
					frame->registers[3] = (__s64)word->immediate >> 32;
				}
			}
			result = sluice_vm_function(ctx, frame, word->then & (SLUICE_STATS - SLUICE_STATS_FUNCTIONS - 1));
			if (sluice_is_final(result)) {
				word = (void *)code + ((place - 1) & (SLUICE_VM_WORDS - 1)) * sizeof(*word);
				sluice_vm_count_verdict(frame->chain, word->then & (SLUICE_STATS - SLUICE_STATS_FUNCTIONS - 1), result & 0xff);
				*end = result;
				return SLUICE_VM_DONE;
			}
			frame->registers[0] = result;
			continue;
		}
		operand = *sluice_vm_register(frame, word->source) + word->immediate;
		if (word->code == SLUICE_VM_EQUAL) {
			SLUICE_VM_BRANCH(*destination == operand);
			continue;
		}
		if (word->code == SLUICE_VM_MOVE) {
			*destination = operand;
			continue;
		}
		if (word->code == SLUICE_VM_EXIT) {
			result = frame->registers[0];
			sluice_vm_end(frame);
			if (sluice_is_final(result) || !top) {
				*end = sluice_vm_last(frame, result);
				return SLUICE_VM_DONE;
			}
			place = frame->back;
			top = (top - sizeof(*frame)) & SLUICE_VM_FRAMES;
			frame = (void *)vm + top;
			frame->registers[0] = result;
			continue;
		}
		switch (word->code) {
		case SLUICE_VM_JUMP:
			place = word->then;
			break;
		case SLUICE_VM_ADD:
			*destination += operand;
			break;
		case SLUICE_VM_AND:
			*destination &= operand;
			break;
		case SLUICE_VM_LOAD8:
			cause = sluice_vm_load(ctx, frame, operand, 1, destination);
			goto loaded;
		case SLUICE_VM_LOAD16:
			cause = sluice_vm_load(ctx, frame, operand, 2, destination);
			goto loaded;
		case SLUICE_VM_LOAD32:
			cause = sluice_vm_load(ctx, frame, operand, 4, destination);
			goto loaded;
		case SLUICE_VM_LOAD64:
			cause = sluice_vm_load(ctx, frame, operand, 8, destination);
			goto loaded;
		case SLUICE_VM_GREATER:
			SLUICE_VM_BRANCH(*destination > operand);
			break;
		case SLUICE_VM_GREATER_EQUAL:
			SLUICE_VM_BRANCH(*destination >= operand);
			break;
		case SLUICE_VM_SIGNED_GREATER:
			SLUICE_VM_BRANCH((__s64)*destination > (__s64)operand);
			break;
		case SLUICE_VM_SIGNED_GREATER_EQUAL:
			SLUICE_VM_BRANCH((__s64)*destination >= (__s64)operand);
			break;
		case SLUICE_VM_ANY_BIT:
			SLUICE_VM_BRANCH(*destination & operand);
			break;
		case SLUICE_VM_SWAP16:
			*destination = bpf_htons(*destination);
			break;
		case SLUICE_VM_SWAP32:
			*destination = bpf_htonl(*destination);
			break;
		case SLUICE_VM_SWAP64:
			*destination = bpf_cpu_to_be64(*destination);
			break;
		case SLUICE_VM_SHIFT_LEFT:
			*destination <<= operand & 63;
			break;
		case SLUICE_VM_SHIFT_RIGHT:
			*destination >>= operand & 63;
			break;
		case SLUICE_VM_SHIFT_ARITHMETIC:
			*destination = (__s64)*destination >> (operand & 63);
			break;
		case SLUICE_VM_OR:
			*destination |= operand;
			break;
		case SLUICE_VM_XOR:
			*destination ^= operand;
			break;
		case SLUICE_VM_SUBTRACT:
			*destination -= operand;
			break;
		case SLUICE_VM_MULTIPLY:
			*destination *= operand;
			break;
		case SLUICE_VM_DIVIDE:
			*destination = operand ? *destination / operand : 0;
			break;
		case SLUICE_VM_MODULO:
			if (operand)
				*destination %= operand;
			break;
		case SLUICE_VM_STORE8:
			cause = sluice_vm_store(ctx, frame, *destination + (__s16)word->then, 1, operand);
			goto stored;
		case SLUICE_VM_STORE16:
			cause = sluice_vm_store(ctx, frame, *destination + (__s16)word->then, 2, operand);
			goto stored;
		case SLUICE_VM_STORE32:
			cause = sluice_vm_store(ctx, frame, *destination + (__s16)word->then, 4, operand);
			goto stored;
		case SLUICE_VM_STORE64:
			cause = sluice_vm_store(ctx, frame, *destination + (__s16)word->then, 8, operand);
			goto stored;
		case SLUICE_VM_CALL_CHAIN:
			cause = SLUICE_FAULT_NESTING;
			if (top == SLUICE_VM_FRAMES)
				goto fault;
			called = (void *)vm + ((top + sizeof(*frame)) & SLUICE_VM_FRAMES);
			called->registers[1] = frame->registers[1];
			called->registers[2] = frame->registers[2];
			called->registers[3] = frame->registers[3];
			called->registers[4] = frame->registers[4];
			called->registers[5] = frame->registers[5];
			called->back = place;
			top = (top + sizeof(*frame)) & SLUICE_VM_FRAMES;
			frame = called;
			place = word->then;
			sluice_vm_begin(frame, word->other);
			break;
		case SLUICE_VM_CLEAR_STACK:
			__builtin_memset(frame->stack, 0, sizeof(frame->stack));
			break;
		case SLUICE_VM_FAULT:
			cause = word->then;
			goto fault;
		default:
			cause = SLUICE_FAULT_INSTRUCTION;
			goto fault;
		}
		continue;
loaded:
stored:
		if (cause != SLUICE_VM_NO_FAULT)
			goto fault;
	}
	vm->top = top;
	vm->budget = budget;
	vm->place = place;
	return SLUICE_VM_GOES_ON;
#if SLUICE_VM_ENDLESS
exhausted:
	cause = SLUICE_FAULT_BUDGET;
#endif
fault:
	*end = sluice_vm_fault(frame, cause);
	return SLUICE_VM_DONE;
}

#if !SLUICE_VM_ENDLESS
/* A slice of a packet's way: verified once, whatever the number of slices. */
__u64 sluice_vm_slice(struct xdp_md *ctx)
{
	struct sluice_vm_code *code;
	struct sluice_vm *vm;
	__u64 end = 0;
	__u32 key = 0;

	vm = bpf_map_lookup_elem(&sluice_vm_state, &key);
	code = bpf_map_lookup_elem(&sluice_vm_code, &key);
	if (!vm || !code || sluice_vm_run(ctx, vm, code, &end) == SLUICE_VM_GOES_ON)
		return 0;
	return end;
}

__u64 sluice_vm_slices(struct xdp_md *ctx)
{
	__u64 end = 0;

	for (int i = 0; i < SLUICE_VM_SLICES && !end; i++)
		end = sluice_vm_slice(ctx);
	return end;
}
#endif

/* The time of chains that a verdict or a fault has ended: they did not come to their own end. */
static __noinline int sluice_vm_stop(struct sluice_vm *vm)
{
#if SLUICE_VM_ENDLESS
	/* The place comes from memory: verifiers then take each round for the same one. */
	vm->top = SLUICE_VM_FRAMES;
	for (;;) {
		asm volatile goto("may_goto %l[done]" :::: done);
		barrier();
		sluice_vm_end((void *)vm + (vm->top & SLUICE_VM_FRAMES));
		if (!vm->top)
			break;
		vm->top -= sizeof(struct sluice_vm_frame);
	}
done:
#else
#pragma clang loop unroll(disable)
	for (int i = 0; i < SLUICE_VM_DEPTH; i++)
		sluice_vm_end(vm->frames + i);
#endif
	return 0;
}

/* Runs a chain for the packet: in place of the loader's declaration. */
__u64 sluice_chain(struct xdp_md *ctx, __u32 chain)
{
	struct sluice_vm_code *code;
	__u32 key = 0, *place;
	struct sluice_vm *vm;
	__u64 end = 0;

	vm = bpf_map_lookup_elem(&sluice_vm_state, &key);
	code = bpf_map_lookup_elem(&sluice_vm_code, &key);
	if (!vm || !code)
		return 0;
	vm->top = 0;
	vm->budget = sluice_vm_settings.budget;
	sluice_vm_begin(vm->frames, chain & (SLUICE_VM_CHAINS - 1));
	place = bpf_map_lookup_elem(&sluice_vm_chains, &chain);
	if (!place || !*place)
		return sluice_vm_fault(vm->frames, SLUICE_FAULT_CHAIN);
	vm->place = *place;
#if SLUICE_VM_ENDLESS
	sluice_vm_run(ctx, vm, code, &end);
#else
	for (int i = 0; i < SLUICE_VM_SLICES && !end; i++)
		end = sluice_vm_slices(ctx);
	if (!end)
		end = sluice_vm_fault(vm->frames, SLUICE_FAULT_BUDGET);
#endif
	if (sluice_vm_settings.times)
		sluice_vm_stop(vm);
	return end;
}

#endif
