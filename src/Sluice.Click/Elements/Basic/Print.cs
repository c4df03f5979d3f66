using System.Globalization;
using System.Text;
using Sluice.Click.Arguments;
using Sluice.Click.Handlers;
using Sluice.Click.Packets;

namespace Sluice.Click.Elements.Basic;

/// <summary><c>Print</c>: prints a line for each packet: a label, its length, and its first bytes.</summary>
sealed unsafe class Print : BatchElement
{
    const int DefaultLength = 24, Group = 4;

    static readonly ArgumentType<PrintContents> s_contents = ArgumentTypes.Choice(new Dictionary<string, PrintContents>
    {
        ["HEX"] = PrintContents.Hex,
        ["ASCII"] = PrintContents.Text,
        ["NONE"] = PrintContents.None,
        ["true"] = PrintContents.Hex,
        ["false"] = PrintContents.None,
    });

    string _label = "";
    int _length;
    PrintContents _contents;
    bool _timestamp, _annotations, _broadcast, _headroom, _active;

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var label = arguments.Optional("LABEL", ArgumentTypes.String, "");
        var length = arguments.Optional("MAXLENGTH", ArgumentTypes.Int32, DefaultLength);
        length = arguments.Keyword("LENGTH", ArgumentTypes.Int32, length);
        length = arguments.Keyword("NBYTES", ArgumentTypes.Int32, length);
        var contents = arguments.Keyword("CONTENTS", s_contents, PrintContents.Hex);
        var timestamp = arguments.Keyword("TIMESTAMP", ArgumentTypes.Bool);
        var annotations = arguments.Keyword("PRINTANNO", ArgumentTypes.Bool);
        var broadcast = arguments.Keyword("BCAST", ArgumentTypes.Bool);
        var headroom = arguments.Keyword("HEADROOM", ArgumentTypes.Bool);
        var active = arguments.Keyword("ACTIVE", ArgumentTypes.Bool, true);
        if (!arguments.Complete())
            return;
        (_label, _length, _contents, _active) = (label, length, contents, active);
        (_timestamp, _annotations, _broadcast, _headroom) = (timestamp, annotations, broadcast, headroom);
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers) =>
        handlers.Value(this, "active", ArgumentTypes.Bool, () => _active, active => _active = active, "whether it prints");

    /// <inheritdoc/>
    protected override PacketBatch Process(PacketBatch batch)
    {
        if (!_active)
            return batch;
        var text = new StringBuilder();
        foreach (var packet in batch)
            Append(text, packet);
        lock (Router.Options.Output)
            Router.Options.Output.Write(text);
        return batch;
    }

    void Append(StringBuilder text, Packet packet)
    {
        if (_label.Length > 0)
            _ = text.Append(_label).Append(": ");
        if (_timestamp)
            _ = text.Append(CultureInfo.InvariantCulture, $"{packet.Timestamp / 1_000_000_000}.{packet.Timestamp % 1_000_000_000:d9}: ");
        if (_headroom)
            _ = text.Append(CultureInfo.InvariantCulture, $"(h{packet.Headroom} t{packet.Tailroom}) ");
        if (_broadcast && packet.PacketType is PacketType.Broadcast or PacketType.Multicast)
            _ = text.Append(packet.PacketType == PacketType.Broadcast ? "bcast " : "mcast ");
        _ = text.Append(CultureInfo.InvariantCulture, $"{packet.Length,4}");
        var shown = _length < 0 ? packet.Length : Math.Min(_length, packet.Length);
        if (_annotations)
            AppendHex(text.Append(" ("), new Span<byte>(packet.Annotations, Annotations.Size)).Append(')');
        if (_contents == PrintContents.Hex)
            _ = AppendHex(text.Append(" | "), packet.Span[..shown]);
        else if (_contents == PrintContents.Text)
            _ = AppendText(text.Append(" | "), packet.Span[..shown]);
        _ = text.Append('\n');
    }

    static StringBuilder AppendHex(StringBuilder text, ReadOnlySpan<byte> bytes)
    {
        for (var i = 0; i < bytes.Length; i++)
            _ = (i > 0 && i % Group == 0 ? text.Append(' ') : text).Append(CultureInfo.InvariantCulture, $"{bytes[i]:x2}");
        return text;
    }

    static StringBuilder AppendText(StringBuilder text, ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
            _ = text.Append(value is >= 32 and < 127 ? (char)value : '.');
        return text;
    }
}
