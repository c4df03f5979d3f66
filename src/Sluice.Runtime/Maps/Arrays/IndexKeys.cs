using Sluice.Bpf.Platform;

namespace Sluice.Runtime.Maps.Arrays;

/// <summary>The order of keys in every map that is indexed by number: all of them, empty or not.</summary>
/// <remarks>kernel/bpf/arraymap.c, bpf_array_get_next_key: an index behind the end starts anew.</remarks>
static unsafe class IndexKeys
{
    /// <summary>Writes the index behind <paramref name="key"/>.</summary>
    public static Errno Next(byte* key, byte* next, int maxEntries)
    {
        var index = key == null ? uint.MaxValue : *(uint*)key;
        if (index == (uint)maxEntries - 1)
            return Errno.NotFound;
        *(uint*)next = index >= (uint)maxEntries ? 0 : index + 1;
        return Errno.None;
    }
}
