; Found by `sluice fuzz verifier --mode linux --kernel`, seed 601: Linux does not even take 0 off the packet's end.
.license "GPL"
.program main section="xdp"
    r6 = r1
    r9 = *(u32 *)(r6 + 4)
    r0 = 0
    r9 -= r0
    exit
