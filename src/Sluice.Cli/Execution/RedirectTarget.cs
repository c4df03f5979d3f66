using System.Buffers.Binary;
using Sluice.Bpf.Engine;
using Sluice.Bpf.Platform;

namespace Sluice.Cli.Execution;

/// <summary>Where redirected packets go.</summary>
/// <param name="InterfaceIndex">The interface; null where a map names no interface.</param>
/// <param name="Map">The map that named the target, or null.</param>
/// <param name="Key">The entry of the map; null for all of them.</param>
readonly record struct RedirectTarget(int? InterfaceIndex, string? Map, uint? Key)
{
    const ulong Broadcast = 8; // BPF_F_BROADCAST

    /// <summary>What a capture of such packets is called, behind the verdict's name.</summary>
    public string FileName => Map is null ? $"{InterfaceIndex}" : InterfaceIndex is { } index ? $"{index}" : $"{Map}-{Key?.ToString() ?? "all"}";

    /// <summary>The target for people.</summary>
    public override string ToString() => (Map, InterfaceIndex) switch
    {
        (null, var index) => $"interface {index}",
        (_, null) => Key is { } key ? $"{Map}[{key}]" : $"all of {Map}",
        (_, var index) => $"interface {index} ({Map}[{Key}])",
    };

    /// <summary>Looks up what a redirect points to.</summary>
    public static RedirectTarget Of(in Redirect redirect)
    {
        if (redirect.Map is not { } map)
            return new(redirect.InterfaceIndex, null, null);
        if ((redirect.Flags & Broadcast) != 0)
            return new(null, map.Spec.Name, null);
        return new(InterfaceIn(map, redirect.Key), map.Spec.Name, redirect.Key);
    }

    // struct bpf_devmap_val begins with the interface's number.
    static int? InterfaceIn(IBpfMap map, uint key)
    {
        if (map.Spec.Type is not (MapType.DevMap or MapType.DevMapHash))
            return null;
        Span<byte> keyBytes = stackalloc byte[sizeof(uint)];
        Span<byte> value = stackalloc byte[map.ValueBufferSize];
        BinaryPrimitives.WriteUInt32LittleEndian(keyBytes, key);
        return map.Lookup(keyBytes, value) == Errno.None ? BinaryPrimitives.ReadInt32LittleEndian(value) : null;
    }
}
