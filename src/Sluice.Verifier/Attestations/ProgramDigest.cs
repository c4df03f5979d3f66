using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Sluice.Bpf.Btf;
using Sluice.Bpf.Instructions;
using Sluice.Bpf.Linking;
using Sluice.Bpf.Objects;

namespace Sluice.Verifier.Attestations;

/// <summary>The SHA-256 of all that a program's proof rests on, so that what is loaded can be told to be what was proved.</summary>
/// <remarks>
/// Type and place of attachment, licence, functions and instructions as they were linked, the signatures of functions and of
/// the kernel functions that are called, and the maps: their shapes, what the kernel keeps in their values (locks, timers, lists,
/// kernel pointers), and what frozen ones hold. Names that say nothing, source lines and other types do not count.
/// Version 1 did not cover signatures, and of values only the first lock and timer.
/// </remarks>
public static class ProgramDigest
{
    const string Version = "sluice program digest v2";

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
            Add(hash, program.Types is { } types && function is { IsGlobal: true, TypeId: not 0 } && types[function.TypeId] is BtfFunction type ? TypeSignature.OfFunction(type, types) : "");
        }

        AddKernelCalls(hash, program);

        AddInstructions(hash, program);
        Add(hash, program.Maps.Length);
        foreach (var map in program.Maps)
            Add(hash, map, program.Types);
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

    static void AddKernelCalls(IncrementalHash hash, LinkedProgram program)
    {
        Add(hash, program.KernelCalls.Length);
        foreach (var call in program.KernelCalls)
        {
            Add(hash, call.Slot);
            Add(hash, call.Name);
            var declared = program.Types?.FindAll(call.Name).OfType<BtfFunction>().FirstOrDefault();
            Add(hash, declared is null ? "" : TypeSignature.OfFunction(declared, program.Types!));
        }
    }

    static void Add(IncrementalHash hash, MapSpec map, BtfTypes? types)
    {
        foreach (var number in (ReadOnlySpan<long>)[(long)map.Type, map.KeySize, map.ValueSize, map.MaxEntries, (long)map.Flags, (long)map.Extra,
            map.IsGlobalData ? 1 : 0, map.IsFrozen ? 1 : 0])
        {
            Add(hash, number);
        }

        Add(hash, TypeSignature.OfFields(map.ValueType, types));
        if (map.IsFrozen)
        {
            Add(hash, map.InitialData.Length);
            hash.AppendData(map.InitialData.AsSpan());
        }

        Add(hash, map.Inner is null ? 0 : 1);
        if (map.Inner is { } inner)
            Add(hash, inner, types);
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
