using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Sluice.Bpf.Instructions;
using Sluice.Bpf.Linking;
using Sluice.Bpf.Objects;
using Sluice.Verifier.Analysis;

namespace Sluice.Verifier.Attestations;

/// <summary>The SHA-256 of all that a program's proof rests on, so that what is loaded can be told to be what was proved.</summary>
/// <remarks>
/// Type and place of attachment, licence, functions and instructions as they were linked, and the maps: their shapes, the
/// places of locks and timers in their values, and what frozen ones hold. Names, source lines and types do not count.
/// </remarks>
public static class ProgramDigest
{
    const string Version = "sluice program digest v1";

    /// <summary>The digest, in hexadecimal.</summary>
    public static string Of(LinkedProgram program)
    {
        ArgumentNullException.ThrowIfNull(program);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var spec = program.Spec;
        Add(hash, Version);
        Add(hash, (long)spec.Type);
        Add(hash, spec.AttachType is { } place ? (long)place : -1);
        Add(hash, spec.AttachTarget);
        Add(hash, (spec.IsSleepable ? 1 : 0) + (spec.HasFragments ? 2 : 0));
        Add(hash, program.License);
        Add(hash, program.Functions.Length);
        foreach (var function in program.Functions)
        {
            Add(hash, function.Start);
            Add(hash, function.IsGlobal ? 1 : 0);
        }

        AddInstructions(hash, program);
        Add(hash, program.Maps.Length);
        foreach (var map in program.Maps)
            Add(hash, map);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    static void AddInstructions(IncrementalHash hash, LinkedProgram program)
    {
        var length = program.Instructions.Length * BpfInstruction.Size;
        var bytes = ArrayPool<byte>.Shared.Rent(length);
        InstructionCodec.Encode(program.Instructions.AsSpan(), bytes);
        Add(hash, length);
        hash.AppendData(bytes, 0, length);
        ArrayPool<byte>.Shared.Return(bytes);
    }

    static void Add(IncrementalHash hash, MapSpec map)
    {
        var special = SpecialFields.Of(map);
        foreach (var number in (ReadOnlySpan<long>)[(long)map.Type, map.KeySize, map.ValueSize, map.MaxEntries, (long)map.Flags, (long)map.Extra,
            special.SpinLock, special.Timer, map.IsGlobalData ? 1 : 0, map.IsFrozen ? 1 : 0])
        {
            Add(hash, number);
        }

        if (map.IsFrozen)
        {
            Add(hash, map.InitialData.Length);
            hash.AppendData(map.InitialData.AsSpan());
        }

        Add(hash, map.Inner is null ? 0 : 1);
        if (map.Inner is { } inner)
            Add(hash, inner);
    }

    static void Add(IncrementalHash hash, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Add(hash, bytes.Length);
        hash.AppendData(bytes);
    }

    static void Add(IncrementalHash hash, long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        hash.AppendData(bytes);
    }
}
