using System.Collections.Immutable;
using System.Globalization;
using Sluice.Bpf.Elf;
using Sluice.Bpf.Instructions;
using Sluice.Bpf.Objects;

namespace Sluice.Chains.Machine;

/// <summary>Chains written in C, as the published tools compile them: a section <c>__sec_hike_chain_ID</c> for each.</summary>
public static class ChainSections
{
    const string Prefix = "__sec_hike_chain_";

    /// <summary>The chains of an object file, in the order of its sections.</summary>
    /// <param name="image">The file's bytes.</param>
    /// <param name="name">What errors shall call it.</param>
    /// <exception cref="BpfFormatException">The bytes are no object, or a section's name has no id.</exception>
    public static ImmutableArray<(uint Id, ImmutableArray<BpfInstruction> Instructions)> Read(ReadOnlyMemory<byte> image, string name)
    {
        var chains = ImmutableArray.CreateBuilder<(uint, ImmutableArray<BpfInstruction>)>();
        var file = ElfFile.Read(image, name);
        foreach (var section in file.Sections.Where(section => section.Name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            var text = section.Name[Prefix.Length..];
            // Ids are decimal as the published headers write them; hexadecimal ones are taken, too.
            var isHex = text.StartsWith("0x", StringComparison.Ordinal);
            if (!uint.TryParse(isHex ? text.AsSpan(2) : text, isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out var id))
                throw new BpfFormatException(name, section.Name, 0, $"'{text}'", "a chain's id");
            chains.Add((id, InstructionCodec.Decode(file.Bytes(section), name)));
        }

        return chains.ToImmutable();
    }
}
