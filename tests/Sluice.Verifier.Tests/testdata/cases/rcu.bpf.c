// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
/* Iterators of the kernel's objects, which may sleep: what RCU protects, and for how long. */
// build-bpf: min-clang=16
#include "cases.h"
#include "kernel.h"

#define EACH_TASK "iter/task"
#define EACH_TASK_SLEEPABLE "iter.s/task"

CASE(EACH_TASK, ACCEPT, reads_each_task)
{
	struct task_struct *task = (void *)ctx[1];

	if (task)
		sink = task->pid;
	return 0;
}

CASE(EACH_TASK, REJECT("null-pointer"), reads_the_end)
{
	struct task_struct *task = (void *)ctx[1];

	sink = task->pid;
	return 0;
}

CASE(EACH_TASK, REJECT("return-value"), returns_too_much)
{
	return 2;
}

CASE(EACH_TASK, ACCEPT, writes_the_output)
{
	struct bpf_iter_meta *meta = (void *)ctx[0];
	char text[] = "task";

	bpf_seq_write(meta->seq, text, sizeof(text));
	return 0;
}

CASE(EACH_TASK, REJECT("helper-argument"), writes_to_another_object)
{
	struct bpf_iter_meta *meta = (void *)ctx[0];
	char text[] = "task";

	bpf_seq_write((void *)meta, text, sizeof(text));
	return 0;
}

CASE("iter/task_file", ACCEPT, reads_each_file)
{
	struct file *file = (void *)ctx[3];

	if (file)
		sink = file->f_inode->i_ino;
	return 0;
}

CASE("iter/bpf_map_elem", REJECT("null-pointer"), reads_a_key_that_may_be_null)
{
	__u32 *key = (void *)ctx[2];

	sink = *key;
	return 0;
}

CASE("iter/bpf_map_elem", ACCEPT, reads_a_key)
{
	__u32 *key = (void *)ctx[2];

	if (key)
		sink = key[1];
	return 0;
}

CASE(EACH_TASK_SLEEPABLE, REJECT("helper-argument"), acquires_outside_of_a_section)
{
	struct task_struct *task = (void *)ctx[1], *parent;

	if (!task)
		return 0;
	parent = bpf_task_acquire(task->real_parent);
	if (parent)
		bpf_task_release(parent);
	return 0;
}

CASE(EACH_TASK_SLEEPABLE, ACCEPT, acquires_within_a_section)
{
	struct task_struct *task = (void *)ctx[1], *parent;

	if (!task)
		return 0;
	bpf_rcu_read_lock();
	parent = bpf_task_acquire(task->real_parent);
	bpf_rcu_read_unlock();
	if (parent)
		bpf_task_release(parent);
	return 0;
}

CASE(EACH_TASK_SLEEPABLE, REJECT("helper-argument"), acquires_after_the_section)
{
	struct task_struct *task = (void *)ctx[1], *parent, *mine;

	if (!task)
		return 0;
	bpf_rcu_read_lock();
	parent = task->real_parent;
	bpf_rcu_read_unlock();
	mine = bpf_task_acquire(parent);
	if (mine)
		bpf_task_release(mine);
	return 0;
}

CASE(EACH_TASK_SLEEPABLE, ACCEPT, reads_after_the_section)
{
	struct task_struct *task = (void *)ctx[1], *parent;

	if (!task)
		return 0;
	bpf_rcu_read_lock();
	parent = task->real_parent;
	bpf_rcu_read_unlock();
	sink = parent->pid;
	return 0;
}

CASE(EACH_TASK_SLEEPABLE, REJECT("helper-argument"), hands_over_what_it_walked_to_outside_of_a_section)
{
	struct task_struct *task = (void *)ctx[1];
	struct pt_regs___kernel *regs;

	if (!task)
		return 0;
	regs = (void *)bpf_task_pt_regs(task->last_wakee);
	sink = regs->ip;
	return 0;
}

CASE(EACH_TASK_SLEEPABLE, REJECT("lock"), leaves_a_section_open)
{
	bpf_rcu_read_lock();
	return 0;
}

CASE(EACH_TASK_SLEEPABLE, REJECT("lock"), sleeps_in_a_section)
{
	__u64 value = 0;

	bpf_rcu_read_lock();
	bpf_copy_from_user(&value, sizeof(value), (void *)8);
	bpf_rcu_read_unlock();
	sink = value;
	return 0;
}

CASE(EACH_TASK_SLEEPABLE, ACCEPT, sleeps_after_a_section)
{
	__u64 value = 0;

	bpf_rcu_read_lock();
	bpf_rcu_read_unlock();
	bpf_copy_from_user(&value, sizeof(value), (void *)8);
	sink = value;
	return 0;
}

/* --- Kernel pointers in maps. --- */

struct held {
	struct task_struct kptr *task;
	struct cgroup kptr *group;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, struct held);
} kept SEC(".maps");

#define FIND(entry) \
	__u32 key = 0; \
	struct held *entry = bpf_map_lookup_elem(&kept, &key); \
	if (!entry) \
		return 0

CASE("tp_btf/task_newtask", ACCEPT, keeps_a_task)
{
	struct task_struct *task, *old;
	FIND(entry);

	task = bpf_task_acquire((void *)ctx[0]);
	if (!task)
		return 0;
	old = bpf_kptr_xchg(&entry->task, task);
	if (old)
		bpf_task_release(old);
	return 0;
}

CASE("tp_btf/task_newtask", REJECT("helper-argument"), keeps_a_task_as_a_control_group)
{
	struct task_struct *task;
	struct cgroup *old;
	FIND(entry);

	task = bpf_task_acquire((void *)ctx[0]);
	if (!task)
		return 0;
	old = bpf_kptr_xchg(&entry->group, (void *)task);
	if (old)
		bpf_cgroup_release(old);
	return 0;
}

CASE("tp_btf/task_newtask", REJECT("bad-release"), keeps_what_it_does_not_hold)
{
	struct task_struct *old;
	FIND(entry);

	old = bpf_kptr_xchg(&entry->task, (void *)ctx[0]);
	if (old)
		bpf_task_release(old);
	return 0;
}

CASE("tp_btf/task_newtask", ACCEPT, reads_what_is_kept)
{
	struct task_struct *task;
	FIND(entry);

	task = entry->task;
	if (task)
		sink = task->pid;
	return 0;
}

CASE("tp_btf/task_newtask", REJECT("null-pointer"), reads_what_may_not_be_kept)
{
	FIND(entry);

	sink = entry->task->pid;
	return 0;
}
