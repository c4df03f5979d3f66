using System.Globalization;
using System.Text;
using Sluice.Click.Arguments;
using Sluice.Click.Handlers;
using Sluice.Click.Packets;
using Sluice.Packets;

namespace Sluice.Click.Elements.Routing;

/// <summary><c>EtherSwitch([TIMEOUT])</c>: an Ethernet switch that learns which addresses are behind which port; <c>ListenEtherSwitch</c> sends
/// a copy of every frame to one more output.</summary>
/// <param name="listens">Whether the last output gets a copy of every frame.</param>
sealed class EtherSwitch(bool listens) : Element
{
    const long Second = 1_000_000_000;
    const int MaxOnStack = 64;

    readonly Dictionary<MacAddress, (int Port, long Seen)> _table = [];
    readonly Lock _lock = new();
    long _timeout = 300 * Second;

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    int Ports => listens ? OutputCount - 1 : OutputCount;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var timeout = arguments.Keyword("TIMEOUT", ArgumentTypes.Time, 300 * Second);
        if (arguments.Complete())
            _timeout = timeout;
    }

    /// <inheritdoc/>
    public override bool TakeState(Element old)
    {
        if (old is not EtherSwitch other)
            return false;
        foreach (var (mac, place) in other._table)
        {
            if (place.Port < Ports)
                _table[mac] = place;
        }

        return true;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("table", Table, "the port of each address that is known");
        handlers.Read("timeout", () => (_timeout / Second).ToString(CultureInfo.InvariantCulture), "seconds that a silent address is remembered");
        handlers.Write("timeout", text => _timeout = ParseValue(text, ArgumentTypes.Time), "seconds that a silent address is remembered");
        handlers.Button("flush", _table.Clear, "forgets all addresses");
    }

    /// <inheritdoc/>
    public override void Push(int port, PacketBatch batch)
    {
        var outputs = OutputCount;
        Span<PacketBatch> parts = outputs <= MaxOnStack ? stackalloc PacketBatch[outputs] : new PacketBatch[outputs];
        lock (_lock)
        {
            var now = Clock.Now;
            foreach (var packet in batch)
                Forward(port, packet, now, parts);
        }

        PushAll(parts);
    }

    void Forward(int port, Packet packet, long now, Span<PacketBatch> parts)
    {
        if (!EthernetHeader.TryRead(packet.Span, out var header))
        {
            packet.Kill();
            return;
        }

        if (listens && packet.Clone() is { IsNone: false } copy)
            parts[^1].Append(copy);
        var destination = header.Destination;
        if (_timeout > 0 && !header.Source.IsMulticast)
            _table[header.Source] = (port, now);
        if (!destination.IsMulticast && _timeout > 0 && _table.TryGetValue(destination, out var place))
        {
            if (now - place.Seen <= _timeout)
            {
                if (place.Port == port)
                    packet.Kill();
                else
                    parts[place.Port].Append(packet);
                return;
            }

            _ = _table.Remove(destination);
        }

        Flood(port, packet, parts[..Ports]);
    }

    /// <summary>Sends a frame to all other ports; the last of them gets the frame itself.</summary>
    static void Flood(int port, Packet packet, Span<PacketBatch> parts)
    {
        var last = port == parts.Length - 1 ? parts.Length - 2 : parts.Length - 1;
        for (var other = 0; other < last; other++)
        {
            if (other != port && packet.Clone() is { IsNone: false } copy)
                parts[other].Append(copy);
        }

        if (last >= 0)
            parts[last].Append(packet);
        else
            packet.Kill();
    }

    string Table()
    {
        var now = Clock.Now;
        var text = new StringBuilder();
        foreach (var (mac, place) in _table.OrderBy(static pair => pair.Key.Value))
        {
            if (now - place.Seen <= _timeout)
                text.Append($"{EtherText.Of(mac)} {place.Port}\n");
        }

        return text.ToString();
    }
}
