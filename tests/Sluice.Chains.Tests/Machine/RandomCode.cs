using System.Text;
using Sluice.Bpf.Assembly;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;

namespace Sluice.Chains.Tests.Machine;

/// <summary>Random arithmetic and jumps over r0 and r6 to r9, the same for chains and for eBPF programs.</summary>
static class RandomCode
{
    static readonly string[] s_registers = ["r0", "r6", "r7", "r8", "r9", "r2", "r3"];

    static readonly string[] s_operators = ["+=", "-=", "*=", "/=", "|=", "&=", "<<=", ">>=", "%=", "^=", "s>>=", "="];

    static readonly string[] s_comparisons = ["==", "!=", ">", ">=", "<", "<=", "s>", "s>=", "s<", "s<=", "&"];

    static readonly long[] s_numbers = [0, 1, -1, 2, 63, 64, 255, 256, 65535, int.MaxValue, int.MinValue, 0x1234_5678];

    /// <summary>Code that leaves a number in r0.</summary>
    public static string Generate(Random random)
    {
        var text = new StringBuilder();
        foreach (var register in s_registers)
            text.Append($"{register} = {random.NextInt64()} ll\n");
        var count = random.Next(1, 40);
        for (var at = 0; at < count; at++)
            text.Append(One(random, count - at - 1));
        foreach (var register in s_registers[1..])
            text.Append($"r0 = {SwapOf(random)} r0\nr0 ^= {register}\n");
        return text.ToString();
    }

    /// <summary>The same as a program of its own.</summary>
    public static BpfObject AsProgram(string text) => new()
    {
        Name = "random",
        License = "GPL",
        Programs =
        [
            new()
            {
                Function = new() { Name = "random", Section = "xdp", Instructions = Assembler.Assemble($"r2 = 0\n{text}exit") },
                Type = ProgramType.Raw,
            },
        ],
    };

    static string One(Random random, int left)
    {
        var register = Pick(random, s_registers);
        switch (random.Next(8))
        {
            case 0:
                return $"r0 = -r0\n";
            case 1:
                return $"{register} = {SwapOf(random)} {register}\n";
            case 2 or 3 when left > 0:
                return $"if {register} {Pick(random, s_comparisons)} {Operand(random)} goto +{random.Next(Math.Min(left, 6))}\n";
            default:
                var operation = Pick(random, s_operators);
                var operand = operation is "<<=" or ">>=" or "s>>=" ? $"{random.Next(64)}"
                    : operation is "/=" or "%=" ? $"{random.Next(1, 9999)}" : Operand(random);
                return $"{register} {operation} {operand}\n";
        }
    }

    static string SwapOf(Random random) => Pick(random, ["be16", "be32", "be64", "le16", "le32", "le64"]);

    static string Operand(Random random) => random.Next(2) == 0 ? Pick(random, s_registers) : $"{s_numbers[random.Next(s_numbers.Length)]}";

    static T Pick<T>(Random random, T[] from) => from[random.Next(from.Length)];
}
