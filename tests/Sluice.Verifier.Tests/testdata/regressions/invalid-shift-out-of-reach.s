; generated, seed 7772, number 6981
; accepted here, but the kernel says: invalid shift -1230677338
.license "GPL"
.program main section="xdp"
    r6 = r1
    r0 = 1
    r9 = *(u32 *)(r6 + 12)
    if r9 s<= 10 goto LBB0_5
    if r9 & -7 goto LBB0_3
    r9 >>= -1230677338
LBB0_3:
LBB0_5:
    exit
