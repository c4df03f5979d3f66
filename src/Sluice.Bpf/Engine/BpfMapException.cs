using Sluice.Bpf.Platform;

namespace Sluice.Bpf.Engine;

/// <summary>A map that refused an operation.</summary>
public sealed class BpfMapException(string map, string operation, Errno error)
    : Exception($"cannot {operation} map '{map}': {Describe(error)}")
{
    /// <summary>The map's name.</summary>
    public string Map { get; } = map;

    /// <summary>Why.</summary>
    public Errno Error { get; } = error;

    /// <summary>Throws unless <paramref name="error"/> is <see cref="Errno.None"/>.</summary>
    public static void ThrowIfFailed(IBpfMap map, string operation, Errno error)
    {
        if (error != Errno.None)
            throw new BpfMapException(map.Spec.Name, operation, error);
    }

    /// <summary>True for success, false for <see cref="Errno.NotFound"/>; throws for all else.</summary>
    public static bool FoundOrThrow(IBpfMap map, string operation, Errno error)
    {
        if (error == Errno.NotFound)
            return false;
        ThrowIfFailed(map, operation, error);
        return true;
    }

    static string Describe(Errno error) => error switch
    {
        Errno.TooBig => "it is full, or the key lies beyond its end (E2BIG)",
        Errno.Exists => "the entry exists (EEXIST)",
        Errno.NotFound => "no such entry (ENOENT)",
        Errno.NotPermitted => "it is frozen or read-only (EPERM)",
        Errno.InvalidArgument => "this kind of map cannot do that, or a flag is unknown (EINVAL)",
        Errno.NoMemory => "out of memory (ENOMEM)",
        _ => error.ToString(),
    };
}
