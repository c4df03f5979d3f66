; Found by `sluice fuzz verifier --mode linux --kernel`, seed 7772: Linux forgets that r9 is at most 10 when it learns that it is
; below 28, unsigned; here both were remembered.
.license "GPL"
.map table array key=4 value=32 entries=4
.program main section="xdp"
    r9 = 68
    *(u64 *)(r10 - 8) = 22
    *(u64 *)(r10 - 64) = 0
LBB0_2:
    r0 = 11
    if r9 s>= r0 goto LBB0_5
    *(u32 *)(r10 - 40) = 1
    r2 = r10
    r2 += -40
    r1 = map[table]
    call bpf_map_lookup_elem#1
    if r9 < 28 goto LBB0_3
    r9 = 6
LBB0_3:
    r0 += r9
    r9 = *(u32 *)(r0 + 3)
    r0 = 4
    goto LBB0_6
LBB0_5:
    r1 = xchg_64(r10 - 8, r1)
    r9 = r1
LBB0_6:
    r1 = *(u64 *)(r10 - 64)
    r1 += 3
    *(u64 *)(r10 - 64) = r1
    if r1 < 22 goto LBB0_2
    exit
