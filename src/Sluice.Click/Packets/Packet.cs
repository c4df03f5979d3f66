using System.Diagnostics;
using System.Runtime.CompilerServices;
using Sluice.Packets;

namespace Sluice.Click.Packets;

/// <summary>A packet: a handle of one word to a slot of native memory below 4 GiB that holds its bytes, room before and behind
/// them, and its annotations.</summary>
/// <remarks>
/// Whoever holds a packet owns it, alone: it is pushed on, kept, or killed, and each packet exactly once. A copy
/// (<see cref="Clone"/>) shares nothing with its original, so every packet may be written to. The default value is no packet. What
/// makes a packet longer returns it, for it may have had to move to a larger slot; the old handle is dead then. No member checks the
/// handle.
/// </remarks>
public readonly unsafe struct Packet : IEquatable<Packet>
{
    readonly PacketHeader* _header;

    internal Packet(PacketHeader* header) => _header = header;

    /// <summary>Is this no packet at all?</summary>
    public bool IsNone => _header == null;

    /// <summary>The first byte.</summary>
    public byte* Data => _header->Data;

    /// <summary>Bytes in the packet.</summary>
    public int Length => _header->Length;

    /// <summary>Behind the last byte.</summary>
    public byte* End => _header->Data + _header->Length;

    /// <summary>The bytes.</summary>
    public Span<byte> Span => new(_header->Data, _header->Length);

    /// <summary>Bytes that fit before the packet in its slot.</summary>
    public int Headroom => (int)(_header->Data - Start);

    /// <summary>Bytes that fit behind the packet in its slot.</summary>
    public int Tailroom => (int)(Limit - End);

    /// <summary>First byte that the packet may ever occupy in its slot.</summary>
    public byte* Start => (byte*)_header + PacketHeader.Size;

    /// <summary>Behind the last byte that the packet may ever occupy in its slot.</summary>
    public byte* Limit => (byte*)_header + _header->SlotSize;

    /// <summary>When it came, in nanoseconds since 1970-01-01 UTC; 0 for unknown.</summary>
    public long Timestamp
    {
        get => _header->Timestamp;
        set => _header->Timestamp = value;
    }

    /// <summary>Whom it was addressed to on its link.</summary>
    public PacketType PacketType
    {
        get => (PacketType)_header->Type;
        set => _header->Type = (byte)value;
    }

    /// <summary>Number of the device it came from, 0 for none; what it means is up to the device elements.</summary>
    public int Device
    {
        get => _header->Device;
        set => _header->Device = value;
    }

    /// <summary>The annotations' <see cref="Packets.Annotations.Size"/> bytes; see the table for places.</summary>
    public byte* Annotations => _header->Annotations;

    /// <summary>The paint annotation.</summary>
    public byte Paint
    {
        get => _header->Annotations[16];
        set => _header->Annotations[16] = value;
    }

    /// <summary>The destination annotation: an IPv4 address as its bytes lie in memory (network byte order), 0 for none.</summary>
    public uint DestinationWord
    {
        get => *(uint*)_header->Annotations;
        set => *(uint*)_header->Annotations = value;
    }

    /// <summary>The destination annotation.</summary>
    public IPv4Address Destination
    {
        get => new(System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(DestinationWord));
        set => DestinationWord = System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(value.Value);
    }

    /// <summary>The packet behind it in a batch, a queue or a list; none at the end.</summary>
    public Packet Next
    {
        get => new(_header->Next);
        internal set => _header->Next = value._header;
    }

    /// <summary>The link header, null for none.</summary>
    public byte* MacHeader => At(_header->Mac);

    /// <summary>The network header, null for none.</summary>
    public byte* NetworkHeader => At(_header->Network);

    /// <summary>The transport header, null for none. It may lie behind the packet's end: see <see cref="TransportLength"/>.</summary>
    public byte* TransportHeader => At(_header->Transport);

    /// <summary>Is the link header known?</summary>
    public bool HasMacHeader => _header->Mac != 0;

    /// <summary>Is the network header known?</summary>
    public bool HasNetworkHeader => _header->Network != 0;

    /// <summary>Is the transport header known?</summary>
    public bool HasTransportHeader => _header->Transport != 0;

    /// <summary>Where the link header starts, from the packet's first byte: negative when it was stripped. Only where there is one.</summary>
    public int MacHeaderOffset => (int)(MacHeader - Data);

    /// <summary>Where the network header starts, from the packet's first byte. Only where there is one.</summary>
    public int NetworkHeaderOffset => (int)(NetworkHeader - Data);

    /// <summary>Where the transport header starts, from the packet's first byte. Only where there is one.</summary>
    public int TransportHeaderOffset => (int)(TransportHeader - Data);

    /// <summary>Bytes from the network header to the transport header. Only where there are both.</summary>
    public int NetworkHeaderLength => _header->Transport - _header->Network;

    /// <summary>Bytes from the network header to the packet's end. Only where there is one.</summary>
    public int NetworkLength => (int)(End - NetworkHeader);

    /// <summary>Bytes from the transport header to the packet's end; negative when the packet ends before it. Only where there is one.</summary>
    public int TransportLength => (int)(End - TransportHeader);

    internal PacketHeader* Header => _header;

    /// <summary>Says where the link header is.</summary>
    public void SetMacHeader(byte* header) => _header->Mac = Offset(header);

    /// <summary>Says where the network header is; the transport header is behind its <paramref name="headerLength"/> bytes.</summary>
    public void SetNetworkHeader(byte* header, int headerLength)
    {
        var offset = Offset(header);
        _header->Network = offset;
        _header->Transport = offset + headerLength;
    }

    /// <summary>Says where the transport header is.</summary>
    public void SetTransportHeader(byte* header) => _header->Transport = Offset(header);

    /// <summary>Forgets where the link header is.</summary>
    public void ClearMacHeader() => _header->Mac = 0;

    /// <summary>Forgets where the network header is.</summary>
    public void ClearNetworkHeader() => _header->Network = 0;

    /// <summary>Forgets where the transport header is.</summary>
    public void ClearTransportHeader() => _header->Transport = 0;

    /// <summary>Forgets all annotations, headers, time, type and device.</summary>
    public void ClearAnnotations()
    {
        _header->Mac = _header->Network = _header->Transport = 0;
        _header->Timestamp = 0;
        _header->Type = 0;
        _header->Device = 0;
        new Span<byte>(_header->Annotations, Click.Packets.Annotations.Size).Clear();
    }

    /// <summary>Takes over annotations, time, type and device of <paramref name="other"/>, not where its headers are.</summary>
    public void CopyAnnotations(Packet other)
    {
        _header->Timestamp = other._header->Timestamp;
        _header->Type = other._header->Type;
        _header->Device = other._header->Device;
        Unsafe.CopyBlock(_header->Annotations, other._header->Annotations, Click.Packets.Annotations.Size);
    }

    /// <summary>Adds <paramref name="count"/> bytes before the packet, their content undefined.</summary>
    /// <returns>The packet; none, and it is killed, when it would outgrow the largest slot.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Packet Push(int count)
    {
        if (Headroom < count)
            return PacketPool.Expand(this, count, 0);
        _header->Data -= count;
        _header->Length += count;
        return this;
    }

    /// <summary>Removes <paramref name="count"/> bytes at the packet's start; at most its length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Pull(int count)
    {
        Debug.Assert((uint)count <= (uint)Length, "more bytes pulled than there are");
        _header->Data += count;
        _header->Length -= count;
    }

    /// <summary>Adds <paramref name="count"/> bytes behind the packet, their content undefined.</summary>
    /// <returns>The packet; none, and it is killed, when it would outgrow the largest slot.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Packet Put(int count)
    {
        if (Tailroom < count)
            return PacketPool.Expand(this, 0, count);
        _header->Length += count;
        return this;
    }

    /// <summary>Removes <paramref name="count"/> bytes at the packet's end; at most its length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Take(int count)
    {
        Debug.Assert((uint)count <= (uint)Length, "more bytes taken than there are");
        _header->Length -= count;
    }

    /// <summary>Says what the packet's bytes are, after something wrote within its slot: an eBPF program that moved its bounds.</summary>
    /// <param name="data">The first byte, not before <see cref="Start"/>.</param>
    /// <param name="length">Bytes, not beyond <see cref="Limit"/>.</param>
    public void SetBounds(byte* data, int length)
    {
        Debug.Assert(data >= Start && length >= 0 && data + length <= Limit, "bounds outside of the slot");
        _header->Data = data;
        _header->Length = length;
    }

    /// <summary>Moves the bytes within the slot by <paramref name="offset"/>, towards its end or, negative, its start; headers move along.</summary>
    /// <returns>False, and nothing happens, where the slot has no room for it.</returns>
    public bool ShiftData(int offset)
    {
        if (offset > Tailroom || -offset > Headroom)
            return false;
        Buffer.MemoryCopy(_header->Data, _header->Data + offset, Length, Length);
        _header->Data += offset;
        MoveHeaders(offset);
        return true;
    }

    /// <summary>Gives the slot back. The handle is dead.</summary>
    public void Kill() => PacketPool.Free(this);

    /// <summary>A copy with the same bytes, headroom, headers and annotations, in a slot of its own.</summary>
    /// <returns>None when the pool has no slot left.</returns>
    public Packet Clone() => PacketPool.Copy(this);

    /// <summary>Prefetches the packet's first bytes into the cache.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void PrefetchData()
    {
        if (System.Runtime.Intrinsics.X86.Sse.IsSupported)
            System.Runtime.Intrinsics.X86.Sse.Prefetch0(_header->Data);
    }

    /// <summary>Where headers are, after the bytes moved by <paramref name="offset"/> within a slot.</summary>
    internal void MoveHeaders(int offset)
    {
        if (_header->Mac != 0)
            _header->Mac += offset;
        if (_header->Network != 0)
            _header->Network += offset;
        if (_header->Transport != 0)
            _header->Transport += offset;
    }

    /// <inheritdoc/>
    public bool Equals(Packet other) => _header == other._header;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Packet other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => ((nint)_header).GetHashCode();

    /// <summary>The same packet?</summary>
    public static bool operator ==(Packet left, Packet right) => left._header == right._header;

    /// <summary>Another packet?</summary>
    public static bool operator !=(Packet left, Packet right) => left._header != right._header;

    byte* At(int offset) => offset == 0 ? null : (byte*)_header + offset;

    int Offset(byte* place) => (int)(place - (byte*)_header);
}
