using System.Buffers.Binary;

namespace Sluice.Packets;

/// <summary>Reads pcap: a 24-byte header, then records of 16 bytes and the packet (draft-ietf-opsawg-pcap).</summary>
sealed class PcapReader : CaptureReader
{
    const int FileHeaderSize = 24;
    const int RecordHeaderSize = 16;
    const int MajorVersion = 2;
    const long NanosecondsPerSecond = 1_000_000_000;

    readonly ForwardReader _input;
    readonly bool _swapped;
    readonly uint _nanosecondsPerTick;
    readonly uint _maxLength;
    readonly LinkType _linkType;

    internal PcapReader(ForwardReader input)
        : base(input)
    {
        _input = input;
        if (!input.Require(FileHeaderSize))
            throw FailTruncated("pcap file header", FileHeaderSize);
        var header = input.Peek(FileHeaderSize);
        _swapped = !CaptureMagic.IsPcapMagic(BinaryPrimitives.ReadUInt32LittleEndian(header));
        var resolution = ReadUInt32(header) == CaptureMagic.PcapNanoseconds
            ? TimestampResolution.Nanoseconds : TimestampResolution.Microseconds;
        _nanosecondsPerTick = resolution == TimestampResolution.Nanoseconds ? 1u : 1000u;
        var (major, minor) = (ReadUInt16(header[4..]), ReadUInt16(header[6..]));
        if (major != MajorVersion)
            throw Fail(4, $"pcap version {major}.{minor}", "version 2.4");
        var snapLength = ReadUInt32(header[16..]);
        var link = ReadUInt32(header[20..]);
        _linkType = (LinkType)(ushort)link;
        // Records longer than the snap length exist in files whose writer got it wrong: what tcpdump can write is read.
        _maxLength = snapLength == 0
            ? MaxPacketLength : Math.Clamp(snapLength, CaptureInterface.DefaultSnapLength, MaxPacketLength);
        InterfaceList.Add(new CaptureInterface(_linkType, snapLength, resolution)
        {
            FrameCheckLength = PcapLinkField.FrameCheckLength(link),
        });
        input.Advance(FileHeaderSize);
    }

    public override CaptureFormat Format => CaptureFormat.Pcap;

    public override bool TryRead(out CapturedPacket packet)
    {
        if (!_input.Require(RecordHeaderSize))
        {
            if (_input.Available > 0)
                throw FailTruncated("record header", RecordHeaderSize);
            packet = default;
            return false;
        }

        var length = ReadUInt32(_input.Peek(RecordHeaderSize)[8..]);
        if (length > _maxLength)
            throw Fail(_input.Offset + 8, $"a packet of {length} captured bytes", $"at most {_maxLength}");
        if (!_input.Require(RecordHeaderSize + (int)length))
            throw FailTruncated("record", RecordHeaderSize + length);
        var record = _input.Peek(RecordHeaderSize + (int)length);
        var timestamp = ReadUInt32(record) * NanosecondsPerSecond + (long)ReadUInt32(record[4..]) * _nanosecondsPerTick;
        packet = new CapturedPacket(timestamp, _linkType, record[RecordHeaderSize..], ReadUInt32(record[12..]));
        _input.Advance(RecordHeaderSize + (int)length);
        return true;
    }

    uint ReadUInt32(ReadOnlySpan<byte> bytes)
    {
        var value = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        return _swapped ? BinaryPrimitives.ReverseEndianness(value) : value;
    }

    ushort ReadUInt16(ReadOnlySpan<byte> bytes)
    {
        var value = BinaryPrimitives.ReadUInt16LittleEndian(bytes);
        return _swapped ? BinaryPrimitives.ReverseEndianness(value) : value;
    }
}
