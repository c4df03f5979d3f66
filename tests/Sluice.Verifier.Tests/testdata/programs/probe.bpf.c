// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
/* A system call probe: a scratch buffer per CPU that is filled field by field at a moving offset, strings from user
 * space, loops over arguments, kernel structs read by CO-RE, tail calls by the call's number, a ring buffer. */
// bug 1: pointer-arithmetic, the buffer's offset is not masked
// bug 2: reference-leak, the record is not discarded when its filling fails
// bug 3: null-pointer, the start may not be known
// bug 4: helper-size, the length of the copy has no bound
#define __TARGET_ARCH_x86
#include "common.h"
#include <linux/ptrace.h>

#include <bpf/bpf_core_read.h>
#include <bpf/bpf_tracing.h>

#define SCRATCH_SIZE (8 * 1024)
#define SCRATCH_SAFE (SCRATCH_SIZE - 1)
#define MAX_STRING 4096
#define MAX_ARGS 20

struct qstr___x {
	const unsigned char *name;
} __attribute__((preserve_access_index));

struct dentry___x {
	struct dentry___x *d_parent;
	struct qstr___x d_name;
} __attribute__((preserve_access_index));

struct path___x {
	struct dentry___x *dentry;
} __attribute__((preserve_access_index));

struct file___x {
	struct path___x f_path;
	unsigned int f_flags;
} __attribute__((preserve_access_index));

struct mm_struct___x {
	unsigned long arg_start, arg_end, total_vm;
	struct file___x *exe_file;
} __attribute__((preserve_access_index));

struct task_struct___x {
	int pid, tgid;
	struct task_struct___x *real_parent;
	struct mm_struct___x *mm;
	char comm[16];
} __attribute__((preserve_access_index));

struct header {
	__u64 timestamp, thread;
	__u32 length;
	__u16 type;
	__u32 parameters;
} __attribute__((packed));

struct scratch {
	__u8 data[SCRATCH_SIZE * 2];
	__u64 position;
	__u8 lengths_position;
	__u16 type;
};

struct record {
	__u64 thread;
	__u32 depth;
	__u32 pids[16];
	char comm[16];
	char name[64];
};

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct scratch);
} scratches SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 1 << 20);
} events SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERF_EVENT_ARRAY);
	__type(key, __u32);
	__type(value, __u32);
} perf SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 512);
	__type(key, __u32);
	__type(value, __u32);
} handlers SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 10240);
	__type(key, __u64);
	__type(value, __u64);
} started SEC(".maps");

const volatile __u32 target_tgid = 0;
const volatile __u32 snap_length = 80;
__u64 dropped = 0;

INLINE struct scratch *scratch_get(void)
{
	__u32 zero = 0;

	return bpf_map_lookup_elem(&scratches, &zero);
}

INLINE void push_u64(struct scratch *scratch, __u64 value)
{
	*(__u64 *)&scratch->data[scratch->position & SCRATCH_SAFE] = value;
	scratch->position += sizeof(value);
}

INLINE void push_u16(struct scratch *scratch, __u16 value)
{
#if BUG == 1
	*(__u16 *)&scratch->data[scratch->position] = value;
#else
	*(__u16 *)&scratch->data[scratch->position & SCRATCH_SAFE] = value;
#endif
	scratch->position += sizeof(value);
}

INLINE void push_length(struct scratch *scratch, __u16 length)
{
	*(__u16 *)&scratch->data[scratch->lengths_position & SCRATCH_SAFE] = length;
	scratch->lengths_position = (scratch->lengths_position + sizeof(length)) & SCRATCH_SAFE;
}

NOINLINE __u16 push_string(struct scratch *scratch, unsigned long address, __u16 limit, int from_user)
{
	long length;

	if (!scratch)
		return 0;
	if (from_user)
		length = bpf_probe_read_user_str(&scratch->data[scratch->position & SCRATCH_SAFE], limit & (MAX_STRING - 1), (void *)address);
	else
		length = bpf_probe_read_kernel_str(&scratch->data[scratch->position & SCRATCH_SAFE], limit & (MAX_STRING - 1), (void *)address);
	if (length <= 0)
		length = 0;
	scratch->position += length;
	push_length(scratch, length);
	return length;
}

INLINE __u16 push_bytes(struct scratch *scratch, unsigned long address, __u64 length)
{
#if BUG == 4
	if (length == 0)
#else
	if (length == 0 || length > snap_length || length > MAX_STRING)
#endif
		return 0;
	if (bpf_probe_read_user(&scratch->data[scratch->position & SCRATCH_SAFE], length, (void *)address))
		return 0;
	scratch->position += length;
	push_length(scratch, length);
	return length;
}

INLINE void push_arguments(struct scratch *scratch, unsigned long *argv)
{
	unsigned long pointer = 0;
	__u16 total = 0;

	for (int index = 0; index < MAX_ARGS; ++index) {
		if (bpf_probe_read_user(&pointer, sizeof(pointer), &argv[index]) || !pointer)
			break;
		__u16 length = push_string(scratch, pointer, MAX_STRING, 1);
		if (!length)
			break;
		total += length;
	}
	push_length(scratch, total);
}

INLINE void push_path(struct scratch *scratch, struct task_struct___x *task)
{
	struct dentry___x *dentry = BPF_CORE_READ(task, mm, exe_file, f_path.dentry);

	for (int depth = 0; depth < 24; depth++) {
		struct dentry___x *parent = BPF_CORE_READ(dentry, d_parent);
		const unsigned char *name = BPF_CORE_READ(dentry, d_name.name);

		push_string(scratch, (unsigned long)name, 256, 0);
		if (!parent || parent == dentry)
			break;
		dentry = parent;
	}
}

INLINE void begin(struct scratch *scratch, __u16 type, __u32 parameters)
{
	struct header *header = (struct header *)scratch->data;

	header->timestamp = bpf_ktime_get_boot_ns();
	header->thread = bpf_get_current_pid_tgid() & 0xffffffff;
	header->type = type;
	header->parameters = parameters;
	scratch->position = sizeof(*header) + parameters * sizeof(__u16);
	scratch->lengths_position = sizeof(*header);
	scratch->type = type;
}

INLINE void submit(void *ctx, struct scratch *scratch)
{
	struct header *header = (struct header *)scratch->data;

	if (scratch->position > SCRATCH_SIZE) {
		__sync_fetch_and_add(&dropped, 1);
		return;
	}
	header->length = scratch->position;
	bpf_ringbuf_output(&events, scratch->data, scratch->position & SCRATCH_SAFE, 0);
}

SEC("raw_tp/sys_enter")
int sys_enter(struct bpf_raw_tracepoint_args *ctx)
{
	__u64 id = ctx->args[1];
	__u64 key = bpf_get_current_pid_tgid(), now = bpf_ktime_get_ns();

	if (target_tgid && key >> 32 != target_tgid)
		return 0;
	bpf_map_update_elem(&started, &key, &now, BPF_ANY);
	bpf_tail_call(ctx, &handlers, id & 511);
	return 0;
}

SEC("raw_tp/sys_exit")
int sys_exit(struct bpf_raw_tracepoint_args *ctx)
{
	struct task_struct___x *task = (void *)bpf_get_current_task();
	struct scratch *scratch = scratch_get();
	__u64 registers[6] = {};
	long result = ctx->args[1];

	if (!scratch)
		return 0;
	begin(scratch, 1, 6);
	push_u64(scratch, result);
	push_length(scratch, 8);
	bpf_probe_read_kernel(registers, sizeof(registers), (void *)ctx->args[0]);
	push_string(scratch, registers[0], MAX_STRING, 1);
	push_bytes(scratch, registers[1], registers[2]);
	push_arguments(scratch, (unsigned long *)registers[1]);
	push_path(scratch, task);
	push_u16(scratch, BPF_CORE_READ(task, real_parent, real_parent, pid));
	submit(ctx, scratch);
	return 0;
}

SEC("tracepoint/sched/sched_process_exec")
int exec(void *ctx)
{
	struct task_struct___x *task = (void *)bpf_get_current_task();
	struct record *record = bpf_ringbuf_reserve(&events, sizeof(*record), 0);
	long length;

	if (!record)
		return 0;
	record->thread = bpf_get_current_pid_tgid();
	record->depth = 0;
	bpf_get_current_comm(record->comm, sizeof(record->comm));
	for (int depth = 0; depth < 16; depth++) {
		record->pids[depth] = BPF_CORE_READ(task, tgid);
		if (!record->pids[depth])
			break;
		record->depth = depth;
		task = BPF_CORE_READ(task, real_parent);
	}
	length = bpf_probe_read_kernel_str(record->name, sizeof(record->name), BPF_CORE_READ(task, mm, exe_file, f_path.dentry, d_name.name));
	if (length < 0) {
#if BUG != 2
		bpf_ringbuf_discard(record, 0);
#endif
		return 0;
	}
	bpf_ringbuf_submit(record, 0);
	return 0;
}

SEC("kprobe/do_sys_openat2")
int BPF_KPROBE(open_entry, int directory, const char *name)
{
	struct {
		__u64 thread;
		int directory;
		char comm[16];
		char name[128];
	} event = {};

	event.thread = bpf_get_current_pid_tgid();
	event.directory = directory;
	bpf_get_current_comm(&event.comm, sizeof(event.comm));
	bpf_probe_read_user_str(&event.name, sizeof(event.name), name);
	bpf_perf_event_output(ctx, &perf, BPF_F_CURRENT_CPU, &event, sizeof(event));
	return 0;
}

SEC("kretprobe/do_sys_openat2")
int BPF_KRETPROBE(open_return, int result)
{
	__u64 key = bpf_get_current_pid_tgid();
	__u64 *start = bpf_map_lookup_elem(&started, &key);

#if BUG != 3
	if (!start)
		return 0;
#endif
	__u64 took = bpf_ktime_get_ns() - *start;
	bpf_map_delete_elem(&started, &key);
	if (result < 0)
		return 0;
	bpf_printk("fd %d took %llu ns", result, took);
	return 0;
}
