using Sluice.Click.Arguments;
using Sluice.Click.Handlers;
using Sluice.Click.Packets;

namespace Sluice.Click.Elements.Headers;

/// <summary><c>IPFragmenter(MTU)</c>: divides IP packets longer than MTU into fragments (RFC 791, section 3.2). One that must not be divided
/// leaves at output 1, or is dropped.</summary>
sealed unsafe class IPFragmenter : Element
{
    const int Unit = 8, CopyFlag = 0x80;

    int _mtu;
    bool _honorDontFragment = true;
    int _headroom = PacketPool.DefaultHeadroom;
    long _drops;
    long _fragments;

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var mtu = arguments.Mandatory("MTU", ArgumentTypes.Range(Unit, ushort.MaxValue));
        var honor = arguments.Optional("HONOR_DF", ArgumentTypes.Bool, true);
        _ = arguments.Keyword("VERBOSE", ArgumentTypes.Bool);
        var headroom = arguments.Keyword("HEADROOM", ArgumentTypes.Range(0, PacketPool.MaxLength / 2), PacketPool.DefaultHeadroom);
        if (arguments.Complete())
            (_mtu, _honorDontFragment, _headroom) = (mtu, honor, headroom);
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("drops", () => _drops, "packets that were too long and not divided");
        handlers.Read("fragments", () => _fragments, "fragments made");
    }

    /// <inheritdoc/>
    public override void Push(int port, PacketBatch batch)
    {
        var done = default(PacketBatch);
        foreach (var packet in batch)
        {
            if (!packet.HasNetworkHeader || packet.NetworkLength <= _mtu)
                done.Append(packet);
            else
                Divide(packet, ref done);
        }

        PushOrKill(0, done);
    }

    void Divide(Packet packet, ref PacketBatch done)
    {
        if (!IPPart.TryGet(packet, out var ip)
            || (_honorDontFragment && (ip.Fragment & IPv4View.DontFragment) != 0)
            || _mtu - ip.HeaderLength < Unit)
        {
            _drops++;
            PushOrKill(1, packet);
            return;
        }

        // Stripped headers are put back: the fragment is made of them.
        if (packet.NetworkHeaderOffset < 0)
            packet = HeaderMoves.StartAt(packet, packet.NetworkHeaderOffset);
        var headerLength = ip.HeaderLength;
        // What is behind the datagram is no part of it.
        var payload = Math.Min(ip.TotalLength, packet.NetworkLength) - headerLength;
        if (payload < 0)
        {
            _drops++;
            packet.Kill();
            return;
        }

        var first = _mtu - headerLength & ~(Unit - 1);
        var laterHeader = stackalloc byte[headerLength];
        var laterLength = CopyOptions(ip, laterHeader);
        var rest = default(PacketBatch);
        var step = _mtu - laterLength & ~(Unit - 1);
        for (var at = first; at < payload; at += step)
        {
            var fragment = Later(packet, ip, new ReadOnlySpan<byte>(laterHeader, laterLength), at, Math.Min(step, payload - at), payload);
            if (fragment.IsNone)
                continue;
            rest.Append(fragment);
        }

        // The first one is the packet itself, cut.
        packet.Take(packet.NetworkLength - headerLength - Math.Min(first, payload));
        Seal(ip, headerLength + Math.Min(first, payload), ip.Fragment & ~IPv4View.DontFragment | (payload > first ? IPv4View.MoreFragments : 0));
        _fragments += rest.Count + 1;
        done.Append(packet);
        done.Append(rest);
    }

    Packet Later(Packet packet, IPv4View ip, ReadOnlySpan<byte> header, int offset, int length, int payload)
    {
        var fragment = Pool.Allocate(header.Length + length, _headroom);
        if (fragment.IsNone)
            return fragment;
        header.CopyTo(fragment.Span);
        new ReadOnlySpan<byte>(ip.Start + ip.HeaderLength + offset, length).CopyTo(fragment.Span[header.Length..]);
        fragment.CopyAnnotations(packet);
        fragment.SetNetworkHeader(fragment.Data, header.Length);
        var more = offset + length < payload || (ip.Fragment & IPv4View.MoreFragments) != 0;
        var place = (ip.Fragment & IPv4View.OffsetMask) + offset / Unit;
        Seal(new IPv4View(fragment.Data), fragment.Length, place | (more ? IPv4View.MoreFragments : 0));
        return fragment;
    }

    static void Seal(IPv4View ip, int length, int fragment)
    {
        ip.TotalLength = length;
        ip.Fragment = fragment;
        ip.SetChecksum();
    }

    /// <summary>Makes the header of later fragments: only options with the copy flag are in it.</summary>
    /// <returns>Its length.</returns>
    static int CopyOptions(IPv4View ip, byte* header)
    {
        new ReadOnlySpan<byte>(ip.Start, IPv4View.MinSize).CopyTo(new Span<byte>(header, IPv4View.MinSize));
        var length = IPv4View.MinSize;
        for (var at = IPv4View.MinSize; at < ip.HeaderLength && ip.Start[at] != 0;)
        {
            var size = ip.Start[at] == 1 ? 1 : at + 1 < ip.HeaderLength ? ip.Start[at + 1] : 0;
            if (size == 0 || at + size > ip.HeaderLength)
                break;
            if ((ip.Start[at] & CopyFlag) != 0)
            {
                new ReadOnlySpan<byte>(ip.Start + at, size).CopyTo(new Span<byte>(header + length, size));
                length += size;
            }

            at += size;
        }

        while (length % 4 != 0)
            header[length++] = 0;
        var view = new IPv4View(header);
        view.HeaderLength = length;
        return length;
    }
}
