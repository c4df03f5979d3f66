/* SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0 */
/*
 * The memory of chains: 32-bit addresses, the bank in the uppermost byte. Bank 1 is the packet behind a slot of 8 bytes
 * that reads as its length, 3 what functions share (struct sluice_packet), 4 the chain's own stack. Bytes are the packet's
 * own: code swaps them where a number is meant.
 */
#ifndef SLUICE_VM_MEMORY_H
#define SLUICE_VM_MEMORY_H

#include "vm.h"

#define SLUICE_VM_BANK_PACKET 0x01000000
#define SLUICE_VM_BANK_SHARED 0x03000000
#define SLUICE_VM_BANK_STACK 0x04000000
#define SLUICE_VM_SHARED_SIZE 4096
#define SLUICE_VM_PACKET_START 8 /* of the bank: the packet's first byte */
#define SLUICE_VM_CURSOR_SIZE 16 /* of the shared memory: what every packet's loader sets anew */

#define SLUICE_VM_NO_FAULT SLUICE_FAULTS

/* Size bytes of the packet, or NULL. */
static __always_inline void *sluice_vm_packet(struct xdp_md *ctx, __u32 offset, __u32 size)
{
	void *start = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;

	offset -= SLUICE_VM_PACKET_START;
	if (offset >= SLUICE_UNSET)
		return NULL;
	start += offset;
	return start + size > end ? NULL : start;
}

static __always_inline __u64 sluice_vm_read(void *at, __u32 size)
{
	switch (size) {
	case 1:
		return *(__u8 *)at;
	case 2:
		return *(__u16 *)at;
	case 4:
		return *(__u32 *)at;
	default:
		return *(__u64 *)at;
	}
}

static __always_inline void sluice_vm_write(void *at, __u32 size, __u64 value)
{
	switch (size) {
	case 1:
		*(__u8 *)at = value;
		break;
	case 2:
		*(__u16 *)at = value;
		break;
	case 4:
		*(__u32 *)at = value;
		break;
	default:
		*(__u64 *)at = value;
	}
}

/* Reads size bytes, a constant. The fault, or SLUICE_VM_NO_FAULT. */
static __always_inline enum sluice_fault sluice_vm_load(struct xdp_md *ctx, struct sluice_vm_frame *frame, __u32 address,
							__u32 size, __u64 *value)
{
	__u32 offset = address & 0xffffff;
	struct sluice_packet *shared;
	void *at;

	barrier_var(offset); /* the number that is compared is to be the one that is added, for the verifier to see it */
	switch (address & 0xff000000) {
	case SLUICE_VM_BANK_PACKET:
		if (!offset) {
			*value = sluice_length(ctx);
			return SLUICE_VM_NO_FAULT;
		}
		at = sluice_vm_packet(ctx, offset, size);
		if (!at)
			return SLUICE_FAULT_PACKET;
		*value = sluice_vm_read(at, size);
		return SLUICE_VM_NO_FAULT;
	case SLUICE_VM_BANK_SHARED:
		shared = sluice_packet(ctx);
		if (!shared || offset > SLUICE_VM_SHARED_SIZE - size)
			return SLUICE_FAULT_MEMORY;
		*value = sluice_vm_read((void *)shared + offset, size);
		return SLUICE_VM_NO_FAULT;
	case SLUICE_VM_BANK_STACK:
		if (offset > SLUICE_VM_STACK - size)
			return SLUICE_FAULT_MEMORY;
		*value = sluice_vm_read(frame->stack + offset, size);
		return SLUICE_VM_NO_FAULT;
	default:
		return SLUICE_FAULT_MEMORY;
	}
}

/* Writes size bytes, a constant. Writing the packet's length does nothing, as published. */
static __always_inline enum sluice_fault sluice_vm_store(struct xdp_md *ctx, struct sluice_vm_frame *frame, __u32 address,
							 __u32 size, __u64 value)
{
	__u32 offset = address & 0xffffff;
	struct sluice_packet *shared;
	void *at;

	barrier_var(offset); /* the number that is compared is to be the one that is added, for the verifier to see it */
	switch (address & 0xff000000) {
	case SLUICE_VM_BANK_PACKET:
		if (!offset)
			return SLUICE_VM_NO_FAULT;
		at = sluice_vm_packet(ctx, offset, size);
		if (!at)
			return SLUICE_FAULT_PACKET;
		sluice_vm_write(at, size, value);
		return SLUICE_VM_NO_FAULT;
	case SLUICE_VM_BANK_SHARED:
		shared = sluice_packet(ctx);
		if (!shared || offset > SLUICE_VM_SHARED_SIZE - size)
			return SLUICE_FAULT_MEMORY;
		if (offset + size > SLUICE_VM_CURSOR_SIZE)
			shared->used = 1;
		sluice_vm_write((void *)shared + offset, size, value);
		return SLUICE_VM_NO_FAULT;
	case SLUICE_VM_BANK_STACK:
		if (offset > SLUICE_VM_STACK - size)
			return SLUICE_FAULT_MEMORY;
		sluice_vm_write(frame->stack + offset, size, value);
		return SLUICE_VM_NO_FAULT;
	default:
		return SLUICE_FAULT_MEMORY;
	}
}

#endif
