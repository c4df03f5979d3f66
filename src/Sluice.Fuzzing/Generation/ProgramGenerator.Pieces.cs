namespace Sluice.Fuzzing.Generation;

// The pieces without branches of their own, other than checks.
sealed partial class ProgramGenerator
{
    static readonly (string Name, int KeySize, int ValueSize)[] s_maps = [("table", 4, 32), ("flows", 8, 24), ("recent", 4, 16), ("counts", 4, 8)];

    static readonly string[] s_numbers = ["bpf_ktime_get_ns", "bpf_get_prandom_u32", "bpf_get_smp_processor_id"];

    static readonly string[] s_swaps = ["be16", "be32", "be64", "le16", "le32", "bswap16", "bswap32", "bswap64"];

    static readonly string[] s_atomics = ["+=", "|=", "&=", "^="];

    // Often first: what is drawn evenly.
    static readonly Action<ProgramGenerator, int>[] s_simplePieces =
    [
        (g, _) => g.Arithmetic(), (g, _) => g.Arithmetic(), (g, _) => g.Arithmetic(), (g, _) => g.Convert(),
        (g, _) => g.ReadPacket(), (g, _) => g.VariablePacket(), (g, _) => g.Stack(), (g, _) => g.VariableStack(), (g, _) => g.Spill(),
        (g, _) => g.MapValue(), (g, _) => g.MapValue(), (g, _) => g.IndexedMapValue(), (g, _) => g.Atomic(), (g, _) => g.ChangeMap(),
        (g, _) => g.Record(), (g, _) => g.AskNumber(), (g, _) => g.MovePacket(), (g, _) => g.ReadContext(), (g, _) => g.PacketDifference(),
    ];

    static readonly Action<ProgramGenerator, int>[] s_pieces =
    [
        .. s_simplePieces,
        (g, depth) => g.Branch(depth), (g, depth) => g.Branch(depth), (g, depth) => g.Branch(depth), (g, depth) => g.Branch(depth),
        (g, depth) => g.Loop(depth), (g, depth) => g.Loop(depth), (g, depth) => g.Loop(depth),
        (g, depth) => g.Call(depth), (g, depth) => g.Repeat(depth),
    ];

    void Arithmetic()
    {
        for (var count = random.Next(1, 4); count > 0; count--)
        {
            var letter = random.Next(3) == 0 ? 'w' : 'r';
            Line($"r0 = {random.Next(8)}");
            var target = random.Next(3) == 0 ? 0 : 9;
            var source = random.Next(2) == 0 ? $"{letter}{9 - target}" : Number();
            Line($"{letter}{target} {s_operators[random.Next(s_operators.Length)]} {source}");
            if (target == 0)
                Line("r9 = r0");
        }
    }

    void Convert() => Line(random.Next(4) switch
    {
        0 => $"r9 = {s_swaps[random.Next(s_swaps.Length)]} r9",
        1 => $"r9 = (s{8 << random.Next(3)})r9",
        2 => $"w9 = (s{8 << random.Next(2)})w9",
        _ => random.Next(2) == 0 ? "r9 = -r9" : "w9 = w9",
    });

    void ReadPacket()
    {
        if (!HasPacket)
        {
            ReadLegacy();
            return;
        }

        var (size, offset) = (Size(), random.Next(-1, 36));
        Line(random.Next(4) == 0 ? $"*({size} *)(r7 {Signed(offset)}) = r9" : $"r9 = *({size} *)(r7 {Signed(offset)})");
    }

    void ReadLegacy()
    {
        if (_isInner || _type.Section != "socket")
            return;
        Line(random.Next(2) == 0 ? $"r0 = *({s_sizes[random.Next(3)]} *)skb[{random.Next(64)}]" : $"r0 = *({s_sizes[random.Next(3)]} *)skb[r9 + {random.Next(8)}]");
        Line("r9 = r0");
    }

    void VariablePacket()
    {
        if (!HasPacket)
            return;
        var done = Label();
        Limit(64);
        Line("r1 = r7");
        Line("r1 += r9");
        Line("r2 = r1");
        Line($"r2 += {random.Next(1, 10)}");
        Line($"if r2 {(random.Next(2) == 0 ? ">" : ">=")} r8 goto {done}");
        Line($"r9 = *({Size()} *)(r1 + {random.Next(4)})");
        Mark(done);
    }

    // The other usual check: by the length.
    void PacketDifference()
    {
        if (!HasPacket)
            return;
        var (done, length) = (Label(), random.Next(1, 40));
        Line("r1 = r8");
        Line("r1 -= r7");
        Line($"if r1 {(random.Next(2) == 0 ? "<" : "s<")} {length} goto {done}");
        Line($"r9 = *({Size()} *)(r7 + {random.Next(Math.Max(1, length - 2))})");
        Mark(done);
    }

    void Stack()
    {
        var (size, offset) = (Size(), -random.Next(1, 36));
        Line(random.Next(2) == 0 ? $"*({size} *)(r10 {Signed(offset)}) = r9" : $"r9 = *({size} *)(r10 {Signed(offset)})");
    }

    void VariableStack()
    {
        Limit(16);
        Line("r1 = r10");
        Line("r1 += r9");
        Line(random.Next(2) == 0 ? $"*({Size()} *)(r1 - {random.Next(16, 34)}) = r9" : $"r9 = *({Size()} *)(r1 - {random.Next(16, 34)})");
    }

    // What lies on the stack keeps its kind, unless something is written over it.
    void Spill()
    {
        Line("*(u64 *)(r10 - 72) = r7");
        if (random.Next(3) == 0)
            Line($"*({Size()} *)(r10 - {random.Next(65, 80)}) = r9");
        Line("r1 = *(u64 *)(r10 - 72)");
        Line(random.Next(2) == 0 ? "r7 = r1" : $"r9 = *({Size()} *)(r1 + {random.Next(8)})");
    }

    void Lookup((string Name, int KeySize, int ValueSize) map)
    {
        Line($"*(u{map.KeySize * 8} *)(r10 - 40) = r9");
        Line("r2 = r10");
        Line("r2 += -40");
        Line($"r1 = map[{map.Name}]");
        Line("call bpf_map_lookup_elem");
    }

    void MapValue()
    {
        var (map, done) = (s_maps[random.Next(s_maps.Length)], Label());
        Lookup(map);
        if (random.Next(10) > 0)
            Line($"if r0 == 0 goto {done}");
        Line(random.Next(2) == 0
            ? $"r9 = *({Size()} *)(r0 {Signed(random.Next(-1, map.ValueSize))})"
            : $"*({Size()} *)(r0 {Signed(random.Next(-1, map.ValueSize))}) = r9");
        Mark(done);
        Line($"r0 = {random.Next(8)}");
    }

    void IndexedMapValue()
    {
        var done = Label();
        Line("*(u32 *)(r10 - 40) = 1");
        Line("r2 = r10");
        Line("r2 += -40");
        Line("r1 = map[table]");
        Line("call bpf_map_lookup_elem");
        Line($"if r0 == 0 goto {done}");
        Limit(32);
        Line(random.Next(4) == 0 ? "r0 -= r9" : "r0 += r9");
        Line($"r9 = *({Size()} *)(r0 + {random.Next(8)})");
        Mark(done);
        Line($"r0 = {random.Next(8)}");
    }

    // Bounds r9 in one of the ways that compilers use; now and then not quite.
    void Limit(int size)
    {
        var good = Label();
        switch (random.Next(5))
        {
            case 0:
                Line($"r9 &= {random.Next(size)}");
                break;
            case 1:
                Line($"r9 %= {random.Next(1, size)}");
                break;
            case 2:
                Line($"w9 >>= {random.Next(24, 32)}");
                break;
            case 3:
                Line($"w9 {(random.Next(2) == 0 ? "&=" : "%=")} {random.Next(1, size)}");
                break;
            default:
                Line($"if {(random.Next(4) == 0 ? 'w' : 'r')}9 {s_conditions[random.Next(2, 10)]} {random.Next(size)} goto {good}");
                Line($"r9 = {random.Next(size)}");
                Mark(good);
                break;
        }
    }

    void Atomic()
    {
        var (size, offset) = (random.Next(2) == 0 ? 32 : 64, random.Next(1, 5) * 8);
        var register = size == 32 ? "w1" : "r1";
        Line($"r1 = {random.Next(64)}");
        switch (random.Next(3))
        {
            case 0:
                Line($"lock *(u{size} *)(r10 - {offset}) {s_atomics[random.Next(s_atomics.Length)]} {register}");
                break;
            case 1:
                Line($"{register} = atomic_fetch_add((u{size} *)(r10 - {offset}), {register})");
                Line("r9 = r1");
                break;
            default:
                Line($"r1 = xchg_64(r10 - {offset}, r1)");
                Line("r9 = r1");
                break;
        }
    }

    void ChangeMap()
    {
        var map = s_maps[random.Next(3)];
        Line($"*(u64 *)(r10 - 40) = {random.Next(8)}");
        Line("r2 = r10");
        Line("r2 += -40");
        Line($"r1 = map[{map.Name}]");
        if (random.Next(3) == 0)
        {
            Line("call bpf_map_delete_elem");
        }
        else
        {
            Line("r3 = r10");
            Line($"r3 += {-map.ValueSize + (random.Next(8) == 0 ? 4 : 0)}");
            Line($"r4 = {random.Next(3)}");
            Line("call bpf_map_update_elem");
        }

        Line("r9 = r0");
        Line("r0 = 0");
    }

    void Record()
    {
        var (full, size) = (Label(), random.Next(1, 33));
        Line("r1 = map[events]");
        Line($"r2 = {size}");
        Line("r3 = 0");
        Line("call bpf_ringbuf_reserve");
        Line($"if r0 == 0 goto {full}");
        Line($"*({Size()} *)(r0 + {random.Next(random.Next(6) == 0 ? size + 1 : Math.Max(1, size - 7))}) = r9");
        Line("r1 = r0");
        Line($"r2 = {random.Next(2)}");
        Line(random.Next(2) == 0 ? "call bpf_ringbuf_submit" : "call bpf_ringbuf_discard");
        Mark(full);
        Line("r0 = 0");
    }

    void AskNumber()
    {
        Line($"call {s_numbers[random.Next(s_numbers.Length)]}");
        Line("r9 = r0");
    }

    void MovePacket()
    {
        if (!HasPacket || _type.Section != "xdp" || random.Next(2) == 0)
            return;
        Line("r1 = r6");
        Line($"r2 = {random.Next(-24, 24)}");
        Line(random.Next(2) == 0 ? "call bpf_xdp_adjust_head" : "call bpf_xdp_adjust_tail");
        if (random.Next(8) > 0)
        {
            Line($"r7 = *(u32 *)(r6 + {_type.Data})");
            Line($"r8 = *(u32 *)(r6 + {_type.DataEnd})");
        }

        Line("r0 = 0");
        CheckPacket();
    }

    void ReadContext()
    {
        if (!_isInner)
            Line($"r9 = *(u32 *)(r6 + {random.Next(_type.Section == "xdp" ? 6 : 12) * 4})");
    }
}
