// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
/* What processes do, with their ancestors: system calls with paths, buffers and addresses, told apart by a table of what each
 * argument is; starts, ends and executions out of the kernel's own objects; all tasks on demand. */
// build-bpf: min-clang=16
// bug 1: null-pointer, the record may not have been reserved
// bug 2: map-value-bounds, the position in the buffer is not kept within it
// bug 3: reference-leak, the record is not given back where the path cannot be read
// bug 4: helper-size, the length to copy has no bound
// bug 5: forbidden-access, a task's name is read beyond its end
// bug 6: helper-argument, the parent of an untrusted task is acquired
// bug 7: null-pointer, the task that an iterator gives at its end is read
// bug 8: context-access, a tracepoint has no such argument
#include "common.h"

#include <bpf/bpf_core_read.h>

#define CORE __attribute__((preserve_access_index))
#define BUFFER 8192
#define HALF (BUFFER / 2)
#define ARGUMENTS 6
#define DEPTH 8

struct qstr {
	const unsigned char *name;
} CORE;

struct dentry {
	struct dentry *d_parent;
	struct qstr d_name;
} CORE;

struct path {
	struct dentry *dentry;
} CORE;

struct inode {
	unsigned long i_ino;
	unsigned short i_mode;
} CORE;

struct file {
	struct path f_path;
	struct inode *f_inode;
	unsigned int f_flags;
} CORE;

struct mm_struct {
	struct file *exe_file;
	unsigned long arg_start, arg_end;
} CORE;

struct kernfs_node {
	unsigned long long id;
} CORE;

struct cgroup {
	struct kernfs_node *kn;
	int level;
} CORE;

struct css_set {
	struct cgroup *dfl_cgrp;
} CORE;

struct cred;

struct task_struct {
	int pid, tgid, exit_code;
	unsigned int flags;
	char comm[16];
	unsigned long long start_time;
	struct task_struct *real_parent, *group_leader, *last_wakee;
	struct css_set *cgroups;
	struct mm_struct *mm;
} CORE;

struct linux_binprm {
	struct file *file;
	const char *filename;
	int argc;
} CORE;

struct pt_regs___x86 {
	unsigned long di, si, dx, r10, r8, r9;
} CORE;

extern struct task_struct *bpf_task_acquire(struct task_struct *p) __ksym;
extern void bpf_task_release(struct task_struct *p) __ksym;

enum kind { NOTHING, NUMBER, PATH, BYTES, ADDRESS, VECTOR };

struct call {
	__u8 kinds[ARGUMENTS];
	__u8 length_in; /* The argument with the length of a buffer. */
	__u8 flags;
};

struct buffer {
	__u8 bytes[BUFFER];
};

struct head {
	__u64 time, cgroup, start;
	__u32 pid, tid, parent, ancestors[DEPTH];
	__u32 call, length, arguments;
	char name[16];
};

struct ended {
	struct head head;
	__u32 code, flags;
	__u64 inode, lived;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 512);
	__type(key, __u32);
	__type(value, struct call);
} calls SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct buffer);
} scratch SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 32768);
	__type(key, __u32);
	__type(value, __u64);
} started SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 1 << 20);
} records SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024);
	__type(key, __u64);
	__type(value, __u32);
} watched SEC(".maps");

INLINE void describe(struct head *head, struct task_struct *task)
{
	struct task_struct *ancestor = task;

	head->time = bpf_ktime_get_boot_ns();
	head->pid = task->tgid;
	head->tid = task->pid;
	head->parent = task->real_parent->tgid;
	head->start = task->start_time;
	head->cgroup = task->cgroups->dfl_cgrp->kn->id;
	bpf_probe_read_kernel_str(head->name, sizeof(head->name), task->comm);
#pragma clang loop unroll(full)
	for (int level = 0; level < DEPTH; level++) {
		ancestor = ancestor->real_parent;
		head->ancestors[level] = ancestor->pid;
	}
}

/* Copies what an argument points to behind what is there already; the new length. */
NOINLINE int copy(struct buffer *buffer, __u32 at, __u64 address, __u32 kind, __u32 length)
{
	long copied;

	if (!buffer)
		return 0;
#if BUG != 2
	if (at > HALF)
		return HALF;
#endif
	switch (kind) {
	case PATH:
		copied = bpf_probe_read_user_str(&buffer->bytes[at], 256, (void *)address);
		break;
	case BYTES:
#if BUG != 4
		length &= 1023;
#endif
		copied = bpf_probe_read_user(&buffer->bytes[at], length, (void *)address) ? -1 : length;
		break;
	case ADDRESS:
		copied = bpf_probe_read_user(&buffer->bytes[at], 28, (void *)address) ? -1 : 28;
		break;
	case VECTOR:
		copied = 0;
#pragma clang loop unroll(disable)
		for (int entry = 0; entry < 8; entry++) {
			__u64 text = 0;
			long more;

			if (bpf_probe_read_user(&text, sizeof(text), (void *)(address + entry * 8)) || !text)
				break;
			if (copied < 0 || copied > 1024)
				break;
			more = bpf_probe_read_user_str(&buffer->bytes[at + copied], 128, (void *)text);
			if (more <= 0)
				break;
			copied += more;
		}
		break;
	default:
		buffer->bytes[at] = kind;
		copied = 1;
	}
	if (copied < 0 || copied > HALF)
		return at;
	return at + copied;
}

SEC("raw_tp/sys_enter")
int enter(struct bpf_raw_tracepoint_args *ctx)
{
	struct pt_regs___x86 *registers = (void *)ctx->args[0];
	struct task_struct *task = (void *)bpf_get_current_task();
	__u32 number = ctx->args[1], zero = 0, length = sizeof(struct head), next;
	__u64 arguments[ARGUMENTS] = {};
	struct buffer *buffer;
	struct head *head;
	struct call *call;

	call = bpf_map_lookup_elem(&calls, &number);
	if (!call || !call->flags)
		return 0;
	buffer = bpf_map_lookup_elem(&scratch, &zero);
	if (!buffer)
		return 0;
	head = (void *)buffer;
	head->time = bpf_ktime_get_boot_ns();
	head->pid = bpf_get_current_pid_tgid() >> 32;
	head->tid = bpf_get_current_pid_tgid();
	head->parent = BPF_CORE_READ(task, real_parent, tgid);
	head->cgroup = bpf_get_current_cgroup_id();
	head->call = number;
	bpf_get_current_comm(head->name, sizeof(head->name));
	arguments[0] = BPF_CORE_READ(registers, di);
	arguments[1] = BPF_CORE_READ(registers, si);
	arguments[2] = BPF_CORE_READ(registers, dx);
	arguments[3] = BPF_CORE_READ(registers, r10);
	arguments[4] = BPF_CORE_READ(registers, r8);
	arguments[5] = BPF_CORE_READ(registers, r9);
#pragma clang loop unroll(full)
	for (int at = 0; at < ARGUMENTS; at++) {
		__u32 kind = call->kinds[at];

		if (kind == NOTHING)
			break;
		if (kind == NUMBER) {
			if (length > HALF)
				break;
			*(__u64 *)&buffer->bytes[length & (HALF - 8)] = arguments[at];
			length += 8;
			continue;
		}
		next = copy(buffer, length, arguments[at], kind, arguments[call->length_in < ARGUMENTS ? call->length_in : 0]);
		length = next;
		head->arguments = at + 1;
	}
	if (length > HALF)
		length = HALF;
	head->length = length;
	bpf_ringbuf_output(&records, buffer, length, 0);
	return 0;
}

SEC("tp_btf/sched_process_exec")
int executed(__u64 *ctx)
{
	struct task_struct *task = (void *)ctx[0];
	struct linux_binprm *program = (void *)ctx[2];
	struct ended *record;
	long read;

#if BUG == 8
	program = (void *)ctx[3];
#endif
	record = bpf_ringbuf_reserve(&records, sizeof(*record) + 256, 0);
#if BUG != 1
	if (!record)
		return 0;
#endif
	describe(&record->head, task);
	record->inode = program->file->f_inode->i_ino;
	record->flags = program->file->f_inode->i_mode;
	record->code = program->argc;
	record->lived = 0;
	read = bpf_probe_read_kernel_str(record + 1, 256, program->filename);
	if (read < 0) {
#if BUG != 3
		bpf_ringbuf_discard(record, 0);
#endif
		return 0;
	}
	record->head.length = sizeof(*record) + read;
	bpf_ringbuf_submit(record, 0);
	return 0;
}

SEC("tp_btf/task_newtask")
int created(__u64 *ctx)
{
	struct task_struct *task = (void *)ctx[0], *parent;
	__u64 now = bpf_ktime_get_ns();
	__u32 pid = task->pid;

	bpf_map_update_elem(&started, &pid, &now, 0);
#if BUG == 6
	parent = bpf_task_acquire(task->last_wakee->real_parent);
#else
	parent = bpf_task_acquire(task->real_parent);
#endif
	if (!parent)
		return 0;
	pid = parent->pid;
	bpf_task_release(parent);
	if (!bpf_map_lookup_elem(&started, &pid))
		bpf_map_update_elem(&started, &pid, &now, BPF_NOEXIST);
	return 0;
}

SEC("tp_btf/sched_process_exit")
int ended(__u64 *ctx)
{
	struct task_struct *task = (void *)ctx[0];
	struct ended *record;
	__u32 pid = task->pid;
	__u64 *since;

	since = bpf_map_lookup_elem(&started, &pid);
	if (task->pid != task->tgid) {
		bpf_map_delete_elem(&started, &pid);
		return 0;
	}
	record = bpf_ringbuf_reserve(&records, sizeof(*record), 0);
	if (!record)
		return 0;
	describe(&record->head, task);
	record->code = task->exit_code >> 8;
	record->flags = task->flags;
	record->lived = since ? record->head.time - *since : 0;
	record->inode = 0;
#if BUG == 5
	record->inode = *(volatile __u64 *)(task->comm + 12);
#endif
	bpf_ringbuf_submit(record, record->code ? BPF_RB_FORCE_WAKEUP : BPF_RB_NO_WAKEUP);
	bpf_map_delete_elem(&started, &pid);
	return 0;
}

struct bpf_iter_meta {
	struct seq_file *seq;
	unsigned long long seq_num;
} CORE;

SEC("iter/task_file")
int files(__u64 *ctx)
{
	struct bpf_iter_meta *meta = (void *)ctx[0];
	struct task_struct *task = (void *)ctx[1];
	struct file *file = (void *)ctx[3];
	__u32 descriptor = ctx[2], *rule;
	static const char format[] = "%d %d %s %llu %x\n";
	__u64 inode;

#if BUG != 7
	if (!task || !file)
		return 0;
#endif
	inode = file->f_inode->i_ino;
	rule = bpf_map_lookup_elem(&watched, &inode);
	if (!rule)
		return 0;
	{
		__u64 values[] = { task->tgid, descriptor, (__u64)task->comm, inode, file->f_flags };

		bpf_seq_printf(meta->seq, format, sizeof(format), values, sizeof(values));
	}
	return 0;
}
