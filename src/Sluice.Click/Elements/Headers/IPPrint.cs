using System.Globalization;
using System.Text;
using Sluice.Click.Arguments;
using Sluice.Click.Handlers;
using Sluice.Click.Packets;
using Sluice.Packets;

namespace Sluice.Click.Elements.Headers;

/// <summary><c>IPPrint([LABEL])</c>: prints IP packets in the style of tcpdump, a line a packet, and passes them.</summary>
#pragma warning disable CA1001 // Elements give back what they hold in Cleanup.
sealed unsafe class IPPrint : SimpleElement
#pragma warning restore CA1001
{
    const int Hexadecimal = 1, Ascii = 2;

    static readonly Dictionary<string, int> s_contents = new(StringComparer.OrdinalIgnoreCase)
    {
        ["NONE"] = 0,
        ["HEX"] = Hexadecimal,
        ["ASCII"] = Ascii,
        ["false"] = 0,
        ["true"] = Hexadecimal,
    };

    readonly StringBuilder _text = new();
    (bool Id, bool Ttl, bool Tos, bool Length, bool Timestamp, bool Aggregate, bool Paint, bool Swap) _shown;
    string _label = "";
    string _file = "";
    TextWriter? _output;
    StreamWriter? _stream;
    int _contents;
    bool _payload;
    int _maxLength;
    bool _active = true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var label = arguments.Optional("LABEL", ArgumentTypes.String, "");
        var contents = arguments.Keyword("CONTENTS", ArgumentTypes.Choice(s_contents));
        var payload = arguments.Keyword("PAYLOAD", ArgumentTypes.Choice(s_contents));
        var maxLength = arguments.Keyword("MAXLENGTH", ArgumentTypes.Range(-1, int.MaxValue), 1500);
        var shown = (
            Flag("ID"), Flag("TTL"), Flag("TOS"), Flag("LENGTH"), Flag("TIMESTAMP", true), Flag("AGGREGATE"), Flag("PAINT"), Flag("SWAP"));
        var file = arguments.Keyword("OUTFILE", ArgumentTypes.String, "");
        var active = Flag("ACTIVE", true);
        if (contents > 0 && payload > 0)
            arguments.Error("found both CONTENTS and PAYLOAD, expected one of them");
        if (!arguments.Complete())
            return;
        (_label, _shown, _file, _active) = (label, shown, file, active);
        (_contents, _payload, _maxLength) = (Math.Max(contents, payload), payload > 0, maxLength);

        bool Flag(string name, bool fallback = false) => arguments.Keyword(name, ArgumentTypes.Bool, fallback);
    }

    /// <inheritdoc/>
    public override void Initialize()
    {
        _output = Router.Options.Output;
        if (_file.Length == 0)
            return;
        try
        {
            _output = _stream = new StreamWriter(_file) { AutoFlush = true };
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Error($"found no way to write {_file}: {error.Message}");
        }
    }

    /// <inheritdoc/>
    public override void Cleanup() => _stream?.Dispose();

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("active", () => _active ? "true" : "false", "whether it prints", HandlerFlags.Checkbox);
        handlers.Write("active", text => _active = ParseValue(text, ArgumentTypes.Bool), "whether it prints", HandlerFlags.Checkbox);
    }

    /// <inheritdoc/>
    protected override Packet Process(Packet packet)
    {
        if (!_active || !packet.HasNetworkHeader)
            return packet;
        lock (_text)
        {
            _text.Clear();
            AppendNotes(packet);
            AppendPacket(packet);
            _text.Append('\n');
            _output!.Write(_text);
        }

        return packet;
    }

    void AppendNotes(Packet packet)
    {
        const long microsecond = 1_000, second = 1_000_000_000;
        if (_label.Length > 0)
            _text.Append($"{_label}: ");
        if (_shown.Timestamp)
            _text.Append(CultureInfo.InvariantCulture, $"{packet.Timestamp / second}.{packet.Timestamp % second / microsecond:d6}: ");
        if (_shown.Aggregate)
            _text.Append($"#{*(uint*)(packet.Annotations + Packets.Annotations.Aggregate.Offset)}");
        if (_shown.Paint)
            _text.Append($"{(_shown.Aggregate ? "." : "paint ")}{packet.Paint}");
        if (_shown.Aggregate || _shown.Paint)
            _text.Append(": ");
    }

    void AppendPacket(Packet packet)
    {
        if (!IPPart.TryGet(packet, out var ip))
        {
            _text.Append("truncated-ip");
            return;
        }

        if (_shown.Id)
            _text.Append($"id {ip.Identification} ");
        if (_shown.Ttl)
            _text.Append($"ttl {ip.TimeToLive} ");
        if (_shown.Tos)
            _text.Append($"tos {ip.TypeOfService} ");
        if (_shown.Length)
            _text.Append($"length {ip.TotalLength} ");
        IPDescription.Append(_text, packet, ip, _shown.Swap);
        if (_contents != 0)
            AppendContents(packet.Span[Math.Clamp(_payload ? PayloadOffset(packet, ip) : 0, 0, packet.Length)..]);
    }

    static int PayloadOffset(Packet packet, IPv4View ip)
    {
        var length = IPPart.TransportLength(packet, ip);
        return packet.TransportHeaderOffset + ((IpProtocol)ip.Protocol switch
        {
            IpProtocol.Tcp when length >= TcpHeader.MinSize => (packet.TransportHeader[12] >> 4) * 4,
            IpProtocol.Udp when length >= UdpHeader.Size => UdpHeader.Size,
            _ => 0,
        });
    }

    void AppendContents(ReadOnlySpan<byte> bytes)
    {
        var (line, group) = _contents == Hexadecimal ? (24, 4) : (48, 8);
        if (_maxLength >= 0 && bytes.Length > _maxLength)
            bytes = bytes[.._maxLength];
        for (var i = 0; i < bytes.Length; i++)
        {
            if (i % line == 0)
                _text.Append("\n  ");
            else if (i % group == 0)
                _text.Append(' ');
            if (_contents == Hexadecimal)
                _text.Append($"{bytes[i]:x2}");
            else
                _text.Append(bytes[i] is >= 32 and <= 126 ? (char)bytes[i] : '.');
        }
    }
}
