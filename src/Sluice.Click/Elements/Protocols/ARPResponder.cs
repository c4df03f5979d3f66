using System.Text;
using Sluice.Click.Arguments;
using Sluice.Click.Handlers;
using Sluice.Click.Packets;
using Sluice.Packets;

namespace Sluice.Click.Elements.Protocols;

/// <summary><c>ARPResponder(IP/MASK... ETH, ...)</c>: answers ARP requests for addresses and networks (RFC 826). What is no request for them
/// leaves at output 1, or is dropped.</summary>
sealed class ARPResponder : SimpleElement
{
    const int RequestSize = EthernetHeader.Size + ArpPacket.Size;

    List<(IPv4Prefix Prefix, MacAddress Mac)> _entries = [];

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        _ = arguments.Keyword("TIMESTAMP", ArgumentTypes.Bool, true);
        List<(IPv4Prefix, MacAddress)> entries = [];
        foreach (var argument in arguments.Everything())
        {
            if (!TryParse(argument, arguments.Scope, entries))
                arguments.Error($"found `{argument}`, expected IPv4 addresses or networks, and an Ethernet address");
        }

        if (arguments.Complete())
            _entries = entries;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("table", Table, "the addresses that it answers for");
        handlers.ReadWith("lookup", text => Find(ParseValue(text, ArgumentTypes.IPv4Address)) is { } mac ? EtherText.Of(mac) : "", "the answer for an address");
        handlers.Write("add", text =>
        {
            if (!TryParse(text, new ArgumentScope(Router, this), _entries))
                throw new HandlerException($"found `{text.Trim()}`, expected IPv4 addresses or networks, and an Ethernet address");
        }, "adds addresses: IP/MASK... ETH");
        handlers.Write("remove", text =>
        {
            var prefix = ParseValue(text, ArgumentTypes.IPv4Prefix);
            if (_entries.RemoveAll(entry => entry.Prefix == prefix) == 0)
                throw new HandlerException($"found `{text.Trim()}`, expected an address or network that is in the table");
        }, "removes an address: IP/MASK");
    }

    /// <inheritdoc/>
    protected override Packet Process(Packet packet)
    {
        if (packet.Length >= RequestSize && EthernetHeader.TryRead(packet.Span, out var ethernet) && ethernet.EtherType == EtherType.Arp
            && ArpPacket.TryRead(ethernet.Payload, out var arp) && arp.Operation == ArpOperation.Request
            && Find(arp.TargetAddress) is { } mac)
        {
            var (target, asker, askerAddress) = (arp.TargetAddress, arp.SenderMac, arp.SenderAddress);
            EthernetHeader.Write(packet.Span, asker, mac, EtherType.Arp);
            ArpPacket.Write(packet.Span[EthernetHeader.Size..], ArpOperation.Reply, mac, target, asker, askerAddress);
            return packet;
        }

        PushOrKill(1, packet);
        return default;
    }

    /// <summary>The Ethernet address of the most specific entry for an address.</summary>
    MacAddress? Find(IPv4Address address)
    {
        (int Length, MacAddress Mac) best = (-1, default);
        foreach (var (prefix, mac) in _entries)
        {
            if (prefix.Length > best.Length && prefix.Contains(address))
                best = (prefix.Length, mac);
        }

        return best.Length < 0 ? null : best.Mac;
    }

    static bool TryParse(string text, ArgumentScope scope, List<(IPv4Prefix, MacAddress)> entries)
    {
        var words = ArgumentText.SplitWords(text);
        var prefixes = new List<IPv4Prefix>();
        MacAddress? found = null;
        MacAddress? named = null;
        foreach (var word in words)
        {
            // One name may stand for an IP address and for an Ethernet address.
            var isMac = ArgumentTypes.MacAddress.Parse(word, scope, out var mac);
            if (isMac && ArgumentTypes.TryParseMac(word, out _) && found is not null)
                return false;
            if (ARPArguments.AddressWithNetwork.Parse(word, scope, out var network))
            {
                var whole = word.Contains('/', StringComparison.Ordinal) || word.EndsWith(":net", StringComparison.Ordinal)
                    || word.EndsWith(":ipnet", StringComparison.Ordinal);
                prefixes.Add(whole && network.Prefix is { } prefix ? prefix : new IPv4Prefix(network.Address, 32));
                if (isMac)
                    named = mac;
            }
            else if (isMac)
            {
                found = mac;
            }
            else
            {
                return false;
            }
        }

        if (prefixes.Count == 0 || (found ?? named) is not { } answer)
            return false;
        entries.AddRange(prefixes.Select(prefix => (prefix, answer)));
        return true;
    }

    string Table()
    {
        var text = new StringBuilder();
        foreach (var (prefix, mac) in _entries)
            text.Append($"{prefix} {EtherText.Of(mac)}\n");
        return text.ToString();
    }
}
