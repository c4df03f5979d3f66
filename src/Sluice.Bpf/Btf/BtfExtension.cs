using System.Collections.Immutable;
using Sluice.Bpf.Btf.Binary;

namespace Sluice.Bpf.Btf;

/// <summary>The <c>.BTF.ext</c> section of an object: functions, source lines and CO-RE relocations by place.</summary>
public sealed class BtfExtension
{
    /// <summary>What it says, by section of instructions, in the order of the file.</summary>
    public ImmutableArray<BtfExtensionSection> Sections { get; init; } = [];

    /// <summary>What it says about the section called <paramref name="name"/>, or null.</summary>
    public BtfExtensionSection? Find(string name) => Sections.FirstOrDefault(section => section.Name == name);

    /// <summary>Reads the bytes of a <c>.BTF.ext</c> section, of either byte order.</summary>
    /// <param name="data">The section.</param>
    /// <param name="types">The types and names of the same object's <c>.BTF</c>.</param>
    /// <param name="file">What errors shall call it.</param>
    /// <exception cref="Objects.BpfFormatException">The bytes are not what they claim to be.</exception>
    public static BtfExtension Read(ReadOnlySpan<byte> data, BtfTypes types, string file) =>
        new BtfExtensionReader(data.ToArray(), types, file).Read();
}
