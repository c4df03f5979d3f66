using Sluice.Click.Arguments;
using Sluice.Click.Packets;
using Sluice.Packets;

namespace Sluice.Click.Elements.Headers;

/// <summary><c>CheckIPHeader([OFFSET])</c>: passes packets with a valid IPv4 header, marks it, cuts what is behind the datagram, and sets the
/// destination annotation.</summary>
/// <remarks><c>CheckIPHeader2</c> leaves the checksum unchecked unless told otherwise.</remarks>
sealed unsafe class CheckIPHeader(bool checksumByDefault) : PacketCheck(
    "packet too short for an IP header", "IP version is not 4", "IP header length is wrong", "IP length is wrong", "IP checksum is wrong",
    "IP source address is not allowed")
{
    int _offset;
    bool _checksum = checksumByDefault;
    uint[] _badSources = [];
    uint[] _goodDestinations = [];

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        List<IPv4Address> bad = [], good = [];
        // The old form's first argument lists bad sources; today's is the offset.
        var rest = arguments.Rest();
        var offset = 0;
        for (var i = 0; i < rest.Count; i++)
        {
            if (ArgumentTypes.Count.Parse(rest[i], arguments.Scope, out var number) && i == rest.Count - 1 && i < 2)
                offset = number;
            else if (i == 0 && rest.Count <= 2 && AddressLists.Addresses.Parse(rest[0], arguments.Scope, out var listed))
                bad = [.. listed, new IPv4Address(0), new IPv4Address(uint.MaxValue)];
            else
                arguments.Error($"found `{rest[i]}`, expected an offset, or a list of bad source addresses and an offset");
        }

        offset = arguments.Keyword("OFFSET", ArgumentTypes.Count, offset);
        var interfaces = arguments.Keyword("INTERFACES", AddressLists.Interfaces, []);
        foreach (var (address, prefix) in interfaces)
        {
            good.Add(address);
            bad.Add(new IPv4Address(prefix.Address.Value | ~prefix.Mask.Value));
        }

        if (interfaces.Count > 0)
            bad.AddRange([new IPv4Address(0), new IPv4Address(uint.MaxValue)]);
        bad.AddRange(arguments.Keyword("BADSRC", AddressLists.Addresses, []));
        good.AddRange(arguments.Keyword("GOODDST", AddressLists.Addresses, []));
        var checksum = arguments.Keyword("CHECKSUM", ArgumentTypes.Bool, _checksum);
        var (verbose, details) = ReadReporting(arguments);
        if (!arguments.Complete())
            return;
        SetReporting(verbose, details);
        (_offset, _checksum) = (offset, checksum);
        _badSources = [.. bad.Select(IPv4View.ToWord)];
        _goodDestinations = [.. good.Select(IPv4View.ToWord)];
    }

    /// <inheritdoc/>
    protected override PacketBatch Process(PacketBatch batch)
    {
        // The base class's loop, without a virtual call a packet: every packet that is routed comes by here.
        var done = default(PacketBatch);
        foreach (var packet in batch)
        {
            var reason = CheckHeader(packet);
            if (reason == Fine)
                done.Append(packet);
            else
                Refuse(packet, reason);
        }

        return done;
    }

    /// <inheritdoc/>
    protected override int Check(Packet packet) => CheckHeader(packet);

    int CheckHeader(Packet packet)
    {
        var room = packet.Length - _offset;
        if (room < IPv4View.MinSize)
            return 0;
        var header = new IPv4View(packet.Data + _offset);
        if (header.Version != 4)
            return 1;
        var headerLength = header.HeaderLength;
        if (headerLength < IPv4View.MinSize || headerLength > room)
            return 2;
        var length = header.TotalLength;
        if (length > room || length < headerLength)
            return 3;
        if (_checksum && !header.IsChecksumValid)
            return 4;
        if (_badSources.Length > 0 && _badSources.AsSpan().Contains(header.SourceWord)
            && !_goodDestinations.AsSpan().Contains(header.DestinationWord))
        {
            return 5;
        }

        packet.SetNetworkHeader(header.Start, headerLength);
        packet.DestinationWord = header.DestinationWord;
        if (length < room)
            packet.Take(room - length);
        return Fine;
    }
}
