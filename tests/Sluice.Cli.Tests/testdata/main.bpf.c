// SPDX-License-Identifier: (BSD-2-Clause OR GPL-2.0)
// What `sluice exec --elf` runs: `main` in .text, with a function of its own.

static __attribute__((noinline)) unsigned long sum(const unsigned char *bytes, unsigned long length)
{
	unsigned long total = 0;

	for (unsigned long i = 0; i < length; i++)
		total += bytes[i];
	return total;
}

unsigned long entry(const unsigned char *memory, unsigned long length) __asm__("main");
unsigned long entry(const unsigned char *memory, unsigned long length)
{
	return sum(memory, length);
}
