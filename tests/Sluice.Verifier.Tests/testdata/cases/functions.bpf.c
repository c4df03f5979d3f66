// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
/* Kernel functions: sections, iterators, sets of CPUs, connections; arenas; tags of global functions. */
// build-bpf: min-clang=19
#include "cases.h"
#include "kernel.h"

#define NEW_TASK "tp_btf/task_newtask"

extern void bpf_preempt_disable(void) __ksym;
extern void bpf_preempt_enable(void) __ksym;

/* --- Sections that are not preempted. --- */

CASE(NEW_TASK, ACCEPT, closes_its_sections)
{
	bpf_preempt_disable();
	bpf_preempt_disable();
	sink = 1;
	bpf_preempt_enable();
	bpf_preempt_enable();
	return 0;
}

CASE(NEW_TASK, REJECT("lock"), leaves_one_of_two_sections_open)
{
	bpf_preempt_disable();
	bpf_preempt_disable();
	bpf_preempt_enable();
	return 0;
}

CASE(NEW_TASK, REJECT("lock"), leaves_a_section_open_on_one_path)
{
	bpf_preempt_disable();
	if (ctx[1] & 1)
		bpf_preempt_enable();
	return 0;
}

CASE(NEW_TASK, REJECT("lock"), closes_a_section_that_is_not_open)
{
	bpf_preempt_enable();
	return 0;
}

CASE("iter.s/task", REJECT("lock"), sleeps_where_it_is_not_preempted)
{
	__u64 value = 0;

	bpf_preempt_disable();
	bpf_copy_from_user(&value, sizeof(value), (void *)8);
	bpf_preempt_enable();
	sink = value;
	return 0;
}

NOINLINE int enters_a_section(void)
{
	bpf_preempt_disable();
	return 0;
}

CASE(NEW_TASK, ACCEPT, closes_what_a_static_function_opened)
{
	enters_a_section();
	bpf_preempt_enable();
	return 0;
}

/* --- Sections without interrupts. --- */

extern void bpf_local_irq_save(unsigned long *flags) __ksym;
extern void bpf_local_irq_restore(unsigned long *flags) __ksym;

CASE(NEW_TASK, ACCEPT, lets_interrupts_come_again)
{
	unsigned long flags;

	bpf_local_irq_save(&flags);
	sink = 1;
	bpf_local_irq_restore(&flags);
	return 0;
}

CASE(NEW_TASK, REJECT("reference-leak"), keeps_interrupts_away)
{
	unsigned long flags;

	bpf_local_irq_save(&flags);
	return 0;
}

CASE(NEW_TASK, REJECT("helper-argument"), restores_what_was_not_saved)
{
	unsigned long flags = 0;

	bpf_local_irq_restore(&flags);
	return 0;
}

CASE(NEW_TASK, REJECT("lock"), enables_preemption_instead_of_interrupts)
{
	unsigned long flags;

	bpf_local_irq_save(&flags);
	bpf_preempt_enable();
	bpf_local_irq_restore(&flags);
	return 0;
}

CASE(NEW_TASK, REJECT("forbidden-access"), changes_what_was_saved)
{
	unsigned long flags;

	bpf_local_irq_save(&flags);
	*(volatile unsigned long *)&flags = 0;
	bpf_local_irq_restore(&flags);
	return 0;
}

CASE("iter.s/task", REJECT("lock"), sleeps_without_interrupts)
{
	unsigned long flags;
	__u64 value = 0;

	bpf_local_irq_save(&flags);
	bpf_copy_from_user(&value, sizeof(value), (void *)8);
	bpf_local_irq_restore(&flags);
	sink = value;
	return 0;
}

/* --- Iterators. --- */

struct bpf_iter_bits {
	__u64 opaque[2];
} __attribute__((aligned(8)));

struct bpf_iter_task {
	__u64 opaque[3];
} __attribute__((aligned(8)));

struct cgroup_subsys_state {
	struct cgroup *cgroup;
	int id;
} CORE;

struct bpf_iter_css {
	__u64 opaque[3];
} __attribute__((aligned(8)));

extern int bpf_iter_bits_new(struct bpf_iter_bits *it, const __u64 *unsafe_ptr__ign, __u32 nr_words) __ksym;
extern int *bpf_iter_bits_next(struct bpf_iter_bits *it) __ksym;
extern void bpf_iter_bits_destroy(struct bpf_iter_bits *it) __ksym;
extern int bpf_iter_task_new(struct bpf_iter_task *it, struct task_struct *task__nullable, unsigned int flags) __ksym;
extern struct task_struct *bpf_iter_task_next(struct bpf_iter_task *it) __ksym;
extern void bpf_iter_task_destroy(struct bpf_iter_task *it) __ksym;
extern int bpf_iter_css_new(struct bpf_iter_css *it, struct cgroup_subsys_state *start, unsigned int flags) __ksym;
extern struct cgroup_subsys_state *bpf_iter_css_next(struct bpf_iter_css *it) __ksym;
extern void bpf_iter_css_destroy(struct bpf_iter_css *it) __ksym;

CASE(NEW_TASK, ACCEPT, counts_bits)
{
	struct bpf_iter_bits it;
	__u64 word = 0x81;
	int *bit;

	bpf_iter_bits_new(&it, &word, 1);
	while ((bit = bpf_iter_bits_next(&it)))
		sink += *bit;
	bpf_iter_bits_destroy(&it);
	return 0;
}

CASE(NEW_TASK, REJECT("reference-leak"), does_not_destroy_bits)
{
	struct bpf_iter_bits it;
	__u64 word = 0x81;

	bpf_iter_bits_new(&it, &word, 1);
	sink = (__u64)bpf_iter_bits_next(&it);
	return 0;
}

CASE(NEW_TASK, REJECT("null-pointer"), reads_the_end_of_bits)
{
	struct bpf_iter_bits it;
	__u64 word = 0x81;

	bpf_iter_bits_new(&it, &word, 1);
	sink = *bpf_iter_bits_next(&it);
	bpf_iter_bits_destroy(&it);
	return 0;
}

CASE(NEW_TASK, REJECT("read-only-memory"), writes_a_bit)
{
	struct bpf_iter_bits it;
	__u64 word = 0x81;
	int *bit;

	bpf_iter_bits_new(&it, &word, 1);
	bit = bpf_iter_bits_next(&it);
	if (bit)
		*(volatile int *)bit = 1;
	bpf_iter_bits_destroy(&it);
	return 0;
}

CASE(NEW_TASK, REJECT("forbidden-access"), looks_into_an_iterator)
{
	struct bpf_iter_bits it;
	__u64 word = 0x81;

	bpf_iter_bits_new(&it, &word, 1);
	sink = *(volatile __u64 *)&it;
	bpf_iter_bits_destroy(&it);
	return 0;
}

CASE(NEW_TASK, ACCEPT, goes_through_tasks)
{
	struct bpf_iter_task it;
	struct task_struct *task;

	bpf_iter_task_new(&it, NULL, 0);
	while ((task = bpf_iter_task_next(&it)))
		sink += task->pid;
	bpf_iter_task_destroy(&it);
	return 0;
}

CASE(NEW_TASK, ACCEPT, acquires_a_task_on_the_way)
{
	struct bpf_iter_task it;
	struct task_struct *task, *mine;

	bpf_iter_task_new(&it, (void *)ctx[0], 1);
	while ((task = bpf_iter_task_next(&it))) {
		mine = bpf_task_acquire(task);
		if (mine)
			bpf_task_release(mine);
	}
	bpf_iter_task_destroy(&it);
	return 0;
}

CASE(NEW_TASK, REJECT("helper-argument"), goes_through_what_nobody_vouches_for)
{
	struct task_struct *task = (void *)ctx[0];
	struct bpf_iter_task it;

	bpf_iter_task_new(&it, task->last_wakee, 1);
	bpf_iter_task_destroy(&it);
	return 0;
}

CASE("iter.s/task", REJECT("helper-argument"), goes_through_tasks_outside_of_a_section)
{
	struct bpf_iter_task it;
	struct task_struct *task;

	bpf_iter_task_new(&it, NULL, 0);
	while ((task = bpf_iter_task_next(&it)))
		sink += task->pid;
	bpf_iter_task_destroy(&it);
	return 0;
}

CASE("iter.s/task", ACCEPT, goes_through_tasks_within_a_section)
{
	struct bpf_iter_task it;
	struct task_struct *task;

	bpf_rcu_read_lock();
	bpf_iter_task_new(&it, NULL, 0);
	while ((task = bpf_iter_task_next(&it)))
		sink += task->pid;
	bpf_iter_task_destroy(&it);
	bpf_rcu_read_unlock();
	return 0;
}

CASE("iter.s/cgroup", REJECT("helper-argument"), takes_a_control_group_for_its_state)
{
	struct cgroup *group = (void *)ctx[1];
	struct bpf_iter_css it;

	if (!group)
		return 0;
	bpf_rcu_read_lock();
	bpf_iter_css_new(&it, (void *)group->kn, 0);
	bpf_iter_css_destroy(&it);
	bpf_rcu_read_unlock();
	return 0;
}

CASE("iter.s/cgroup", ACCEPT, goes_through_control_groups)
{
	struct cgroup_subsys_state *state = (void *)ctx[1], *child; /* A control group begins with its state. */
	struct bpf_iter_css it;

	if (!state)
		return 0;
	bpf_rcu_read_lock();
	bpf_iter_css_new(&it, state, 1);
	while ((child = bpf_iter_css_next(&it)))
		sink += child->cgroup->level;
	bpf_iter_css_destroy(&it);
	bpf_rcu_read_unlock();
	return 0;
}

/* --- Sets of CPUs. --- */

struct bpf_cpumask;
extern struct bpf_cpumask *bpf_cpumask_create(void) __ksym;
extern void bpf_cpumask_release(struct bpf_cpumask *cpumask) __ksym;
extern void bpf_cpumask_set_cpu(__u32 cpu, struct bpf_cpumask *cpumask) __ksym;
extern __u32 bpf_cpumask_first(const struct cpumask *cpumask) __ksym;
extern _Bool bpf_cpumask_and(struct bpf_cpumask *dst, const struct cpumask *src1, const struct cpumask *src2) __ksym;

CASE(NEW_TASK, ACCEPT, makes_a_set)
{
	struct bpf_cpumask *set = bpf_cpumask_create();

	if (!set)
		return 0;
	bpf_cpumask_set_cpu(1, set);
	sink = bpf_cpumask_first((void *)set); /* It begins with a struct cpumask. */
	bpf_cpumask_release(set);
	return 0;
}

CASE(NEW_TASK, REJECT("reference-leak"), forgets_a_set)
{
	struct bpf_cpumask *set = bpf_cpumask_create();

	if (set)
		bpf_cpumask_set_cpu(1, set);
	return 0;
}

CASE(NEW_TASK, REJECT("null-pointer"), fills_a_set_that_may_not_be)
{
	struct bpf_cpumask *set = bpf_cpumask_create();

	bpf_cpumask_set_cpu(1, set);
	if (set)
		bpf_cpumask_release(set);
	return 0;
}

CASE(NEW_TASK, REJECT("helper-argument"), fills_the_kernels_set)
{
	struct task_struct *task = (void *)ctx[0];

	bpf_cpumask_set_cpu(1, (void *)task->cpus_ptr);
	return 0;
}

CASE(NEW_TASK, REJECT("stale-pointer"), reads_a_set_that_is_gone)
{
	struct bpf_cpumask *set = bpf_cpumask_create();

	if (!set)
		return 0;
	bpf_cpumask_release(set);
	sink = bpf_cpumask_first((void *)set);
	return 0;
}

/* --- Connections. --- */

struct bpf_ct_opts___case {
	__s32 netns_id;
	__s32 error;
	__u8 l4proto;
	__u8 dir;
	__u8 reserved[2];
};

struct nf_conn {
	unsigned long status;
	unsigned int timeout;
	unsigned int mark;
} CORE;

struct nf_conn___init {
	struct nf_conn ct;
};

union nf_inet_addr___case {
	__u32 all[4];
	__u32 ip;
};

extern struct nf_conn *bpf_xdp_ct_lookup(struct xdp_md *, struct bpf_sock_tuple *, __u32, struct bpf_ct_opts___case *, __u32) __ksym;
extern struct nf_conn___init *bpf_xdp_ct_alloc(struct xdp_md *, struct bpf_sock_tuple *, __u32, struct bpf_ct_opts___case *, __u32) __ksym;
extern struct nf_conn *bpf_ct_insert_entry(struct nf_conn___init *) __ksym;
extern void bpf_ct_release(struct nf_conn *) __ksym;
extern void bpf_ct_set_timeout(struct nf_conn___init *, __u32) __ksym;
extern int bpf_ct_change_timeout(struct nf_conn *, __u32) __ksym;

PACKET_CASE("xdp", xdp_md, ACCEPT, finds_a_connection)
{
	struct bpf_ct_opts___case options = { .netns_id = -1, .l4proto = 6 };
	struct bpf_sock_tuple tuple = {};
	struct nf_conn *connection = bpf_xdp_ct_lookup(ctx, &tuple, sizeof(tuple.ipv4), &options, sizeof(options));

	if (!connection)
		return XDP_PASS;
	sink = connection->status;
	bpf_ct_change_timeout(connection, 30000);
	bpf_ct_release(connection);
	return XDP_DROP;
}

PACKET_CASE("xdp", xdp_md, REJECT("reference-leak"), forgets_a_connection)
{
	struct bpf_ct_opts___case options = { .netns_id = -1, .l4proto = 6 };
	struct bpf_sock_tuple tuple = {};

	return bpf_xdp_ct_lookup(ctx, &tuple, sizeof(tuple.ipv4), &options, sizeof(options)) ? XDP_DROP : XDP_PASS;
}

PACKET_CASE("xdp", xdp_md, ACCEPT, makes_a_connection)
{
	struct bpf_ct_opts___case options = { .netns_id = -1, .l4proto = 6 };
	struct bpf_sock_tuple tuple = {};
	struct nf_conn___init *fresh = bpf_xdp_ct_alloc(ctx, &tuple, sizeof(tuple.ipv4), &options, sizeof(options));
	struct nf_conn *connection;

	if (!fresh)
		return XDP_PASS;
	bpf_ct_set_timeout(fresh, 30000);
	connection = bpf_ct_insert_entry(fresh);
	if (connection)
		bpf_ct_release(connection);
	return XDP_DROP;
}

extern int bpf_ct_set_nat_info(struct nf_conn___init *, union nf_inet_addr___case *, int, int) __ksym;

PACKET_CASE("xdp", xdp_md, ACCEPT, marks_a_connection_and_translates_it)
{
	struct bpf_ct_opts___case options = { .netns_id = -1, .l4proto = 6 };
	struct bpf_sock_tuple tuple = {};
	union nf_inet_addr___case address = {};
	struct nf_conn___init *fresh = bpf_xdp_ct_alloc(ctx, &tuple, sizeof(tuple.ipv4), &options, sizeof(options));
	struct nf_conn *connection;

	if (!fresh)
		return XDP_PASS;
	fresh->ct.mark = 77;
	bpf_ct_set_nat_info(fresh, &address, 1024, 0);
	connection = bpf_ct_insert_entry(fresh);
	if (connection)
		bpf_ct_release(connection);
	return XDP_DROP;
}

PACKET_CASE("xdp", xdp_md, REJECT("read-only-memory"), changes_another_field_of_a_connection)
{
	struct bpf_ct_opts___case options = { .netns_id = -1, .l4proto = 6 };
	struct bpf_sock_tuple tuple = {};
	struct nf_conn *connection = bpf_xdp_ct_lookup(ctx, &tuple, sizeof(tuple.ipv4), &options, sizeof(options));

	if (!connection)
		return XDP_PASS;
	connection->timeout = 1;
	bpf_ct_release(connection);
	return XDP_DROP;
}

PACKET_CASE("xdp", xdp_md, REJECT("helper-argument"), changes_a_connection_that_is_not_inserted)
{
	struct bpf_ct_opts___case options = { .netns_id = -1, .l4proto = 6 };
	struct bpf_sock_tuple tuple = {};
	struct nf_conn___init *fresh = bpf_xdp_ct_alloc(ctx, &tuple, sizeof(tuple.ipv4), &options, sizeof(options));
	struct nf_conn *connection;

	if (!fresh)
		return XDP_PASS;
	bpf_ct_change_timeout((void *)fresh, 30000);
	connection = bpf_ct_insert_entry(fresh);
	if (connection)
		bpf_ct_release(connection);
	return XDP_DROP;
}

PACKET_CASE("xdp", xdp_md, REJECT("helper-size"), looks_up_without_a_bound)
{
	struct bpf_ct_opts___case options = { .netns_id = -1, .l4proto = 6 };
	struct bpf_sock_tuple tuple = {};
	struct nf_conn *connection = bpf_xdp_ct_lookup(ctx, &tuple, ctx->ingress_ifindex, &options, sizeof(options));

	if (connection)
		bpf_ct_release(connection);
	return XDP_PASS;
}

/* --- Tags of global functions. --- */

__weak int takes_a_task(struct task_struct *task __arg_trusted)
{
	return task->pid;
}

__weak int takes_a_task_or_null(struct task_struct *task __arg_trusted __arg_nullable)
{
	return task ? task->pid : 0;
}

__weak int forgets_null(struct task_struct *task __arg_trusted __arg_nullable)
{
	return task->pid;
}

__weak int takes_anything(struct task_struct *task __arg_untrusted)
{
	return task->pid;
}

__weak int believes_anything(struct task_struct *task __arg_untrusted)
{
	struct task_struct *mine = bpf_task_acquire(task);

	if (mine)
		bpf_task_release(mine);
	return 0;
}

__weak int takes_a_number(int *number __arg_nonnull)
{
	return *number;
}

CASE(NEW_TASK, ACCEPT, hands_a_task_to_a_function)
{
	sink = takes_a_task((void *)ctx[0]);
	return 0;
}

CASE(NEW_TASK, REJECT("helper-argument"), hands_a_number_to_a_function)
{
	sink = takes_a_task((void *)ctx[1]);
	return 0;
}

CASE(NEW_TASK, REJECT("null-pointer"), hands_a_task_that_may_be_null_to_a_function)
{
	struct task_struct *mine = bpf_task_acquire((void *)ctx[0]);

	sink = takes_a_task(mine);
	if (mine)
		bpf_task_release(mine);
	return 0;
}

CASE(NEW_TASK, ACCEPT, hands_null_to_a_function)
{
	sink = takes_a_task_or_null(NULL) + takes_a_task_or_null((void *)ctx[0]);
	return 0;
}

CASE(NEW_TASK, REJECT("null-pointer"), calls_what_forgets_null)
{
	sink = forgets_null((void *)ctx[0]);
	return 0;
}

CASE(NEW_TASK, ACCEPT, hands_anything_to_a_function)
{
	sink = takes_anything((void *)ctx[1]) + takes_anything((void *)ctx[0]);
	return 0;
}

CASE(NEW_TASK, REJECT("helper-argument"), calls_what_believes_anything)
{
	sink = believes_anything((void *)ctx[0]);
	return 0;
}

CASE(NEW_TASK, STRICTER("helper-argument", "Linux takes a constant null for any memory"), hands_null_where_there_is_none)
{
	sink = takes_a_number(NULL);
	return 0;
}

/* --- Work queues. --- */

struct bpf_wq {
	__u64 opaque[2];
} __attribute__((aligned(8)));

struct work {
	struct bpf_wq queue;
	__u64 number;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, int);
	__type(value, struct work);
} works SEC(".maps"), other_works SEC(".maps");

extern int bpf_wq_init(struct bpf_wq *wq, void *map, unsigned int flags) __ksym;
extern int bpf_wq_set_callback_impl(struct bpf_wq *wq, int (*callback)(void *map, int *key, void *value), unsigned int flags, void *aux) __ksym;
extern int bpf_wq_start(struct bpf_wq *wq, unsigned int flags) __ksym;

static int works_later(void *map, int *key, void *value)
{
	struct work *work = value;
	__u64 number = 0;

	bpf_copy_from_user(&number, sizeof(number), (void *)8); /* It may sleep. */
	work->number += number + *key;
	return 0;
}

static int answers_one(void *map, int *key, void *value)
{
	return 1;
}

static int acquires_unprotected(void *map, int *key, void *value)
{
	struct task_struct *task = (void *)bpf_get_current_task_btf(), *parent = bpf_task_acquire(task->real_parent);

	if (parent)
		bpf_task_release(parent);
	return 0;
}

#define FIND_WORK(work) \
	int key = 0; \
	struct work *work = bpf_map_lookup_elem(&works, &key); \
	if (!work) \
		return 0

CASE(NEW_TASK, ACCEPT, leaves_work_for_later)
{
	FIND_WORK(work);

	if (bpf_wq_init(&work->queue, &works, 0) || bpf_wq_set_callback_impl(&work->queue, works_later, 0, NULL))
		return 0;
	bpf_wq_start(&work->queue, 0);
	return 0;
}

CASE(NEW_TASK, REJECT("return-value"), leaves_work_that_answers)
{
	FIND_WORK(work);

	bpf_wq_set_callback_impl(&work->queue, answers_one, 0, NULL);
	return 0;
}

CASE(NEW_TASK, REJECT("helper-argument"), leaves_work_that_rcu_does_not_protect)
{
	FIND_WORK(work);

	bpf_wq_set_callback_impl(&work->queue, acquires_unprotected, 0, NULL);
	return 0;
}

CASE(NEW_TASK, REJECT("helper-argument"), makes_a_queue_of_another_map)
{
	FIND_WORK(work);

	bpf_wq_init(&work->queue, &other_works, 0);
	return 0;
}

CASE(NEW_TASK, REJECT("helper-argument"), starts_a_number)
{
	FIND_WORK(work);

	bpf_wq_start((void *)&work->number, 0);
	return 0;
}

CASE(NEW_TASK, REJECT("forbidden-access"), looks_into_a_queue)
{
	FIND_WORK(work);

	sink = *(volatile __u64 *)&work->queue;
	return 0;
}

/* --- Arenas. --- */

#define __arena __attribute__((address_space(1)))

struct {
	__uint(type, 33); /* BPF_MAP_TYPE_ARENA, of newer headers. */
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 16);
	__ulong(map_extra, 1ull << 44); /* Where processes see it. */
} arena SEC(".maps");

extern void __arena *bpf_arena_alloc_pages(void *map, void __arena *addr, __u32 page_cnt, int node_id, __u64 flags) __ksym;
extern void bpf_arena_free_pages(void *map, void __arena *ptr, __u32 page_cnt) __ksym;

CASE("syscall", ACCEPT, fills_a_page)
{
	int __arena *page = bpf_arena_alloc_pages(&arena, NULL, 1, -1, 0);

	if (!page)
		return 1;
	page[5] = 1;
	sink = page[2000]; /* Beyond the page: the kernel fixes up the fault. */
	bpf_arena_free_pages(&arena, page, 1);
	return 0;
}

CASE("syscall", REJECT("helper-argument"), fills_a_page_of_another_map)
{
	int __arena *page = bpf_arena_alloc_pages((void *)&sink, NULL, 1, -1, 0);

	sink = (__u64)page;
	return 0;
}

PACKET_CASE("xdp", xdp_md, REJECT("unavailable-helper"), fills_a_page_where_it_may_not_sleep)
{
	int __arena *page = bpf_arena_alloc_pages(&arena, NULL, 1, -1, 0);

	sink = (__u64)page;
	return XDP_PASS;
}
