namespace Sluice.Packets;

/// <summary>A capture that is not what it claims to be, or that ends too early.</summary>
/// <remarks>Raised once, after every packet before <see cref="Offset"/> was handed out.</remarks>
/// <param name="file">The capture's path, or a name for the stream.</param>
/// <param name="offset">Where, in bytes from the beginning (of the uncompressed data when the file is gzipped).</param>
/// <param name="found">What is there.</param>
/// <param name="expected">What should be there.</param>
public sealed class CaptureFormatException(string file, long offset, string found, string expected)
    : Exception($"{file}: byte {offset}: found {found}, expected {expected}")
{
    /// <summary>The capture's path, or a name for the stream.</summary>
    public string File { get; } = file;

    /// <summary>Where, in bytes from the beginning (of the uncompressed data when the file is gzipped).</summary>
    public long Offset { get; } = offset;

    /// <summary>What is there.</summary>
    public string Found { get; } = found;

    /// <summary>What should be there.</summary>
    public string Expected { get; } = expected;
}
