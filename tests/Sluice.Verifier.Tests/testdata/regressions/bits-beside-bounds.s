; Found by `sluice fuzz verifier --mode linux --kernel`, seed 99: no number from 127 to 255 lacks all of these bits, but Linux does not see
; it and follows the way on which r7 has no value.
.license "GPL"
.program main section="socket"
    *(u64 *)(r10 - 32) = 49
    r0 = 3
    r9 = *(u8 *)(r10 - 27)
    if w9 >= 127 goto LBB0_3
    goto LBB0_4
LBB0_3:
    if w9 & 2012063726 goto LBB0_4
    *(u64 *)(r10 - 72) = r7
LBB0_4:
    exit
