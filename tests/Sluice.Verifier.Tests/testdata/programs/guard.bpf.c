// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
/* A security policy: which files a task opens and runs, where it connects to, what it may unlink, by labels of inodes and tasks
 * that executables hand on; what is refused is reported. */
// build-bpf: min-clang=16
// bug 1: return-value, a hook answers with a positive number
// bug 2: null-pointer, the label of an inode may not be
// bug 3: helper-argument, a file is taken for an inode
// bug 4: helper-argument, a path that was copied is handed over as the kernel's
// bug 5: forbidden-access, half of a pointer is read
// bug 6: context-access, a hook has no such argument
// bug 7: read-only-memory, the program's credentials are changed
#include "common.h"

#define CORE __attribute__((preserve_access_index))
#define EPERM 1
#define AF_INET 2
#define AF_INET6 10
#define FMODE_WRITE 2
#define FMODE_EXEC 32

struct super_block {
	unsigned int s_magic;
} CORE;

struct inode {
	unsigned short i_mode;
	struct super_block *i_sb;
	unsigned long i_ino;
} CORE;

struct dentry {
	struct inode *d_inode;
	struct dentry *d_parent;
} CORE;

struct path {
	struct dentry *dentry;
} CORE;

struct file {
	unsigned int f_mode;
	struct path f_path;
	struct inode *f_inode;
} CORE;

struct linux_binprm {
	struct file *file;
	int argc, envc;
} CORE;

struct task_struct {
	int pid, tgid;
	struct task_struct *real_parent;
} CORE;

struct sock;

struct socket {
	short type;
	struct sock *sk;
} CORE;

struct sockaddr___given {
	unsigned short sa_family;
} CORE;

struct label {
	__u32 domain, flags;
	__u64 since;
};

struct rule {
	__u32 subject, object, operation;
};

struct refusal {
	__u64 time, inode;
	__u32 pid, domain, object, operation;
	char path[128];
};

enum operation { OPEN, WRITE, RUN, CONNECT, UNLINK, KILL };

struct {
	__uint(type, BPF_MAP_TYPE_INODE_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, struct label);
} inodes SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_TASK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, struct label);
} tasks SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4096);
	__type(key, struct rule);
	__type(value, __u32);
} rules SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LPM_TRIE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, 1024);
	__uint(key_size, 20);
	__type(value, __u32);
} networks SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 1 << 18);
} refusals SEC(".maps");

INLINE __u32 domain(void)
{
	struct label *label = bpf_task_storage_get(&tasks, bpf_get_current_task_btf(), NULL, 0);

	return label ? label->domain : 0;
}

INLINE int allowed(__u32 subject, __u32 object, __u32 operation)
{
	struct rule rule = { subject, object, operation };
	__u32 *answer = bpf_map_lookup_elem(&rules, &rule);

	if (!answer) {
		rule.subject = 0;
		answer = bpf_map_lookup_elem(&rules, &rule);
	}
	return !answer || *answer;
}

INLINE int refuse(__u32 subject, __u32 object, __u32 operation, __u64 inode, struct path *path)
{
	struct refusal *refusal = bpf_ringbuf_reserve(&refusals, sizeof(*refusal), 0);

	if (refusal) {
		refusal->time = bpf_ktime_get_ns();
		refusal->inode = inode;
		refusal->pid = bpf_get_current_pid_tgid() >> 32;
		refusal->domain = subject;
		refusal->object = object;
		refusal->operation = operation;
		refusal->path[0] = 0;
		if (path)
			bpf_d_path(path, refusal->path, sizeof(refusal->path));
		bpf_ringbuf_submit(refusal, 0);
	}
#if BUG == 1
	return EPERM;
#else
	return -EPERM;
#endif
}

SEC("lsm/file_open")
int opens(__u64 *ctx)
{
	struct file *file = (void *)ctx[0];
	__u32 operation = file->f_mode & FMODE_WRITE ? WRITE : OPEN, subject = domain();
	struct inode *inode = file->f_inode;
	struct label *label;

#if BUG == 3
	label = bpf_inode_storage_get(&inodes, (void *)file, NULL, 0);
#else
	label = bpf_inode_storage_get(&inodes, inode, NULL, 0);
#endif
#if BUG != 2
	if (!label)
		return 0;
#endif
	if (allowed(subject, label->domain, operation))
		return 0;
#if BUG == 4
	{
		struct path copied = {};

		copied.dentry = file->f_path.dentry;
		return refuse(subject, label->domain, operation, inode->i_ino, &copied);
	}
#endif
	return refuse(subject, label->domain, operation, inode->i_ino, &file->f_path);
}

SEC("lsm/bprm_check_security")
int runs(__u64 *ctx)
{
	struct linux_binprm *program = (void *)ctx[0];
	struct file *file = program->file;
	struct label *label, *mine;
	__u32 subject = domain();

#if BUG == 5
	if (*(volatile __u32 *)&program->file)
		return 0;
#endif
#if BUG == 7
	*(volatile int *)&program->argc = 0;
#endif
	label = bpf_inode_storage_get(&inodes, file->f_inode, NULL, 0);
	if (!label)
		return 0;
	if (!allowed(subject, label->domain, RUN))
		return refuse(subject, label->domain, RUN, file->f_inode->i_ino, NULL);
	mine = bpf_task_storage_get(&tasks, bpf_get_current_task_btf(), NULL, BPF_LOCAL_STORAGE_GET_F_CREATE);
	if (mine && label->flags & 1) {
		mine->domain = label->domain;
		mine->since = bpf_ktime_get_ns();
	}
	return 0;
}

SEC("lsm/socket_connect")
int connects(__u64 *ctx)
{
	struct sockaddr___given *address = (void *)ctx[1];
	__u32 subject = domain(), *network;
	int length = (int)ctx[2];
	struct {
		__u32 bits;
		__u8 bytes[16];
	} key = {};

	if (address->sa_family == AF_INET && length >= 16) {
		key.bits = 32;
		bpf_probe_read_kernel(key.bytes, 4, (void *)address + 4);
	} else if (address->sa_family == AF_INET6 && length >= 24) {
		key.bits = 128;
		bpf_probe_read_kernel(key.bytes, 16, (void *)address + 8);
	} else {
		return 0;
	}
	network = bpf_map_lookup_elem(&networks, &key);
	if (!network || allowed(subject, *network, CONNECT))
		return 0;
	return refuse(subject, *network, CONNECT, 0, NULL);
}

SEC("lsm/inode_unlink")
int unlinks(__u64 *ctx)
{
	struct dentry *victim = (void *)ctx[1];
	struct inode *inode = victim->d_inode;
	__u32 subject = domain();
	struct label *label;

	if (!inode)
		return 0;
	label = bpf_inode_storage_get(&inodes, inode, NULL, 0);
	if (!label || allowed(subject, label->domain, UNLINK))
		return 0;
	return refuse(subject, label->domain, UNLINK, inode->i_ino, NULL);
}

SEC("lsm/task_kill")
int kills(__u64 *ctx)
{
	struct task_struct *victim = (void *)ctx[0];
	__u32 subject = domain();
	struct label *label;

#if BUG == 6
	if (ctx[7])
		return 0;
#endif
	if ((int)ctx[2] == 0)
		return 0;
	label = bpf_task_storage_get(&tasks, victim, NULL, 0);
	if (!label || allowed(subject, label->domain, KILL))
		return 0;
	return refuse(subject, label->domain, KILL, victim->tgid, NULL);
}

SEC("lsm/task_alloc")
int inherits(__u64 *ctx)
{
	struct task_struct *child = (void *)ctx[0];
	struct label *mine, *its;

	mine = bpf_task_storage_get(&tasks, bpf_get_current_task_btf(), NULL, 0);
	if (!mine)
		return 0;
	its = bpf_task_storage_get(&tasks, child, NULL, BPF_LOCAL_STORAGE_GET_F_CREATE);
	if (its)
		*its = *mine;
	return 0;
}

SEC("lsm/task_free")
int forgets(__u64 *ctx)
{
	struct task_struct *task = (void *)ctx[0];
	struct rule rule = { task->tgid, 0, KILL };

	bpf_map_delete_elem(&rules, &rule);
	return 0;
}
