using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;

namespace Sluice.Kernel.Errors;

/// <summary>A pinned map that cannot serve in place of the map that an object describes.</summary>
public sealed class PinMismatchException : KernelException
{
    internal PinMismatchException(string path, MapSpec expected, MapSpec found, string difference)
        : base($"map '{expected.Name}'", $"use what is pinned at {path}", Errno.InvalidArgument,
            $"found {difference}; remove the pin, or change the object")
    {
        Path = path;
        Expected = expected;
        Found = found;
    }

    /// <summary>Where it is pinned.</summary>
    public string Path { get; }

    /// <summary>What the object describes.</summary>
    public MapSpec Expected { get; }

    /// <summary>What is pinned there.</summary>
    public MapSpec Found { get; }
}
