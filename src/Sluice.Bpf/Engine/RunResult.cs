namespace Sluice.Bpf.Engine;

/// <summary>What one run of a program gave.</summary>
/// <remarks>The spans are the engine's: valid until the next run of any program on the same thread.</remarks>
public readonly ref struct RunResult
{
    /// <summary>What the program returned: an XDP or TC action, a length, or what the type defines.</summary>
    public required ulong ReturnValue { get; init; }

    /// <summary>The packet as the program left it.</summary>
    public ReadOnlySpan<byte> Packet { get; init; }

    /// <summary>The metadata in front of the packet (XDP).</summary>
    public ReadOnlySpan<byte> Metadata { get; init; }

    /// <summary>Where a redirect points, when the verdict is one.</summary>
    public Redirect Redirect { get; init; }
}
