using Sluice.Runtime.Memory;

namespace Sluice.Runtime.Execution;

/// <summary>A packet with room before and behind it, below 4 GiB, that programs and helpers work on in place.</summary>
/// <remarks>
/// <code>HardStart … Meta … Data … DataEnd … HardEnd</code>
/// Each CPU owns one and reuses it for every packet.
/// </remarks>
public sealed unsafe class PacketBuffer : IDisposable
{
    /// <summary>Bytes of room before the packet: XDP_PACKET_HEADROOM.</summary>
    public const int Headroom = 256;

    /// <summary>Bytes of the longest packet that fits, with as much room behind it again as a page has.</summary>
    public const int MaxPacket = 256 * 1024;

    readonly NativeRegion _memory = NativeRegion.ReserveLow(Headroom + MaxPacket + 4096);

    /// <summary>Makes an empty buffer.</summary>
    /// <exception cref="NativeMemoryException">There is no memory below 4 GiB.</exception>
    public PacketBuffer()
    {
        HardStart = _memory.Address;
        HardEnd = HardStart + _memory.Length;
        Load([], 0);
    }

    /// <summary>The first byte that the packet may grow to.</summary>
    public byte* HardStart { get; }

    /// <summary>The first byte behind all room.</summary>
    public byte* HardEnd { get; private set; }

    /// <summary>The first byte of metadata; <see cref="Data"/> if there is none.</summary>
    public byte* Meta { get; set; }

    /// <summary>The first byte of the packet.</summary>
    public byte* Data { get; set; }

    /// <summary>The first byte behind the packet.</summary>
    public byte* DataEnd { get; set; }

    /// <summary>The packet.</summary>
    public Span<byte> Packet => new(Data, (int)(DataEnd - Data));

    /// <summary>The metadata in front of it.</summary>
    public Span<byte> Metadata => new(Meta, (int)(Data - Meta));

    /// <summary>Copies a packet in, its first <paramref name="metadataLength"/> bytes being metadata.</summary>
    /// <exception cref="ArgumentException">It is longer than <see cref="MaxPacket"/>, or shorter than its metadata.</exception>
    public void Load(ReadOnlySpan<byte> input, int metadataLength)
    {
        if (input.Length > MaxPacket || (uint)metadataLength > (uint)Math.Min(input.Length, Headroom))
        {
            throw new ArgumentException(
                $"a packet of {input.Length} bytes with {metadataLength} of metadata does not fit {MaxPacket} bytes", nameof(input));
        }

        Data = HardStart + Headroom;
        Meta = Data - metadataLength;
        DataEnd = Meta + input.Length;
        input.CopyTo(new Span<byte>(Meta, input.Length));
    }

    /// <inheritdoc/>
    public void Dispose() => _memory.Dispose();
}
