using System.Globalization;
using System.Text;
using Sluice.Bpf.Assembly;

namespace Sluice.Fuzzing.Generation;

/// <summary>Makes random programs, out of the pieces that compilers make, that are often safe and often nearly so.</summary>
/// <remarks>
/// r6 holds the context, r7 and r8 the packet's ends (numbers where the type has none), r9 a number; r0 to r5 are scratch. The
/// text is that of <see cref="Assembler"/>, so that a counter-example can be read and shrunk line by line.
/// </remarks>
sealed partial class ProgramGenerator(Random random)
{
    // Section, and where its context has the packet's ends.
    static readonly (string Section, int Data, int DataEnd)[] s_types = [("xdp", 0, 4), ("xdp", 0, 4), ("tc", 76, 80), ("socket", -1, -1)];

    static readonly string[] s_operators = ["+=", "-=", "*=", "/=", "|=", "&=", "<<=", ">>=", "%=", "^=", "s>>=", "s/=", "s%="];

    static readonly string[] s_conditions = ["==", "!=", "<", "<=", ">", ">=", "s<", "s<=", "s>", "s>=", "&"];

    static readonly string[] s_sizes = ["u8", "u16", "u32", "u64"];

    readonly StringBuilder _text = new();
    readonly StringBuilder _functions = new();
    StringBuilder _out = null!;
    (string Section, int Data, int DataEnd) _type;
    int _labels, _functionCount;

    // What a function gets: a sub-program has no packet and no context.
    bool _isInner;

    bool HasPacket => _type.Data >= 0 && !_isInner;

    /// <summary>A program, and the functions that it calls.</summary>
    public Subject Make()
    {
        (_labels, _functionCount, _isInner) = (0, 0, false);
        _functions.Clear();
        _out = _text.Clear();
        _type = s_types[random.Next(s_types.Length)];
        _out.Append(CultureInfo.InvariantCulture, $"""
            .license "GPL"
            .map table array key=4 value=32 entries=4
            .map flows hash key=8 value=24 entries=16
            .map recent lru_hash key=4 value=16 entries=8
            .map counts per_cpu_array key=4 value=8 entries=2
            .map events ring_buffer entries=4096
            .program main section="{_type.Section}"

            """);
        Begin();
        for (var count = random.Next(2, 9); count > 0; count--)
            Fragment(2);
        End(random.Next(16) == 0 ? random.Next(-1, 6) : _type.Data == 0 ? 2 : 0);
        var bpf = Assembler.AssembleObject(_text.Append(_functions).ToString(), "generated");
        return new(bpf, bpf.Programs[0], "generated");
    }

    void Begin()
    {
        Line("r6 = r1");
        if (_type.Data >= 0)
        {
            Line($"r7 = *(u32 *)(r6 + {_type.Data})");
            Line($"r8 = *(u32 *)(r6 + {_type.DataEnd})");
        }
        else
        {
            Line($"r7 = {random.Next(64)}");
            Line($"r8 = {random.Next(64)}");
        }

        Fill();
        if (HasPacket)
            CheckPacket();
    }

    // The number, and some of the stack.
    void Fill()
    {
        Line($"r9 = {random.Next(256)}");
        for (var offset = 8; offset <= 32; offset += 8)
            Line($"*(u64 *)(r10 - {offset}) = {random.Next(64)}");
        Line($"r0 = {random.Next(8)}");
    }

    void End(int result)
    {
        Line($"r0 = {result}");
        Line("exit");
    }

    void Line(string text) => _out.Append("  ").Append(text).Append('\n');

    void Mark(string label) => _out.Append(label).Append(":\n");

    string Label() => $"l{_labels++}";

    string Size() => s_sizes[random.Next(s_sizes.Length)];

    string Number() => (random.Next(3) switch
    {
        0 => random.Next(16),
        1 => random.Next(-8, 300),
        _ => random.Next(int.MinValue, int.MaxValue),
    }).ToString(CultureInfo.InvariantCulture);

    static string Signed(int offset) => offset < 0 ? $"- {-offset}" : $"+ {offset}";

    void Fragment(int depth)
    {
        var pieces = depth > 0 ? s_pieces : s_simplePieces;
        pieces[random.Next(pieces.Length)](this, depth);
    }

    void CheckPacket()
    {
        var (length, good) = (random.Next(1, 40), Label());
        Line("r1 = r7");
        Line($"r1 += {length}");
        Line($"if r1 {(random.Next(6) == 0 ? "<" : "<=")} r8 goto {good}");
        End(1);
        Mark(good);
    }

    void Branch(int depth)
    {
        var (other, done) = (Label(), Label());
        var letter = random.Next(2) == 0 ? 'r' : 'w';
        var right = random.Next(4) == 0 ? $"{letter}0" : Number();
        if (right.Length == 2 && right[0] == letter)
            Line($"r0 = {Number()}");
        Line($"if {letter}9 {s_conditions[random.Next(s_conditions.Length)]} {right} goto {other}");
        Fragment(depth - 1);
        Line($"goto {done}");
        Mark(other);
        Fragment(depth - 1);
        Mark(done);
    }

    // Counts on the stack, so that whatever is in the loop leaves the counter alone, mostly.
    void Loop(int depth)
    {
        var (again, slot) = (Label(), 48 + (8 * depth));
        Line($"*(u64 *)(r10 - {slot}) = 0");
        Mark(again);
        Fragment(depth - 1);
        Line($"r1 = *(u64 *)(r10 - {slot})");
        Line($"r1 += {random.Next(1, 4)}");
        Line($"*(u64 *)(r10 - {slot}) = r1");
        Line($"if r1 {(random.Next(5) == 0 ? "!=" : "<")} {random.Next(2, 60)} goto {again}");
    }

    // A function of its own: r1 is a number, r2 the caller's stack at -32, of which it may touch 16 bytes.
    void Call(int depth)
    {
        var name = $"inner{_functionCount++}";
        Line("r1 = r9");
        Line("r2 = r10");
        Line("r2 += -32");
        Line($"call {name}");
        Line("r9 = r0");
        Define(name, depth, () => Line(random.Next(3) == 0 ? "r0 = r9" : $"r0 = {Number()}"));
    }

    // bpf_loop: the callback gets the round in r1 and the stack in r2, and says whether to stop.
    void Repeat(int depth)
    {
        var name = $"round{_functionCount++}";
        Line($"r1 = {random.Next(40)}");
        Line($"r2 = subprog[{name}]");
        Line("r3 = r10");
        Line("r3 += -32");
        Line("r4 = 0");
        Line("call bpf_loop");
        if (random.Next(2) == 0)
            Line("r9 = r0");
        Line("r0 = 0");
        Define(name, depth, () => Line($"r0 = {random.Next(random.Next(8) == 0 ? 3 : 2)}"));
    }

    void Define(string name, int depth, Action result)
    {
        var (outside, wasInner) = (_out, _isInner);
        (_out, _isInner) = (new(), true);
        _out.Append(CultureInfo.InvariantCulture, $".function {name}\n");
        Line("r6 = r1");
        Line("r7 = r2");
        Line("r8 = 0");
        Fill();
        Line("r9 = r6");
        for (var count = random.Next(1, 4); count > 0; count--)
        {
            if (random.Next(3) == 0)
                ThroughCallersStack();
            else
                Fragment(depth - 1);
        }

        result();
        Line("exit");
        _functions.Append(_out);
        (_out, _isInner) = (outside, wasInner);
    }

    void ThroughCallersStack()
    {
        var offset = random.Next(random.Next(6) == 0 ? 34 : 8);
        Line(random.Next(2) == 0 ? $"r9 = *({Size()} *)(r7 + {offset})" : $"*({Size()} *)(r7 + {offset}) = r9");
    }
}
