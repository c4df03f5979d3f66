// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0
/* String literals: in .rodata, in the mergeable .rodata.str1.1, in arrays of pointers, and in bpf_printk formats. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

static const char greeting[] = "a string with a name";
const char *const names[] = { "zero", "one", "two" };

SEC("tc")
int prints(struct __sk_buff *skb)
{
	bpf_printk("packet of %u bytes, mark %x", skb->len, skb->mark);
	bpf_printk("%s", greeting);
	return 0;
}

SEC("tc")
int compares(struct __sk_buff *skb)
{
	char word[8] = "sluice";

	return bpf_strncmp(word, sizeof(word), "sluice");
}

SEC("?tc")
int indexes(struct __sk_buff *skb)
{
	return names[skb->len % 3][0];
}

char _license[] SEC("license") = "Dual BSD/GPL";
