using System.Buffers.Binary;

namespace Sluice.Packets;

/// <summary>Reads pcapng: sections of blocks, each with its length at both ends (draft-ietf-opsawg-pcapng).</summary>
sealed class PcapNgReader : CaptureReader
{
    /// <summary>Past this a file is damaged or hostile, and its interfaces are not kept.</summary>
    const int MaxInterfaces = 65_536;

    /// <summary>A packet block holds a packet and its options, and must fit in memory.</summary>
    const int MaxBlockLength = MaxPacketLength + 65_536;

    readonly ForwardReader _input;
    List<PcapNgInterface> _section = [];
    List<PcapNgInterface> _previousSection = [];
    bool _bigEndian;

    internal PcapNgReader(ForwardReader input)
        : base(input)
    {
        _input = input;
        ReadSectionHeader();
        while (_section.Count == 0 && PeekBlock(out var type, out var length) && !IsPacket(type))
            ReadOther(type, length);
    }

    public override CaptureFormat Format => CaptureFormat.PcapNg;

    public override bool TryRead(out CapturedPacket packet)
    {
        while (PeekBlock(out var type, out var length))
        {
            if (IsPacket(type))
            {
                packet = ReadPacket(type, RequireBlock(length));
                _input.Advance(length);
                return true;
            }

            ReadOther(type, length);
        }

        packet = default;
        return false;
    }

    static bool IsPacket(uint type) =>
        type is PcapNgBlock.EnhancedPacket or PcapNgBlock.SimplePacket or PcapNgBlock.Packet;

    /// <summary>Looks at the next block; false at the end of the file. Its length is sound for its type.</summary>
    bool PeekBlock(out uint type, out int length)
    {
        (type, length) = (0, 0);
        if (!_input.Require(PcapNgBlock.HeaderSize))
        {
            if (_input.Available > 0)
                throw FailTruncated("block header", PcapNgBlock.HeaderSize);
            return false;
        }

        var header = _input.Peek(PcapNgBlock.HeaderSize);
        type = ReadUInt32(header);
        if (type == PcapNgBlock.SectionHeader)
            return true; // its length is in its own byte order
        length = CheckLength(ReadUInt32(header[4..]), IsPacket(type) ? MaxBlockLength : int.MaxValue);
        return true;
    }

    int CheckLength(uint length, int most)
    {
        if (length < PcapNgBlock.Overhead || length % 4 != 0 || length > most)
        {
            var expected = $"a multiple of 4 from {PcapNgBlock.Overhead} to {most & ~3}";
            throw Fail(_input.Offset + 4, $"block length {length}", expected);
        }

        return (int)length;
    }

    /// <summary>The whole block, header and trailer included, after both lengths were seen to agree.</summary>
    ReadOnlySpan<byte> RequireBlock(int length)
    {
        if (!_input.Require(length))
            throw FailTruncated("block", length);
        var block = _input.Peek(length);
        var trailer = length - PcapNgBlock.TrailerSize;
        CheckTrailer(ReadUInt32(block[trailer..]), length, _input.Offset + trailer);
        return block;
    }

    void CheckTrailer(uint trailer, int length, long offset)
    {
        if (trailer != length)
            throw Fail(offset, $"block length {trailer}", $"{length} again, as at the beginning of the block");
    }

    void ReadOther(uint type, int length)
    {
        if (type == PcapNgBlock.SectionHeader)
        {
            ReadSectionHeader();
        }
        else if (type == PcapNgBlock.InterfaceDescription)
        {
            if (length > MaxBlockLength)
                throw Fail(_input.Offset + 4, $"an interface description of {length} bytes", $"at most {MaxBlockLength}");
            ReadInterface(RequireBlock(length));
            _input.Advance(length);
        }
        else
        {
            SkipBlock(length);
        }
    }

    /// <summary>Passes over a block of any size without keeping it.</summary>
    void SkipBlock(int length)
    {
        var start = _input.Offset;
        if (!_input.Skip(length - PcapNgBlock.TrailerSize) || !_input.Require(PcapNgBlock.TrailerSize))
        {
            var end = _input.Offset + _input.Available;
            throw Fail(end, $"the end of the capture after {end - start} bytes of a block", $"{length} bytes");
        }

        CheckTrailer(ReadUInt32(_input.Peek(PcapNgBlock.TrailerSize)), length, _input.Offset);
        _input.Advance(PcapNgBlock.TrailerSize);
    }

    void ReadSectionHeader()
    {
        const int BlockSize = PcapNgBlock.Overhead + PcapNgBlock.SectionHeaderSize;
        if (!_input.Require(BlockSize))
            throw FailTruncated("section header block", BlockSize);
        var block = _input.Peek(BlockSize);
        var magic = BinaryPrimitives.ReadUInt32LittleEndian(block[PcapNgBlock.HeaderSize..]);
        _bigEndian = magic != PcapNgBlock.ByteOrderMagic;
        if (_bigEndian && BinaryPrimitives.ReverseEndianness(magic) != PcapNgBlock.ByteOrderMagic)
        {
            var expected = $"0x{PcapNgBlock.ByteOrderMagic:x8} in either byte order";
            throw Fail(_input.Offset + 8, $"byte-order magic 0x{magic:x8}", expected);
        }

        var length = ReadUInt32(block[4..]);
        if (length < BlockSize)
            throw Fail(_input.Offset + 4, $"section header length {length}", $"at least {BlockSize}");
        var (major, minor) = (ReadUInt16(block[12..]), ReadUInt16(block[14..]));
        if (major != PcapNgBlock.MajorVersion)
            throw Fail(_input.Offset + 12, $"pcapng version {major}.{minor}", "version 1.0");
        SkipBlock(CheckLength(length, int.MaxValue));
        (_previousSection, _section) = (_section, _previousSection);
        _section.Clear();
    }

    void ReadInterface(ReadOnlySpan<byte> block)
    {
        const int Fixed = PcapNgBlock.HeaderSize + PcapNgBlock.InterfaceHeaderSize;
        RequireBody(block, Fixed, "an interface description");
        var options = new CaptureOptions(block[Fixed..^PcapNgBlock.TrailerSize], _bigEndian);
        var linkType = (LinkType)ReadUInt16(block[8..]);
        var snapLength = ReadUInt32(block[12..]);
        var decoded = PcapNgInterface.Decode(linkType, snapLength, options, InterfaceList.Count);
        var number = _section.Count;
        if (number < _previousSection.Count && _previousSection[number].Interface == decoded.Interface)
        {
            _section.Add(decoded with { Id = _previousSection[number].Id });
            return;
        }

        if (InterfaceList.Count == MaxInterfaces)
            throw Fail(_input.Offset, $"more than {MaxInterfaces} interfaces", "fewer");
        InterfaceList.Add(decoded.Interface);
        _section.Add(decoded);
    }

    CapturedPacket ReadPacket(uint type, ReadOnlySpan<byte> block)
    {
        if (type == PcapNgBlock.SimplePacket)
            return ReadSimplePacket(block);
        const int Fixed = PcapNgBlock.HeaderSize + PcapNgBlock.EnhancedHeaderSize;
        RequireBody(block, Fixed, "a packet block");
        // The old packet block differs only in a 16-bit interface number, followed by a drop count.
        var number = type == PcapNgBlock.EnhancedPacket ? ReadUInt32(block[8..]) : ReadUInt16(block[8..]);
        var source = FindInterface(number);
        var ticks = (ulong)ReadUInt32(block[12..]) << 32 | ReadUInt32(block[16..]);
        var length = ReadUInt32(block[20..]);
        var room = block.Length - Fixed - PcapNgBlock.TrailerSize;
        if (length > room)
            throw Fail(_input.Offset + 20, $"a packet of {length} captured bytes", $"at most {room}, what the block has");
        var data = block.Slice(Fixed, (int)length);
        var rest = block[(Fixed + PcapNgBlock.Padded((int)length))..^PcapNgBlock.TrailerSize];
        var options = new CaptureOptions(rest, _bigEndian);
        return new CapturedPacket(
            source.Clock.ToNanoseconds(ticks), source.Interface.LinkType, data, ReadUInt32(block[24..]), source.Id, options);
    }

    CapturedPacket ReadSimplePacket(ReadOnlySpan<byte> block)
    {
        const int Fixed = PcapNgBlock.HeaderSize + PcapNgBlock.SimpleHeaderSize;
        RequireBody(block, Fixed, "a simple packet block");
        var source = FindInterface(0);
        var original = ReadUInt32(block[8..]);
        var length = source.Interface.SnapLength == 0 ? original : Math.Min(original, source.Interface.SnapLength);
        var room = block.Length - Fixed - PcapNgBlock.TrailerSize;
        if (length > room)
            throw Fail(_input.Offset + 8, $"a packet of {length} bytes", $"at most {room}, what the block has");
        return new CapturedPacket(0, source.Interface.LinkType, block.Slice(Fixed, (int)length), original, source.Id);
    }

    PcapNgInterface FindInterface(uint number)
    {
        if (number >= _section.Count)
        {
            var expected = $"an interface described before it, of which there are {_section.Count}";
            throw Fail(_input.Offset + 8, $"a packet of interface {number}", expected);
        }

        return _section[(int)number];
    }

    void RequireBody(ReadOnlySpan<byte> block, int size, string what)
    {
        if (block.Length < size + PcapNgBlock.TrailerSize)
            throw Fail(_input.Offset + 4, $"{what} of {block.Length} bytes", $"at least {size + PcapNgBlock.TrailerSize}");
    }

    uint ReadUInt32(ReadOnlySpan<byte> bytes) =>
        _bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    ushort ReadUInt16(ReadOnlySpan<byte> bytes) =>
        _bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);
}
