// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
/* As much of the kernel's structs as the cases look at; CO-RE finds where the fields really are. */
#pragma once

struct cpumask;
typedef struct cpumask cpumask_t;

struct kernfs_node {
	__u64 id;
} CORE;

struct cgroup {
	int level;
	struct kernfs_node *kn;
} CORE;

struct css_set {
	struct cgroup *dfl_cgrp;
} CORE;

struct inode {
	unsigned long i_ino;
} CORE;

struct file {
	struct inode *f_inode;
	unsigned int f_flags;
} CORE;

struct mm_struct {
	struct file *exe_file;
} CORE;

struct task_struct {
	int pid;
	int tgid;
	char comm[16];
	struct task_struct *group_leader;
	struct task_struct *real_parent;
	struct task_struct *last_wakee;
	struct css_set *cgroups;
	struct mm_struct *mm;
	const cpumask_t *cpus_ptr;
	void *stack;
} CORE;

struct pt_regs___kernel {
	unsigned long ip;
} CORE;

struct sock_common___kernel {
	unsigned short skc_family;
} CORE;

struct sock___kernel {
	struct sock_common___kernel __sk_common;
} CORE;

struct net_device___kernel {
	int ifindex;
} CORE;

struct sk_buff {
	unsigned int len;
	struct net_device___kernel *dev;
	struct sock___kernel *sk;
	unsigned char *data;
} CORE;

struct seq_file;

struct bpf_iter_meta {
	struct seq_file *seq;
	__u64 session_id;
	__u64 seq_num;
} CORE;

struct rq {
	unsigned int nr_running;
} CORE;

extern struct task_struct *bpf_task_acquire(struct task_struct *p) __ksym;
extern struct task_struct *bpf_task_from_pid(__s32 pid) __ksym;
extern void bpf_task_release(struct task_struct *p) __ksym;
extern struct cgroup *bpf_cgroup_acquire(struct cgroup *cgrp) __ksym;
extern void bpf_cgroup_release(struct cgroup *cgrp) __ksym;
extern void bpf_rcu_read_lock(void) __ksym;
extern void bpf_rcu_read_unlock(void) __ksym;
extern void *bpf_rdonly_cast(const void *obj, __u32 btf_id) __ksym;
extern _Bool bpf_cpumask_test_cpu(__u32 cpu, const struct cpumask *cpumask) __ksym;
