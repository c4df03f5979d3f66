// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
/* Values that only the running kernel knows: its configuration, its symbols, its functions. */
#include <stdbool.h>
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

extern int LINUX_KERNEL_VERSION __kconfig;
extern unsigned long CONFIG_HZ __kconfig;
extern bool CONFIG_BPF_SYSCALL __kconfig __weak;
extern enum libbpf_tristate CONFIG_SLUICE_ABSENT __kconfig __weak;
extern char CONFIG_DEFAULT_HOSTNAME[16] __kconfig __weak;

extern const void netif_receive_skb __ksym;
extern const void sluice_absent_symbol __ksym __weak;
extern const int bpf_prog_active __ksym;
extern void bpf_rcu_read_lock(void) __ksym;
extern void bpf_rcu_read_unlock(void) __ksym;
extern int sluice_absent_function(int value) __ksym __weak;

__u64 version, hertz, symbol;
__u8 has_syscall, absent, hostname;

SEC("tc")
int use_kconfig(struct __sk_buff *skb)
{
	version = LINUX_KERNEL_VERSION;
	hertz = CONFIG_HZ;
	has_syscall = CONFIG_BPF_SYSCALL;
	absent = CONFIG_SLUICE_ABSENT;
	hostname = CONFIG_DEFAULT_HOSTNAME[0];
	return 0;
}

SEC("tc")
int use_ksyms(struct __sk_buff *skb)
{
	symbol = (__u64)&netif_receive_skb + (__u64)&sluice_absent_symbol;
	return 0;
}

/* A variable with a type, found in the kernel's BTF; not every kernel keeps the addresses of variables. */
SEC("?tc")
int use_typed_ksym(struct __sk_buff *skb)
{
	int *active = bpf_per_cpu_ptr(&bpf_prog_active, 0);

	return active ? *active : -1;
}

SEC("?tc")
int use_kfuncs(struct __sk_buff *skb)
{
	bpf_rcu_read_lock();
	bpf_rcu_read_unlock();
	if (sluice_absent_function)
		return sluice_absent_function(skb->len);
	return 0;
}

char _license[] SEC("license") = "Dual BSD/GPL";
