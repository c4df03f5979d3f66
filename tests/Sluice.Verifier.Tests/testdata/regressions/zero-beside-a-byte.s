; Found by `sluice fuzz verifier --mode linux --kernel`, seed 702: Linux forgets that the rest of a slot is zero when a byte of it is written.
.license "GPL"
.map counts per_cpu_array key=4 value=8 entries=2
.program main section="socket"
    r9 = 213
    *(u64 *)(r10 - 32) = 0
    r1 = r9
    r2 = r10
    r2 += -32
    call inner0
    r9 = r0
    *(u32 *)(r10 - 40) = r9
    r2 = r10
    r2 += -40
    r1 = map[counts]
    call bpf_map_lookup_elem#1
    *(u16 *)(r0 + 3) = r9
    r0 = 1
    exit
.function inner0 section=".text"
    r6 = r1
    r7 = r2
    r9 = r6
    *(u8 *)(r7 + 2) = r9
    r9 = *(u16 *)(r7 + 6)
    r0 = r9
    exit
