; Found by `sluice fuzz verifier --mode linux --kernel`, seed 602: Linux takes the distance between a number and what it was made of for an
; offset.
.license "GPL"
.program main section="xdp"
    call bpf_ktime_get_ns#5
    r9 = r0
    r9 -= -1724087932
    if r9 <= 10 goto LBB0_9
    r9 = 14
LBB0_9:
    r1 = r10
    r1 += r9
    exit
