using System.Runtime.CompilerServices;
using Sluice.Bpf.Platform;

namespace Sluice.Runtime.Helpers;

/// <summary>What helpers return in r0.</summary>
static class HelperResult
{
    /// <summary>All went well.</summary>
    public const ulong Success = 0;

    /// <summary>The errno, negated, as 64 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Fail(Errno error) => unchecked((ulong)-(long)error);
}
