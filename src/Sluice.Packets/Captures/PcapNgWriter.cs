using System.Buffers.Binary;
using System.Text;

namespace Sluice.Packets;

/// <summary>Writes pcapng 1.0: one section, an interface block for each interface, enhanced packet blocks.</summary>
/// <remarks>draft-ietf-opsawg-pcapng, sections 4.1 to 4.3.</remarks>
sealed class PcapNgWriter : CaptureWriter
{
    const int MaxTextLength = 1024;
    const uint NanosecondsPerMicrosecond = 1000;
    const int PacketOverhead = PcapNgBlock.Overhead + PcapNgBlock.EnhancedHeaderSize;

    readonly ForwardWriter _output;
    (uint SnapLength, bool Microseconds)[] _sources = [];

    internal PcapNgWriter(ForwardWriter output)
        : base(output)
    {
        _output = output;
        var block = output.Reserve(PcapNgBlock.Overhead + PcapNgBlock.SectionHeaderSize);
        BinaryPrimitives.WriteUInt32LittleEndian(block[8..], PcapNgBlock.ByteOrderMagic);
        BinaryPrimitives.WriteUInt16LittleEndian(block[12..], PcapNgBlock.MajorVersion);
        BinaryPrimitives.WriteUInt16LittleEndian(block[14..], 0);
        BinaryPrimitives.WriteInt64LittleEndian(block[16..], PcapNgBlock.UnknownSectionLength);
        Frame(block, PcapNgBlock.SectionHeader);
    }

    public override CaptureFormat Format => CaptureFormat.PcapNg;

    public override void Write(in CapturedPacket packet)
    {
        if ((uint)packet.InterfaceId >= (uint)_sources.Length)
        {
            throw new ArgumentOutOfRangeException(
                nameof(packet), $"Interface {packet.InterfaceId}, but the capture has {_sources.Length}.");
        }

        var (snapLength, microseconds) = _sources[packet.InterfaceId];
        var data = Cut(packet.Data, snapLength);
        var options = packet.Options.Raw.IsEmpty ? [] : CaptureOptionsEncoder.ToLittleEndian(packet.Options);
        var padded = PcapNgBlock.Padded(data.Length);
        var ticks = (ulong)Math.Max(packet.Timestamp, 0);
        if (microseconds)
            ticks /= NanosecondsPerMicrosecond;

        var block = _output.Reserve(PacketOverhead + padded + options.Length);
        options.CopyTo(block[(PacketOverhead - PcapNgBlock.TrailerSize + padded)..]);
        var body = block[(PcapNgBlock.HeaderSize + PcapNgBlock.EnhancedHeaderSize)..];
        body[data.Length..padded].Clear();
        data.CopyTo(body);
        BinaryPrimitives.WriteUInt32LittleEndian(block[24..], packet.OriginalLength);
        BinaryPrimitives.WriteInt32LittleEndian(block[20..], data.Length);
        BinaryPrimitives.WriteInt32LittleEndian(block[8..], packet.InterfaceId);
        BinaryPrimitives.WriteUInt32LittleEndian(block[12..], (uint)(ticks >> 32));
        BinaryPrimitives.WriteUInt32LittleEndian(block[16..], (uint)ticks);
        Frame(block, PcapNgBlock.EnhancedPacket);
    }

    private protected override void WriteInterface(CaptureInterface source)
    {
        var options = new List<byte>();
        AddText(options, PcapNgBlock.InterfaceName, source.Name);
        AddText(options, PcapNgBlock.InterfaceDescriptionText, source.Description);
        CaptureOptionsEncoder.Add(options, PcapNgBlock.InterfaceResolution, [(byte)source.Resolution]);
        if (source.FrameCheckLength is { } frameCheck)
            CaptureOptionsEncoder.Add(options, PcapNgBlock.InterfaceFrameCheckLength, [(byte)frameCheck]);
        CaptureOptionsEncoder.Add(options, PcapNgBlock.EndOfOptions, []);

        var block = _output.Reserve(PcapNgBlock.Overhead + PcapNgBlock.InterfaceHeaderSize + options.Count);
        BinaryPrimitives.WriteUInt16LittleEndian(block[8..], (ushort)source.LinkType);
        BinaryPrimitives.WriteUInt16LittleEndian(block[10..], 0);
        BinaryPrimitives.WriteUInt32LittleEndian(block[12..], source.SnapLength);
        options.CopyTo(block[16..]);
        Frame(block, PcapNgBlock.InterfaceDescription);
        _sources = [.. _sources, (source.SnapLength, source.Resolution == TimestampResolution.Microseconds)];
    }

    static void AddText(List<byte> options, ushort code, string? text)
    {
        if (text is null)
            return;
        var kept = text.Length <= MaxTextLength ? text : text[..MaxTextLength];
        CaptureOptionsEncoder.Add(options, code, Encoding.UTF8.GetBytes(kept));
    }

    static void Frame(Span<byte> block, uint type)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(block, type);
        BinaryPrimitives.WriteInt32LittleEndian(block[4..], block.Length);
        BinaryPrimitives.WriteInt32LittleEndian(block[^4..], block.Length);
    }
}
