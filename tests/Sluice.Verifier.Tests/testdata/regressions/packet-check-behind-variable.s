; mutant of tcp-filter/tcp-filter.bpf.o:tcp_filter, seed 7772, number 4618
; accepted here, but the kernel says: R1 offset is outside of the packet
.license "Dual BSD/GPL"
.program tcp_filter section="xdp"
    w0 = 1
    r2 = *(u32 *)(r1 + 4)
    r1 = *(u32 *)(r1 + 0)
    r3 = r1
    r3 += 14
    if r3 > r2 goto LBB0_1
    r3 = *(u8 *)(r1 + 12)
    r3 += r1
    r3 += 34
    if r3 > r2 goto LBB0_1
    r1 = *(u8 *)(r1 + 23)
LBB0_1:
    exit
