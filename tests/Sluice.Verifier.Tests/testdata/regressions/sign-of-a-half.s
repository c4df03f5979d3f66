; Found by `sluice fuzz verifier --mode linux --kernel`, seed 601: of a lower half that was sign-extended from a byte and then again Linux
; knows nothing, as the upper half was zero between.
.license "GPL"
.program main section="xdp"
    r9 = 131
    r0 = 6
    r9 /= r0
    w9 = (s8)w9
    r9 = (s32)r9
    if r9 s< -1659239704 goto LBB0_3
    goto LBB0_6
LBB0_3:
    r9 = *(u64 *)(r0 + 3)
LBB0_6:
    exit
