using System.Globalization;
using System.Text;
using Sluice.Click.Arguments;
using Sluice.Click.Elements.Headers;
using Sluice.Click.Packets;
using Sluice.Packets;

namespace Sluice.Click.Elements.Rewriting;

/// <summary><c>FTPPortMapper(CONTROL, DATA, PATTERN FOUTPUT ROUTPUT)</c>: before a TCPRewriter, makes the PORT commands of FTP (RFC 959,
/// section 4.1.2) say the address that the data connection has outside, and makes the mapping of that connection in the rewriter DATA.</summary>
sealed unsafe class FTPPortMapper : SimpleElement
{
    const int MaxCommand = 40;

    static ReadOnlySpan<byte> Command => "PORT "u8;

    TransportRewriter? _control;
    TransportRewriter? _data;
    RewriterInput? _pattern;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var control = arguments.Mandatory("CONTROL_REWRITER", ArgumentTypes.Element) as TransportRewriter;
        var data = arguments.Mandatory("DATA_REWRITER", ArgumentTypes.Element) as TransportRewriter;
        var text = arguments.Mandatory("PATTERN", ArgumentTypes.Raw);
        if (!arguments.Failed && (control is null || data is null))
            arguments.Error("found rewriters that do not rewrite TCP, expected the names of a TCPRewriter and an IPRewriter or TCPRewriter");
        RewriterInput? pattern = null;
        if (!arguments.Failed)
        {
            var error = $"found `{text}`, expected a pattern and two outputs";
            pattern = RewriterInput.ParsePattern(text, ArgumentText.SplitWords(text), arguments.Scope, data!.OutputCount, false, ref error);
            if (pattern is null)
                arguments.Error(error);
        }

        if (arguments.Complete())
            (_control, _data, _pattern) = (control, data, pattern);
    }

    /// <inheritdoc/>
    protected override Packet Process(Packet packet)
    {
        if (!IPPart.TryGet(packet, IpProtocol.Tcp, TcpHeader.MinSize, out var ip) || ip.IsFragment || packet.NetworkHeaderOffset < 0)
            return packet;
        var length = IPPart.TransportLength(packet, ip);
        var offset = (packet.TransportHeader[12] >> 4) * 4;
        if (offset < TcpHeader.MinSize || offset > length)
            return packet;
        var payload = new ReadOnlySpan<byte>(packet.TransportHeader + offset, length - offset);
        if (!payload.StartsWith(Command) || payload[..Math.Min(payload.Length, MaxCommand)].IndexOfAny((byte)'\r', (byte)'\n') is not (var end and > 0))
            return packet;
        return TryParse(payload[Command.Length..end], out var address, out var port)
            ? Replace(packet, ip, offset, end, address, port) : packet;
    }

    Packet Replace(Packet packet, IPv4View ip, int offset, int end, IPv4Address address, int port)
    {
        var control = new FlowId(ip.SourceWord, ip.DestinationWord, *(uint*)packet.TransportHeader, (byte)IpProtocol.Tcp);
        // The server connects from the port below that of commands.
        var data = new FlowId(address, port, ip.Destination, control.DestinationPort - 1, (byte)IpProtocol.Tcp);
        if (_data!.FindOrAdd(data, _pattern!) is not { } flow)
            return packet;
        var outside = IPv4View.FromWord(flow.Rewritten.Source);
        var outsidePort = flow.Rewritten.SourcePort;
        var text = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $"PORT {outside.ToString().Replace('.', ',')},{outsidePort >> 8},{outsidePort & 255}"));
        var delta = text.Length - end;
        var sequence = IPv4View.Read32(packet.TransportHeader + 4);
        var start = packet.TransportHeaderOffset + offset;
        var rest = packet.Length - start - end;
        if (delta > 0)
        {
            packet = packet.Put(delta);
            if (packet.IsNone)
                return packet;
        }

        var bytes = new Span<byte>(packet.Data + start, end + rest + Math.Max(0, delta));
        bytes.Slice(end, rest).CopyTo(bytes[text.Length..]);
        text.CopyTo(bytes);
        if (delta < 0)
            packet.Take(-delta);
        Seal(packet, delta);
        if (delta != 0 && _control!.TryFind(control, out var entry))
        {
            lock (_control.Store.Lock)
                (entry.Flow.Shift ??= new SequenceShift()).Add(entry.IsReply, sequence, delta);
        }

        return packet;
    }

    /// <summary>Sets the length, and both checksums.</summary>
    static void Seal(Packet packet, int delta)
    {
        var ip = new IPv4View(packet.NetworkHeader);
        ip.TotalLength += delta;
        ip.SetChecksum();
        var segment = new Span<byte>(packet.TransportHeader, IPPart.TransportLength(packet, ip));
        segment.Slice(TcpHeader.ChecksumOffset, 2).Clear();
        TransportChecksum.Write(
            segment, TcpHeader.ChecksumOffset, InternetChecksum.PseudoHeader(ip.Source, ip.Destination, IpProtocol.Tcp, segment.Length));
    }

    /// <summary>Reads six numbers with commas between: an address and a port.</summary>
    static bool TryParse(ReadOnlySpan<byte> text, out IPv4Address address, out int port)
    {
        const int numbers = 6;
        var value = 0UL;
        var count = 0;
        foreach (var range in text.Split((byte)','))
        {
            if (!byte.TryParse(text[range], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                break;
            value = value << 8 | number;
            count++;
        }

        address = new IPv4Address((uint)(value >> 16));
        port = (ushort)value;
        return count == numbers && text.Count((byte)',') == numbers - 1;
    }
}
