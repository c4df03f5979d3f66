// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
/* Kernel objects: what their fields are, how far they are trusted, which arguments they suit. */
// build-bpf: min-clang=16
#include "cases.h"
#include "kernel.h"

#define NEW_TASK "tp_btf/task_newtask"
#define NEW_SKB "tp_btf/netif_receive_skb"

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16);
	__type(key, __u32);
	__type(value, __u64);
} numbers SEC(".maps");

/* --- Fields. --- */

CASE(NEW_TASK, ACCEPT, reads_a_field)
{
	struct task_struct *task = (void *)ctx[0];

	sink = task->pid;
	return 0;
}

CASE(NEW_TASK, ACCEPT, reads_a_byte_of_a_field)
{
	struct task_struct *task = (void *)ctx[0];

	sink = *(volatile __u8 *)&task->pid;
	return 0;
}

CASE(NEW_TASK, REJECT("forbidden-access"), reads_beyond_a_field)
{
	struct task_struct *task = (void *)ctx[0];

	sink = *(volatile __u64 *)((char *)&task->tgid + 1);
	return 0;
}

CASE(NEW_TASK, REJECT("forbidden-access"), reads_beyond_the_object)
{
	sink = *(volatile __u32 *)(ctx[0] + 100000);
	return 0;
}

CASE(NEW_TASK, REJECT("forbidden-access"), reads_before_the_object)
{
	sink = *(volatile __u32 *)(ctx[0] - 8);
	return 0;
}

CASE(NEW_TASK, REJECT("forbidden-access"), reads_half_a_pointer)
{
	struct task_struct *task = (void *)ctx[0];

	sink = *(volatile __u32 *)&task->group_leader;
	return 0;
}

CASE(NEW_TASK, ACCEPT, reads_within_an_array)
{
	struct task_struct *task = (void *)ctx[0];

	sink = *(volatile __u32 *)(task->comm + 12);
	return 0;
}

CASE(NEW_TASK, REJECT("forbidden-access"), reads_beyond_an_array)
{
	struct task_struct *task = (void *)ctx[0];

	sink = *(volatile __u64 *)(task->comm + 12);
	return 0;
}

CASE(NEW_TASK, REJECT("read-only-memory"), writes_a_field)
{
	struct task_struct *task = (void *)ctx[0];

	*(volatile int *)&task->pid = 1;
	return 0;
}

CASE(NEW_TASK, REJECT("forbidden-access"), moves_by_a_variable)
{
	sink = *(volatile __u32 *)(ctx[0] + (ctx[1] & 8));
	return 0;
}

CASE(NEW_TASK, ACCEPT, walks_to_other_objects)
{
	struct task_struct *task = (void *)ctx[0];

	sink = task->group_leader->pid + task->real_parent->pid + task->last_wakee->pid + task->cgroups->dfl_cgrp->kn->id;
	return 0;
}

CASE(NEW_SKB, ACCEPT, walks_through_a_union)
{
	struct sk_buff *skb = (void *)ctx[0];

	sink = skb->len + skb->dev->ifindex;
	return 0;
}

CASE(NEW_SKB, ACCEPT, reads_memory_that_need_not_be_there)
{
	struct sk_buff *skb = (void *)ctx[0];

	sink = skb->data[5] + *(volatile __u64 *)(skb->data + 100000);
	return 0;
}

CASE(NEW_SKB, ACCEPT, moves_in_memory_that_need_not_be_there)
{
	struct sk_buff *skb = (void *)ctx[0];

	sink = skb->data[skb->len & 0xff];
	return 0;
}

CASE(NEW_SKB, REJECT("read-only-memory"), writes_memory_that_need_not_be_there)
{
	struct sk_buff *skb = (void *)ctx[0];

	*(volatile __u8 *)skb->data = 1;
	return 0;
}

CASE(NEW_SKB, ACCEPT, copies_memory_that_need_not_be_there)
{
	struct sk_buff *skb = (void *)ctx[0];
	__u64 start = 0;

	bpf_probe_read_kernel(&start, sizeof(start), skb->data);
	sink = start;
	return 0;
}

CASE(NEW_SKB, REJECT("null-pointer"), reads_a_socket_that_may_be_null)
{
	struct sk_buff *skb = (void *)ctx[0];

	sink = skb->sk->__sk_common.skc_family;
	return 0;
}

CASE(NEW_SKB, ACCEPT, reads_a_socket_that_is_not_null)
{
	struct sk_buff *skb = (void *)ctx[0];
	struct sock___kernel *sk = skb->sk;

	if (sk)
		sink = sk->__sk_common.skc_family;
	return 0;
}

/* --- Arguments of the program. --- */

CASE(NEW_TASK, ACCEPT, reads_a_part_of_a_number)
{
	sink = *(volatile __u32 *)&ctx[1];
	return 0;
}

CASE(NEW_TASK, REJECT("context-access"), reads_a_part_of_an_address)
{
	sink = *(volatile __u32 *)&ctx[0];
	return 0;
}

CASE(NEW_TASK, REJECT("context-access"), reads_the_middle_of_an_argument)
{
	sink = *(volatile __u32 *)((void *)ctx + 12);
	return 0;
}

CASE(NEW_TASK, REJECT("context-access"), reads_an_argument_too_many)
{
	sink = ctx[2];
	return 0;
}

CASE("tp_btf/workqueue_execute_end", REJECT("context-access"), reads_the_address_of_a_function)
{
	sink = ctx[1];
	return 0;
}

CASE("tp_btf/kfree_skb", REJECT("null-pointer"), reads_an_argument_that_may_be_null)
{
	struct sock___kernel *sk = (void *)ctx[3];

	sink = sk->__sk_common.skc_family;
	return 0;
}

CASE("tp_btf/kfree_skb", ACCEPT, reads_an_argument_that_is_not_null)
{
	struct sock___kernel *sk = (void *)ctx[3];

	if (sk)
		sink = sk->__sk_common.skc_family;
	return 0;
}

CASE("tp_btf/tcp_send_reset", REJECT("null-pointer"), reads_an_argument_named_nullable)
{
	struct sk_buff *skb = (void *)ctx[1];

	sink = skb->len;
	return 0;
}

/* --- Trust. --- */

CASE(NEW_TASK, ACCEPT, acquires_what_it_is_given)
{
	struct task_struct *task = bpf_task_acquire((void *)ctx[0]);

	if (task)
		bpf_task_release(task);
	return 0;
}

CASE(NEW_TASK, ACCEPT, acquires_what_rcu_protects)
{
	struct task_struct *task = (void *)ctx[0];
	struct task_struct *parent = bpf_task_acquire(task->real_parent);

	if (parent)
		bpf_task_release(parent);
	return 0;
}

CASE(NEW_TASK, REJECT("helper-argument"), acquires_what_nobody_vouches_for)
{
	struct task_struct *task = (void *)ctx[0];
	struct task_struct *other = bpf_task_acquire(task->last_wakee);

	if (other)
		bpf_task_release(other);
	return 0;
}

CASE(NEW_TASK, REJECT("helper-argument"), acquires_what_it_has_walked_to)
{
	struct task_struct *task = (void *)ctx[0];
	struct task_struct *other = bpf_task_acquire(task->last_wakee->real_parent);

	if (other)
		bpf_task_release(other);
	return 0;
}

CASE(NEW_TASK, REJECT("helper-argument"), acquires_an_object_of_another_type)
{
	struct task_struct *task = bpf_task_acquire((void *)ctx[0]);

	if (!task)
		return 0;
	bpf_cgroup_release((void *)task);
	return 0;
}

CASE(NEW_TASK, REJECT("helper-argument"), acquires_the_middle_of_an_object)
{
	struct task_struct *task = bpf_task_acquire((void *)ctx[0] + 8);

	if (task)
		bpf_task_release(task);
	return 0;
}

CASE(NEW_TASK, REJECT("null-pointer"), releases_what_may_be_null)
{
	bpf_task_release(bpf_task_acquire((void *)ctx[0]));
	return 0;
}

CASE(NEW_TASK, ACCEPT, acquires_the_control_group)
{
	struct task_struct *task = (void *)ctx[0];
	struct cgroup *group = bpf_cgroup_acquire(task->cgroups->dfl_cgrp);

	if (group)
		bpf_cgroup_release(group);
	return 0;
}

CASE(NEW_TASK, ACCEPT, asks_a_set_of_cpus)
{
	struct task_struct *task = (void *)ctx[0];

	sink = bpf_cpumask_test_cpu(0, task->cpus_ptr);
	return 0;
}

CASE(NEW_TASK, ACCEPT, hands_a_task_to_a_helper)
{
	struct pt_regs___kernel *regs = (void *)bpf_task_pt_regs((void *)ctx[0]);

	sink = regs->ip;
	return 0;
}

CASE(NEW_TASK, ACCEPT, hands_what_nobody_vouches_for_to_a_helper)
{
	struct task_struct *task = (void *)ctx[0];
	struct pt_regs___kernel *regs = (void *)bpf_task_pt_regs(task->last_wakee);

	sink = regs->ip;
	return 0;
}

CASE(NEW_SKB, REJECT("helper-argument"), hands_a_packet_where_a_task_is_expected)
{
	struct pt_regs___kernel *regs = (void *)bpf_task_pt_regs((void *)ctx[0]);

	sink = regs->ip;
	return 0;
}

CASE(NEW_TASK, REJECT("helper-argument"), hands_a_number_where_a_task_is_expected)
{
	struct pt_regs___kernel *regs = (void *)bpf_task_pt_regs((void *)ctx[1]);

	sink = regs->ip;
	return 0;
}

CASE("tp_btf/inet_sock_set_state", ACCEPT, hands_a_socket_where_its_beginning_is_expected)
{
	struct sock___kernel *sk = (void *)bpf_skc_to_tcp_sock((void *)ctx[0]);

	if (sk)
		sink = 1;
	return 0;
}

CASE(NEW_SKB, REJECT("helper-argument"), hands_a_packet_where_a_socket_is_expected)
{
	sink = (__u64)bpf_skc_to_tcp_sock((void *)ctx[0]);
	return 0;
}

CASE(NEW_TASK, ACCEPT, reads_the_current_task)
{
	struct task_struct *task = (void *)bpf_get_current_task_btf();
	struct task_struct *mine = bpf_task_acquire(task);

	sink = task->pid;
	if (mine)
		bpf_task_release(mine);
	return 0;
}

/* --- Memory for helpers. --- */

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} ring SEC(".maps");

CASE(NEW_TASK, ACCEPT, hands_over_a_field)
{
	struct task_struct *task = (void *)ctx[0];

	bpf_ringbuf_output(&ring, &task->pid, sizeof(task->pid), 0);
	return 0;
}

CASE(NEW_TASK, ACCEPT, hands_over_a_whole_array)
{
	struct task_struct *task = (void *)ctx[0];

	bpf_ringbuf_output(&ring, &task->comm, sizeof(task->comm), 0);
	return 0;
}

CASE(NEW_TASK, REJECT("forbidden-access"), hands_over_more_than_a_field)
{
	struct task_struct *task = (void *)ctx[0];

	bpf_ringbuf_output(&ring, &task->comm, sizeof(task->comm) + 1, 0);
	return 0;
}

CASE(NEW_TASK, REJECT("helper-argument"), hands_over_a_walked_field)
{
	struct task_struct *task = (void *)ctx[0];

	bpf_ringbuf_output(&ring, &task->last_wakee->pid, sizeof(task->pid), 0);
	return 0;
}

CASE(NEW_TASK, REJECT("helper-argument"), hands_over_a_field_as_a_key)
{
	struct task_struct *task = (void *)ctx[0];

	sink = (__u64)bpf_map_lookup_elem(&numbers, &task->pid);
	return 0;
}

CASE(NEW_TASK, REJECT("helper-argument"), lets_a_helper_write_to_an_object)
{
	bpf_get_current_comm((void *)ctx[0], 16);
	return 0;
}

/* --- Casts. --- */

CASE(NEW_TASK, ACCEPT, casts_a_number)
{
	struct task_struct *task = bpf_rdonly_cast((void *)ctx[1], bpf_core_type_id_kernel(struct task_struct));

	sink = task->pid + task->group_leader->pid;
	return 0;
}

CASE(NEW_TASK, REJECT("helper-argument"), acquires_what_it_has_cast)
{
	struct task_struct *task = bpf_rdonly_cast((void *)ctx[0], bpf_core_type_id_kernel(struct task_struct));
	struct task_struct *mine = bpf_task_acquire(task);

	if (mine)
		bpf_task_release(mine);
	return 0;
}

CASE(NEW_TASK, REJECT("helper-argument"), hands_what_it_has_cast_to_a_helper)
{
	struct task_struct *task = bpf_rdonly_cast((void *)ctx[0], bpf_core_type_id_kernel(struct task_struct));
	struct pt_regs___kernel *regs = (void *)bpf_task_pt_regs(task);

	sink = regs->ip;
	return 0;
}

CASE(NEW_TASK, REJECT("forbidden-access"), reads_beyond_what_it_has_cast)
{
	char *task = bpf_rdonly_cast((void *)ctx[1], bpf_core_type_id_kernel(struct task_struct));

	sink = *(volatile __u32 *)(task + 100000);
	return 0;
}

CASE(NEW_TASK, ACCEPT, casts_to_memory)
{
	char *memory = bpf_rdonly_cast((void *)ctx[1], 0);

	sink = *(volatile __u64 *)(memory + 4096);
	return 0;
}

CASE(NEW_TASK, REJECT("helper-argument"), casts_to_a_number)
{
	sink = (__u64)bpf_rdonly_cast((void *)ctx[1], bpf_core_type_id_kernel(int));
	return 0;
}

/* --- One instruction, different pointers. --- */

CASE(NEW_TASK, REJECT("mixed-types"), reads_an_object_and_the_stack_at_one_place)
{
	__u64 local = 5;
	volatile __u32 *where;

	asm volatile("%[where] = %[task]\n"
		     "if %[flags] == 0 goto +1\n"
		     "%[where] = %[local]\n"
		     : [where] "=&r"(where)
		     : [task] "r"(ctx[0]), [flags] "r"(ctx[1]), [local] "r"(&local)
		     : "memory");
	sink = *where;
	return 0;
}

/* --- Variables of the kernel. --- */

extern const struct rq runqueues __ksym;

CASE(NEW_TASK, ACCEPT, reads_its_cpus_variable)
{
	struct rq *rq = bpf_this_cpu_ptr(&runqueues);

	sink = rq->nr_running;
	return 0;
}

CASE(NEW_TASK, ACCEPT, reads_another_cpus_variable)
{
	struct rq *rq = bpf_per_cpu_ptr(&runqueues, 1);

	if (rq)
		sink = rq->nr_running;
	return 0;
}

CASE(NEW_TASK, REJECT("null-pointer"), reads_the_variable_of_a_cpu_that_may_not_be)
{
	struct rq *rq = bpf_per_cpu_ptr(&runqueues, 1);

	sink = rq->nr_running;
	return 0;
}

CASE(NEW_TASK, REJECT("forbidden-access"), reads_the_variable_itself)
{
	sink = *(volatile __u32 *)&runqueues;
	return 0;
}

CASE(NEW_TASK, REJECT("helper-argument"), takes_a_task_for_a_variable)
{
	struct rq *rq = bpf_this_cpu_ptr((void *)ctx[0]);

	sink = rq->nr_running;
	return 0;
}
