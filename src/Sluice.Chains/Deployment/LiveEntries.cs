using Sluice.Bpf.Engine;

namespace Sluice.Chains.Deployment;

/// <summary>Writes into live maps what a script puts there.</summary>
public static class LiveEntries
{
    /// <summary>Makes or replaces an entry; in a map with a value for each CPU, that of every CPU.</summary>
    /// <exception cref="BpfMapException">The map refuses.</exception>
    public static void Write(IBpfMap map, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        var all = new byte[map.ValueBufferSize];
        for (var at = 0; at < all.Length; at += map.Spec.IsPerCpu ? (value.Length + 7) & ~7 : all.Length)
            value.CopyTo(all.AsSpan(at));
        BpfMapException.ThrowIfFailed(map, "fill", map.Update(key, all));
    }
}
