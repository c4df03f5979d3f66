using System.Runtime.CompilerServices;
using Sluice.Runtime.Memory;

namespace Sluice.Runtime.Execution;

/// <summary>A packet with room before and behind it, below 4 GiB, that programs and helpers work on in place.</summary>
/// <remarks>
/// <code>HardStart … Meta … Data … DataEnd … HardEnd</code>
/// Each CPU owns one and reuses it for every packet. Packets that lie elsewhere can take its place (<see cref="Borrow"/>).
/// </remarks>
public sealed unsafe class PacketBuffer : IDisposable
{
    /// <summary>Bytes of room before the packet: XDP_PACKET_HEADROOM.</summary>
    public const int Headroom = 256;

    /// <summary>Bytes of the longest packet that fits, with as much room behind it again as a page has.</summary>
    public const int MaxPacket = 256 * 1024;

    const int FrameLimit = 4096 - 320;

    const int EthernetHeader = 14;

    readonly NativeRegion _memory = NativeRegion.ReserveLow(Headroom + MaxPacket + 4096);

    /// <summary>Makes an empty buffer.</summary>
    /// <exception cref="NativeMemoryException">There is no memory below 4 GiB.</exception>
    public PacketBuffer() => Load([], 0);

    /// <summary>The first byte that the packet may grow to.</summary>
    public byte* HardStart { get; private set; }

    /// <summary>The first byte behind all room.</summary>
    public byte* HardEnd { get; private set; }

    /// <summary>The first byte of metadata; <see cref="Data"/> if there is none.</summary>
    public byte* Meta { get; set; }

    /// <summary>The first byte of the packet.</summary>
    public byte* Data { get; set; }

    /// <summary>The first byte behind the packet.</summary>
    public byte* DataEnd { get; set; }

    /// <summary>Bytes from <see cref="Data"/> to the network header, for socket buffers.</summary>
    public int NetworkOffset { get; set; }

    /// <summary>Has a tunnel header been put around the packet in this run (<c>skb->encapsulation</c>)?</summary>
    public bool IsEncapsulated { get; set; }

    /// <summary>Bytes by which <see cref="TryAddSpace"/> has moved the contents of packets in all, towards higher addresses: whoever keeps
    /// addresses within a borrowed packet compares it before and after a run.</summary>
    public long Moved { get; private set; }

    /// <summary>The first byte that an XDP packet may not grow to.</summary>
    /// <remarks>The kernel's frames are a page long and keep struct skb_shared_info (320 bytes) at their end. A packet too
    /// long for that has as much room as it brought. In borrowed memory there may be less.</remarks>
    public byte* TailLimit
    {
        get
        {
            var limit = DataEnd > HardStart + FrameLimit ? DataEnd : HardStart + FrameLimit;
            return limit < HardEnd ? limit : HardEnd;
        }
    }

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

        Restore();
        Data = HardStart + Headroom;
        Meta = Data - metadataLength;
        DataEnd = Meta + input.Length;
        NetworkOffset = EthernetHeader;
        IsEncapsulated = false;
        input.CopyTo(new Span<byte>(Meta, input.Length));
    }

    /// <summary>Lets the buffer stand for a packet in memory of the caller's, without metadata: nothing is copied.</summary>
    /// <remarks>
    /// Until the next packet. The memory is the caller's and must stay while programs run over it. It lies below 4 GiB if
    /// programs with 32-bit addresses in their context are to see it (XDP, traffic control).
    /// </remarks>
    /// <param name="start">The first byte that the packet may grow to.</param>
    /// <param name="data">Its first byte.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <param name="end">The first byte behind all room.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Borrow(byte* start, byte* data, int length, byte* end)
    {
        HardStart = start;
        Meta = data;
        Data = data;
        DataEnd = data + length;
        HardEnd = end;
    }

    /// <summary>Says only how far a packet in memory of the caller's may grow, for programs whose context says the rest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void BorrowRoom(byte* start, byte* end)
    {
        HardStart = start;
        HardEnd = end;
    }

    /// <summary>Makes the packet longer, or shorter where negative, at its front and its end; metadata is given up.</summary>
    /// <remarks>Where the room lies on the wrong side, the packet moves. New bytes are zero.</remarks>
    /// <returns>False, and nothing is changed, if there is no room, or if it has not so many bytes to lose.</returns>
    public bool TryAddSpace(int head, int tail)
    {
        var length = DataEnd - Data;
        var newLength = length + head + tail;
        if (head < -length || tail < -length || newLength < 0 || newLength > HardEnd - HardStart)
            return false;
        var data = Data - head;
        if (data < HardStart || data + newLength > HardEnd)
            data = Move(head, tail, newLength);
        if (head > 0)
            new Span<byte>(data, head).Clear();
        if (tail > 0)
            new Span<byte>(data + newLength - tail, tail).Clear();
        Data = Meta = data;
        DataEnd = data + newLength;
        return true;
    }

    // Only the bytes that stay move: behind what is new, in the middle of the room.
    byte* Move(int head, int tail, long newLength)
    {
        var data = HardStart + ((HardEnd - HardStart - newLength) / 2);
        var from = Data + Math.Max(-head, 0);
        var kept = newLength - Math.Max(head, 0) - Math.Max(tail, 0);
        var to = data + Math.Max(head, 0);
        Buffer.MemoryCopy(from, to, kept, kept);
        Moved += to - from;
        return data;
    }

    /// <summary>Ends what <see cref="Borrow"/> began: the buffer stands for its own memory again, and is empty.</summary>
    internal void Release()
    {
        if (HardStart != _memory.Address)
            Load([], 0);
    }

    void Restore()
    {
        HardStart = _memory.Address;
        HardEnd = HardStart + _memory.Length;
    }

    /// <summary>Opens a gap of <paramref name="count"/> zero bytes, growing into the headroom; metadata is given up.</summary>
    /// <returns>False, and nothing is changed, if there is no room or no such place.</returns>
    public bool TryInsert(int offset, int count)
    {
        if (count > Data - HardStart || offset > DataEnd - Data)
            return false;
        Buffer.MemoryCopy(Data, Data - count, offset, offset);
        Data -= count;
        Meta = Data;
        new Span<byte>(Data + offset, count).Clear();
        return true;
    }

    /// <summary>Takes <paramref name="count"/> bytes out, shrinking from the front; metadata is given up.</summary>
    /// <returns>False, and nothing is changed, if there are not so many.</returns>
    public bool TryRemove(int offset, int count)
    {
        if (offset + count > DataEnd - Data)
            return false;
        Buffer.MemoryCopy(Data, Data + count, offset, offset);
        Data += count;
        Meta = Data;
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _memory.Dispose();
}
