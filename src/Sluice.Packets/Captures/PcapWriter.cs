using System.Buffers.Binary;

namespace Sluice.Packets;

/// <summary>Writes pcap 2.4 (draft-ietf-opsawg-pcap).</summary>
sealed class PcapWriter(ForwardWriter output) : CaptureWriter(output)
{
    const int FileHeaderSize = 24;
    const int RecordHeaderSize = 16;
    const ulong NanosecondsPerSecond = 1_000_000_000;

    readonly ForwardWriter _output = output;
    uint _snapLength;
    uint _nanosecondsPerTick = 1;

    public override CaptureFormat Format => CaptureFormat.Pcap;

    public override void Write(in CapturedPacket packet)
    {
        var data = Cut(packet.Data, _snapLength);
        var (seconds, rest) = Math.DivRem((ulong)Math.Max(packet.Timestamp, 0), NanosecondsPerSecond);
        if (seconds > uint.MaxValue)
            (seconds, rest) = (uint.MaxValue, NanosecondsPerSecond - 1);
        var record = _output.Reserve(RecordHeaderSize + data.Length);
        data.CopyTo(record[RecordHeaderSize..]);
        BinaryPrimitives.WriteUInt32LittleEndian(record[12..], packet.OriginalLength);
        BinaryPrimitives.WriteUInt32LittleEndian(record, (uint)seconds);
        BinaryPrimitives.WriteUInt32LittleEndian(record[4..], (uint)rest / _nanosecondsPerTick);
        BinaryPrimitives.WriteUInt32LittleEndian(record[8..], (uint)data.Length);
    }

    private protected override void WriteInterface(CaptureInterface source)
    {
        var nanoseconds = source.Resolution == TimestampResolution.Nanoseconds;
        _snapLength = source.SnapLength;
        _nanosecondsPerTick = nanoseconds ? 1u : 1000u;
        var header = _output.Reserve(FileHeaderSize);
        header.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(header, nanoseconds ? CaptureMagic.PcapNanoseconds : CaptureMagic.PcapMicroseconds);
        BinaryPrimitives.WriteUInt16LittleEndian(header[4..], 2);
        BinaryPrimitives.WriteUInt16LittleEndian(header[6..], 4);
        BinaryPrimitives.WriteUInt32LittleEndian(header[16..], source.SnapLength);
        BinaryPrimitives.WriteUInt32LittleEndian(header[20..], PcapLinkField.Make(source));
    }
}
