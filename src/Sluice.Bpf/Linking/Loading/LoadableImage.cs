using System.Collections.Immutable;
using Sluice.Bpf.Btf;
using Sluice.Bpf.Btf.Binary;
using Sluice.Bpf.Objects;

namespace Sluice.Bpf.Linking.Loading;

/// <summary>An object's types and what refers to them, as bytes that a kernel takes.</summary>
/// <param name="Types">BTF, for BPF_BTF_LOAD.</param>
/// <param name="Programs">What refers to it from each program, in the order they were given.</param>
public sealed record LoadableImage(byte[] Types, ImmutableArray<LoadableProgram> Programs)
{
    // struct bpf_line_info: the line in 22 bits, the column in 10.
    const int LargestColumn = 0x3ff, LargestLine = 0x3f_ffff, ColumnBits = 10;

    /// <summary>Writes <paramref name="types"/>, and what <paramref name="programs"/> say about their instructions.</summary>
    public static LoadableImage Write(BtfTypes types, IReadOnlyList<LinkedProgram> programs)
    {
        var (bytes, annotations) = BtfWriter.Write(types, names =>
            programs.Select(program => new LoadableProgram(Functions(program, types), Lines(program, names, types))).ToImmutableArray());
        return new(bytes, annotations);
    }

    static byte[] Functions(LinkedProgram program, BtfTypes types)
    {
        var output = new BtfOutput(types.IsBigEndian);
        foreach (var function in program.Functions)
        {
            if (function.TypeId == 0)
                return [];
            output.UInt32((uint)function.Start, (uint)function.TypeId);
        }

        return output.Bytes.ToArray();
    }

    // The kernel wants a line for the first instruction of every function, and rising slots (kernel/bpf/verifier.c,
    // check_btf_line).
    static byte[] Lines(LinkedProgram program, BtfStringWriter names, BtfTypes types)
    {
        var starts = new HashSet<int>(program.Lines.Select(line => line.Instruction));
        if (program.Functions.Any(function => !starts.Contains(function.Start)))
            return [];
        var output = new BtfOutput(types.IsBigEndian);
        var last = -1;
        foreach (var line in program.Lines)
        {
            if (line.Instruction <= last)
                continue;
            last = line.Instruction;
            output.UInt32((uint)line.Instruction, names.Offset(line.File), names.Offset(line.Text), Place(line));
        }

        return output.Bytes.ToArray();
    }

    static uint Place(SourceLine line) =>
        (uint)Math.Min(line.Line, LargestLine) << ColumnBits | (uint)Math.Min(line.Column, LargestColumn);
}
