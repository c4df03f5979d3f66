// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
/* Kernel objects: tasks that are acquired, kept in a map and released, RCU sections, fields read by CO-RE. */
// build-bpf: min-clang=16
// bug 1: reference-leak, the task is not released
// bug 2: null-pointer, the task may not exist
// bug 3: stale-pointer, the task is read after its release
// bug 4: lock, the RCU section is not ended
// bug 5: forbidden-access, the kernel pointer is overwritten
// bug 6: helper-argument, a task where a control group is expected
// bug 7: reference-leak, what was in the map is not released
#include "common.h"

struct task_struct {
	int pid;
} __attribute__((preserve_access_index));

struct cgroup {
	int level;
} __attribute__((preserve_access_index));

extern struct task_struct *bpf_task_acquire(struct task_struct *p) __ksym;
extern struct task_struct *bpf_task_from_pid(__s32 pid) __ksym;
extern void bpf_task_release(struct task_struct *p) __ksym;
extern void bpf_cgroup_release(struct cgroup *cgrp) __ksym;
extern void bpf_rcu_read_lock(void) __ksym;
extern void bpf_rcu_read_unlock(void) __ksym;

struct held {
	struct task_struct __attribute__((btf_type_tag("kptr"))) *task;
	__u64 seen;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 128);
	__type(key, __u32);
	__type(value, struct held);
} tasks SEC(".maps");

__u64 sums[64];

SEC("tp_btf/task_newtask")
int new_task(__u64 *ctx)
{
	struct task_struct *task = (void *)ctx[0], *mine, *old;
	struct held fresh = {}, *held;
	__u32 key = 1;

	mine = bpf_task_acquire(task);
#if BUG != 2
	if (!mine)
		return 0;
#endif
#if BUG == 6
	bpf_cgroup_release((void *)mine);
	return 0;
#endif
	key = mine->pid;
	bpf_map_update_elem(&tasks, &key, &fresh, BPF_NOEXIST);
	held = bpf_map_lookup_elem(&tasks, &key);
	if (!held) {
#if BUG != 1
		bpf_task_release(mine);
#endif
		return 0;
	}
	held->seen = bpf_ktime_get_ns();
#if BUG == 5
	held->task = mine;
#endif
	old = bpf_kptr_xchg(&held->task, mine);
#if BUG != 7
	if (old)
		bpf_task_release(old);
#endif
	return 0;
}

SEC("tp_btf/sched_switch")
int look(__u64 *ctx)
{
	struct task_struct *task, *mine;
	struct held *held;
	__u32 key = 2;

	held = bpf_map_lookup_elem(&tasks, &key);
	if (!held)
		return 0;
	bpf_rcu_read_lock();
	task = held->task;
	if (task) {
		mine = bpf_task_acquire(task);
		if (mine) {
			bpf_task_release(mine);
#if BUG == 3
			sums[0] = mine->pid;
#endif
		}
	}
#if BUG != 4
	bpf_rcu_read_unlock();
#endif
	mine = bpf_task_from_pid(1);
	if (mine)
		bpf_task_release(mine);
	return 0;
}
