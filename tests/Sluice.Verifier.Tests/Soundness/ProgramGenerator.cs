using System.Globalization;
using System.Text;
using Sluice.Bpf.Assembly;
using Sluice.Bpf.Objects;

namespace Sluice.Verifier.Tests.Soundness;

/// <summary>Makes random programs that are often safe and often nearly so.</summary>
sealed class ProgramGenerator(Random random)
{
    const string Prelude = """
        .license "GPL"
        .map table Array key=4 value=32 entries=4
        .map flows Hash key=8 value=24 entries=16
        .program main section="xdp"

        """;

    static readonly string[] s_operators = ["+=", "-=", "*=", "/=", "|=", "&=", "<<=", ">>=", "%=", "^=", "s>>=", "s/=", "s%="];

    static readonly string[] s_conditions = ["==", "!=", "<", "<=", ">", ">=", "s<", "s<=", "s>", "s>=", "&"];

    static readonly string[] s_sizes = ["u8", "u16", "u32", "u64"];

    readonly StringBuilder _text = new();
    int _labels;

    /// <summary>A program's text.</summary>
    public string Make()
    {
        _text.Clear().Append(Prelude);
        Line("r6 = r1");
        Line("r7 = *(u32 *)(r6 + 0)");
        Line("r8 = *(u32 *)(r6 + 4)");
        Line($"r9 = {random.Next(256)}");
        for (var offset = 8; offset <= 32; offset += 8)
            Line($"*(u64 *)(r10 - {offset}) = {random.Next(64)}");
        Line($"r0 = {random.Next(8)}");
        CheckPacket();
        for (var count = random.Next(2, 9); count > 0; count--)
            Fragment(2);
        Line("r0 = 2");
        Line("exit");
        return _text.ToString();
    }

    /// <summary>The text as an object.</summary>
    public static BpfObject Assemble(string text) => Assembler.AssembleObject(text, "generated");

    void Line(string text) => _text.Append("  ").Append(text).Append('\n');

    string Label() => $"l{_labels++}";

    void Fragment(int depth)
    {
        switch (random.Next(depth > 0 ? 12 : 8))
        {
            case 0 or 1 or 2:
                Arithmetic();
                break;
            case 3:
                ReadPacket();
                break;
            case 4:
                Stack();
                break;
            case 5:
                MapValue();
                break;
            case 6:
                IndexedMapValue();
                break;
            case 7:
                VariablePacket();
                break;
            case 8 or 9:
                Branch(depth);
                break;
            default:
                Loop(depth);
                break;
        }
    }

    void CheckPacket()
    {
        var (length, good) = (random.Next(1, 40), Label());
        Line("r1 = r7");
        Line($"r1 += {length}");
        Line($"if r1 {(random.Next(6) == 0 ? "<" : "<=")} r8 goto {good}");
        Line("r0 = 1");
        Line("exit");
        _text.Append(good).Append(":\n");
    }

    void Arithmetic()
    {
        for (var count = random.Next(1, 4); count > 0; count--)
        {
            var letter = random.Next(3) == 0 ? 'w' : 'r';
            var target = random.Next(2) == 0 ? 0 : 9;
            var source = random.Next(2) == 0 ? $"{letter}{9 - target}" : Number();
            Line($"{letter}{target} {s_operators[random.Next(s_operators.Length)]} {source}");
        }
    }

    string Number() => (random.Next(3) switch
    {
        0 => random.Next(16),
        1 => random.Next(-8, 300),
        _ => random.Next(int.MinValue, int.MaxValue),
    }).ToString(CultureInfo.InvariantCulture);

    string Size() => s_sizes[random.Next(s_sizes.Length)];

    void ReadPacket()
    {
        var (size, offset) = (Size(), random.Next(-1, 36));
        Line(random.Next(4) == 0 ? $"*({size} *)(r7 {Signed(offset)}) = r9" : $"r9 = *({size} *)(r7 {Signed(offset)})");
    }

    static string Signed(int offset) => offset < 0 ? $"- {-offset}" : $"+ {offset}";

    void Stack()
    {
        var (size, offset) = (Size(), -random.Next(1, 36));
        Line(random.Next(2) == 0 ? $"*({size} *)(r10 {Signed(offset)}) = r9" : $"r9 = *({size} *)(r10 {Signed(offset)})");
    }

    void MapValue()
    {
        var (map, size, limit) = random.Next(2) == 0 ? ("table", 4, 32) : ("flows", 8, 24);
        var done = Label();
        Line($"*(u{size * 8} *)(r10 - 40) = r9");
        Line("r2 = r10");
        Line("r2 += -40");
        Line($"r1 = map[{map}]");
        Line("call bpf_map_lookup_elem");
        if (random.Next(10) > 0)
            Line($"if r0 == 0 goto {done}");
        Line(random.Next(2) == 0
            ? $"r9 = *({Size()} *)(r0 {Signed(random.Next(-1, limit))})"
            : $"*({Size()} *)(r0 {Signed(random.Next(-1, limit))}) = r9");
        _text.Append(done).Append(":\n");
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
        Line("r0 += r9");
        Line($"r9 = *({Size()} *)(r0 + {random.Next(8)})");
        _text.Append(done).Append(":\n");
        Line($"r0 = {random.Next(8)}");
    }

    // Bounds r9 in one of the ways that compilers use; now and then not quite.
    void Limit(int size)
    {
        var good = Label();
        switch (random.Next(4))
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
            default:
                Line($"if r9 {s_conditions[random.Next(2, 10)]} {random.Next(size)} goto {good}");
                Line($"r9 = {random.Next(size)}");
                _text.Append(good).Append(":\n");
                break;
        }
    }

    void VariablePacket()
    {
        var done = Label();
        Limit(64);
        Line("r1 = r7");
        Line("r1 += r9");
        Line("r2 = r1");
        Line($"r2 += {random.Next(1, 10)}");
        Line($"if r2 {(random.Next(2) == 0 ? ">" : ">=")} r8 goto {done}");
        Line($"r9 = *({Size()} *)(r1 + {random.Next(4)})");
        _text.Append(done).Append(":\n");
    }

    void Branch(int depth)
    {
        var (other, done) = (Label(), Label());
        var letter = random.Next(2) == 0 ? 'r' : 'w';
        Line($"if {letter}9 {s_conditions[random.Next(s_conditions.Length)]} {Number()} goto {other}");
        Fragment(depth - 1);
        Line($"goto {done}");
        _text.Append(other).Append(":\n");
        Fragment(depth - 1);
        _text.Append(done).Append(":\n");
    }

    // Counts on the stack, so that whatever is in the loop leaves the counter alone, mostly.
    void Loop(int depth)
    {
        var (again, slot) = (Label(), 48 + 8 * depth);
        Line($"*(u64 *)(r10 - {slot}) = 0");
        _text.Append(again).Append(":\n");
        Fragment(depth - 1);
        Line($"r1 = *(u64 *)(r10 - {slot})");
        Line($"r1 += {random.Next(1, 4)}");
        Line($"*(u64 *)(r10 - {slot}) = r1");
        Line($"if r1 {(random.Next(5) == 0 ? "!=" : "<")} {random.Next(2, 60)} goto {again}");
    }
}
