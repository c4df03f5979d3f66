namespace Sluice.Packets;

/// <summary>One packet of a capture, in the reader's own memory.</summary>
/// <remarks>A view: <see cref="Data"/> and <see cref="Options"/> are valid until the reader's next read. Copy what must
/// live longer.</remarks>
public readonly ref struct CapturedPacket
{
    /// <summary>A packet over memory of the caller's.</summary>
    /// <param name="timestamp">Nanoseconds since 1970-01-01 UTC.</param>
    /// <param name="linkType">What <paramref name="data"/> starts with.</param>
    /// <param name="data">The bytes.</param>
    /// <param name="originalLength">Length on the wire, at least that of <paramref name="data"/> in a sound capture.</param>
    /// <param name="interfaceId">Index into <see cref="CaptureReader.Interfaces"/>.</param>
    /// <param name="options">pcapng options of the packet.</param>
    public CapturedPacket(
        long timestamp,
        LinkType linkType,
        ReadOnlySpan<byte> data,
        uint originalLength,
        int interfaceId = 0,
        CaptureOptions options = default)
    {
        Timestamp = timestamp;
        LinkType = linkType;
        Data = data;
        OriginalLength = originalLength;
        InterfaceId = interfaceId;
        Options = options;
    }

    /// <summary>When it was captured, in nanoseconds since 1970-01-01 UTC; 0 where the file has no time (SPB).</summary>
    public long Timestamp { get; }

    /// <summary>The bytes captured.</summary>
    public ReadOnlySpan<byte> Data { get; }

    /// <summary>Length on the wire; more than <c>Data.Length</c> when the snap length cut the packet.</summary>
    public uint OriginalLength { get; }

    /// <summary>Index of the packet's interface in <see cref="CaptureReader.Interfaces"/>.</summary>
    public int InterfaceId { get; }

    /// <summary>What <see cref="Data"/> starts with.</summary>
    public LinkType LinkType { get; }

    /// <summary>The packet's pcapng options: comments, flags, drop counts. Empty in pcap.</summary>
    public CaptureOptions Options { get; }
}
