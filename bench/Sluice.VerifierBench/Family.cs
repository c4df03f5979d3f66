using System.Globalization;
using System.Text;
using Sluice.Bpf.Assembly;
using Sluice.Bpf.Objects;

namespace Sluice.VerifierBench;

/// <summary>A family of programs that grow with one number.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Maps">The directives for its maps.</param>
/// <param name="Body">Writes the main function and those that it calls; takes the number of instructions that it aims at.</param>
sealed record Family(string Name, string Maps, Action<StringBuilder, int> Body)
{
    const string Head = "  r6 = r1\n  r2 = *(u32 *)(r1 + 4)\n  r1 = *(u32 *)(r1 + 0)\n  r3 = r1\n  r3 += 64\n  if r3 <= r2 goto +2\n  r0 = 2\n  exit\n  r7 = r1\n";
    const string Tail = "  r0 = 2\n  exit\n";

    /// <summary>Is a member safe?</summary>
    public bool MustPass { get; init; } = true;

    /// <summary>The largest size of use: beyond it jumps are too long, or there is more to look at than Linux allows.</summary>
    public int Most { get; init; } = int.MaxValue;

    /// <summary>All families: those that must pass, and those that must be rejected.</summary>
    public static IReadOnlyList<Family> All { get; } =
    [
        new("straight-line accesses", "", Accesses),
        new("diamonds in a row", "", Diamonds),
        new("diamonds that differ", "", Differing),
        new("nested loops", "", Loops),
        new("map lookups", ".map counts Hash key=4 value=8 entries=1024\n", Lookups),
        new("deep call trees", "", Calls),
        new("a loop around diamonds", "", LoopOfDiamonds) { Most = 10_000 },
        new("loads in a loop behind one check", "", LoopOfLoads) { Most = 10_000 },
        new("loops that chance ends", "", HopelessLoops) { MustPass = false },
        new("a loop that chance ends, around diamonds", "", HopelessLoopOfDiamonds) { MustPass = false, Most = 10_000 },
    ];

    /// <summary>The member of about so many instructions.</summary>
    public BpfObject Make(int instructions)
    {
        var text = new StringBuilder($".license \"GPL\"\n{Maps}.program main section=\"xdp\"\n");
        Body(text, instructions);
        return Assembler.AssembleObject(text.ToString(), Name);
    }

    static void Accesses(StringBuilder text, int count)
    {
        text.Append(Head);
        for (var index = 0; index < count - 11; index++)
            Line(text, $"  r{2 + index % 4} = *(u8 *)(r7 + {index % 64})");
        text.Append(Tail);
    }

    // Each arm leaves something else in a register that the next diamond overwrites.
    static void Diamonds(StringBuilder text, int count)
    {
        text.Append(Head);
        for (var index = 0; index < count / 4; index++)
            Line(text, $"  r2 = *(u8 *)(r7 + {index % 64})\n  r3 = 1\n  if r2 == {index % 200} goto +1\n  r3 = 2");
        text.Append(Tail);
    }

    // Each arm leaves something else that lives to the end: a path at a time there are 2^n states.
    static void Differing(StringBuilder text, int count)
    {
        text.Append(Head).Append("  r8 = 0\n");
        Differ(text, count);
        text.Append("  r0 = 2\n  if r8 > 1 goto out\n  r0 = 1\nout:\n  exit\n");
    }

    static void Loops(StringBuilder text, int count)
    {
        text.Append(Head);
        for (var index = 0; index < Math.Max(1, count / 9); index++)
        {
            Line(text, $"  r8 = 0\nouter{index}:\n  r9 = 0\ninner{index}:\n  r2 = *(u8 *)(r7 + {index % 64})\n  r9 += 1\n  if r9 < 4 goto inner{index}\n  r8 += 1\n  if r8 < 4 goto outer{index}");
        }

        text.Append(Tail);
    }

    static void Lookups(StringBuilder text, int count)
    {
        text.Append(Head);
        for (var index = 0; index < count / 9; index++)
        {
            Line(text, $"  *(u32 *)(r10 - 4) = {index}\n  r2 = r10\n  r2 += -4\n  r1 = map[counts]\n  call bpf_map_lookup_elem\n  if r0 == 0 goto +2\n  r1 = *(u64 *)(r0 + 0)\n  *(u64 *)(r0 + 0) = r1");
        }

        text.Append(Tail);
    }

    // A tree of seven levels: each function calls the next one several times.
    static void Calls(StringBuilder text, int count)
    {
        const int levels = 6;
        var calls = Math.Max(1, count / levels / 3);
        text.Append("  r1 = 1\n  call level0\n  r0 = 2\n  exit\n");
        for (var level = 0; level < levels; level++)
        {
            Line(text, $".function level{level}\n  r6 = 0");
            for (var index = 0; index < calls; index++)
            {
                if (level + 1 < levels && index < 4)
                    Line(text, $"  r1 = r6\n  call level{level + 1}\n  r6 = r0");
                else
                    Line(text, $"  r2 = r6\n  r2 += {index}\n  r6 = r2");
            }

            text.Append("  r0 = 1\n  exit\n");
        }
    }

    // Rounds that cannot all be told apart, each with as many paths as there are.
    static void LoopOfDiamonds(StringBuilder text, int count)
    {
        text.Append(Head).Append("  r8 = 0\n  r9 = 0\nagain:\n");
        Differ(text, count);
        text.Append("  r9 += 1\n  if r9 < 100 goto again\n").Append(Tail);
    }

    // What clang makes of a checksum of a header: as many rounds as the check allows, and instructions in each.
    static void LoopOfLoads(StringBuilder text, int count)
    {
        text.Append(Head).Append("  r8 = 0\n  r9 = 0\nagain:\n");
        for (var index = 0; index < count / 2; index++)
            text.Append("  r2 = *(u16 *)(r7 + 0)\n  r8 += r2\n");
        text.Append("  r7 += 2\n  r9 += 1\n  if r9 < 32 goto again\n").Append(Tail);
    }

    // The last of many loops has no bound.
    static void HopelessLoops(StringBuilder text, int count)
    {
        text.Append(Head);
        for (var index = 0; index < count / 9; index++)
            Line(text, $"  r8 = 0\nagain{index}:\n  r2 = *(u8 *)(r7 + {index % 64})\n  r8 += 1\n  if r8 < 20 goto again{index}");
        text.Append("again:\n  call bpf_get_prandom_u32\n  if r0 != 0 goto again\n").Append(Tail);
    }

    static void HopelessLoopOfDiamonds(StringBuilder text, int count)
    {
        text.Append(Head).Append("  r8 = 0\n  r9 = 0\nagain:\n");
        Differ(text, count);
        text.Append("  r9 += 1\n  call bpf_get_prandom_u32\n  if r0 != 0 goto again\n").Append(Tail);
    }

    static void Differ(StringBuilder text, int count)
    {
        for (var index = 0; index < count / 3; index++)
            Line(text, $"  r2 = *(u8 *)(r7 + {index % 64})\n  if r2 == {index % 200} goto +1\n  r8 |= {1 << index % 30}");
    }

    static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
