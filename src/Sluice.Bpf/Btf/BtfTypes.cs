using System.Collections.Immutable;
using Sluice.Bpf.Btf.Binary;
using Sluice.Bpf.Btf.Core;

namespace Sluice.Bpf.Btf;

/// <summary>A collection of types, as a <c>.BTF</c> section or a kernel holds it.</summary>
/// <remarks>Immutable and safe to share between threads.</remarks>
public sealed partial class BtfTypes
{
    BtfIndex? _index;
    IReadOnlyList<BtfType>? _flavours;

    /// <summary>All types by id; the first is <c>void</c>. Split BTF begins with the types of its base.</summary>
    public ImmutableArray<BtfType> All { get; internal init; } = [new BtfVoid()];

    /// <summary>The collection whose types this one refers to (a kernel module's is vmlinux), or null.</summary>
    public BtfTypes? Base { get; internal init; }

    /// <summary>Was it written for a big-endian machine?</summary>
    public bool IsBigEndian { get; internal init; }

    /// <summary>The id of the first type that is not the base's.</summary>
    public int FirstOwnId => Base?.All.Length ?? 1;

    /// <summary>The types that are not the base's, without <c>void</c>.</summary>
    public ReadOnlySpan<BtfType> Own => All.AsSpan()[FirstOwnId..];

    /// <summary>The names as they were read; writing the collection keeps their order.</summary>
    internal BtfStrings Strings { get; init; } = BtfStrings.Empty;

    /// <summary>The types whose names have a CO-RE flavour. Few have, so that a scan of these is all a search needs.</summary>
    internal IReadOnlyList<BtfType> Flavours => _flavours ??= [.. All.Where(type => CoreNames.HasFlavour(type.Name))];

    /// <summary>The type with this id.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is none.</exception>
    public BtfType this[int id] => (uint)id < (uint)All.Length
        ? All[id]
        : throw new ArgumentOutOfRangeException(nameof(id), id, $"there are {All.Length} types");

    /// <summary>The first type of kind <typeparamref name="T"/> called <paramref name="name"/>, or null.</summary>
    /// <remarks>The first call builds an index. A struct and a union are the same kind here, a typedef is another.</remarks>
    public T? Find<T>(string name)
        where T : BtfType => FindAll(name).OfType<T>().FirstOrDefault();

    /// <summary>All types called <paramref name="name"/>, by id, those of the base first.</summary>
    public IEnumerable<BtfType> FindAll(string name)
    {
        var own = (_index ??= new(Own)).Find(name);
        return Base is null ? own : Base.FindAll(name).Concat(own);
    }

    /// <summary>Reads the bytes of a <c>.BTF</c> section, of either byte order.</summary>
    /// <param name="data">The section.</param>
    /// <param name="file">What errors shall call it.</param>
    /// <param name="base">For split BTF: what its first ids and names belong to.</param>
    /// <exception cref="Objects.BpfFormatException">The bytes are not BTF.</exception>
    public static BtfTypes Read(ReadOnlySpan<byte> data, string file, BtfTypes? @base = null) =>
        BtfReader.Read(data.ToArray(), file, @base);
}
