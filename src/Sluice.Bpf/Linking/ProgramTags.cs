using System.Security.Cryptography;
using Sluice.Bpf.Instructions;

namespace Sluice.Bpf.Linking;

/// <summary>The hashes by which Linux tells programs apart, computed from what is given to it.</summary>
/// <param name="Sha1">The tag that kernels before 6.18 give the program: 16 hexadecimal digits of its SHA-1.</param>
/// <param name="Sha256">Its whole SHA-256, 64 hexadecimal digits; the first 16 are the tag that kernels give it since 6.18.</param>
/// <remarks>kernel/bpf/core.c, bpf_prog_calc_tag: over the instructions as they are loaded, with zeros for what differs from load to
/// load, the numbers of maps. The same object gives the same tags on every machine, unless CO-RE changes its instructions.</remarks>
public readonly record struct ProgramTags(string Sha1, string Sha256)
{
    const int TagDigits = 16;

    /// <summary>Is this one of the two, as a kernel shows it or whole?</summary>
    public bool Match(string tag)
    {
        ArgumentNullException.ThrowIfNull(tag);
        return tag.Length >= TagDigits && (tag == Sha1 || Sha256.StartsWith(tag, StringComparison.Ordinal));
    }

    /// <summary>The tags of a linked program.</summary>
    public static ProgramTags Of(LinkedProgram program)
    {
        ArgumentNullException.ThrowIfNull(program);
        var code = InstructionCodec.Encode(AsLoaded(program));
#pragma warning disable CA5350 // It is what the kernel uses to tell programs apart, and not for safety.
        var sha1 = SHA1.HashData(code);
#pragma warning restore CA5350
        return new(Convert.ToHexStringLower(sha1)[..TagDigits], Convert.ToHexStringLower(SHA256.HashData(code)));
    }

    // Maps are named by descriptor in what is loaded, and by nothing in what is hashed.
    static BpfInstruction[] AsLoaded(LinkedProgram program)
    {
        const byte byDescriptor = 1, valueByDescriptor = 2;
        var instructions = program.Instructions.ToArray();
        for (var slot = 0; slot < instructions.Length; slot++)
        {
            if (!instructions[slot].IsWide)
                continue;
            var kind = InstructionSet.Find(instructions[slot])?.Operation switch
            {
                Operation.LoadMapByIndex or Operation.LoadMapByDescriptor => byDescriptor,
                Operation.LoadMapValueByIndex or Operation.LoadMapValueByDescriptor => valueByDescriptor,
                _ => (byte)0,
            };
            if (kind != 0)
            {
                instructions[slot] = instructions[slot].WithSource(kind).WithImmediate(0);
                instructions[slot + 1] = instructions[slot + 1].WithImmediate(0);
            }

            slot++;
        }

        return instructions;
    }
}
