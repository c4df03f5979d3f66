; generated, seed 7772, number 8567
; accepted here, but the kernel says: R0 invalid mem access 'map_value_or_null'
.license "GPL"
.map counts per_cpu_array key=4 value=8 entries=2
.program main section="xdp"
    *(u64 *)(r10 - 16) = 44
    r9 = *(u32 *)(r10 - 16)
    r9 = be64 r9
    *(u32 *)(r10 - 40) = r9
    r2 = r10
    r2 += -40
    r1 = map[counts]
    call bpf_map_lookup_elem#1
    r9 = *(u8 *)(r0 + 6)
    r0 = 1
    exit
