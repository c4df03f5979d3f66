using Sluice.Click.Packets;

namespace Sluice.Click.Elements.Headers;

/// <summary>The fragments of one datagram that are there so far. It owns them.</summary>
sealed unsafe class FragmentedDatagram
{
    readonly List<(int Start, int End)> _ranges = [];
    Packet _newest;
    Packet _first;
    int _length = -1;
    int _most;

    /// <summary>Bytes of memory that it holds.</summary>
    public int Memory { get; private set; }

    /// <summary>When the last fragment came.</summary>
    public long LastSeen { get; private set; }

    /// <summary>Bytes of the longest fragment.</summary>
    public int LongestFragment { get; private set; }

    /// <summary>Is it complete?</summary>
    public bool IsComplete => _length >= 0 && !_first.IsNone && _ranges is [{ Start: 0 } range] && range.End >= _length;

    /// <summary>Takes a fragment.</summary>
    public void Add(Packet packet, IPv4View ip, long now)
    {
        var start = (ip.Fragment & IPv4View.OffsetMask) * 8;
        var end = start + Math.Min(ip.TotalLength, packet.NetworkLength) - ip.HeaderLength;
        Memory += packet.Length + IPv4View.MinSize * 2;
        LastSeen = now;
        LongestFragment = Math.Max(LongestFragment, ip.TotalLength);
        _most = Math.Max(_most, end);
        if ((ip.Fragment & IPv4View.MoreFragments) == 0 && _length < 0)
            _length = end;
        if (start == 0 && _first.IsNone)
            _first = packet;
        // The newest in front: copied in this order, the bytes that came first are written last and stay.
        packet.Next = _newest;
        _newest = packet;
        Cover(start, end);
    }

    /// <summary>One packet of all fragments at their places; the datagram is empty then.</summary>
    /// <returns>None where no fragment has the start, or there is no memory.</returns>
    public Packet Assemble(PacketPool pool)
    {
        var packet = _first.IsNone ? default : Copy(pool);
        Kill();
        return packet;
    }

    /// <summary>Kills all fragments and makes ready for another datagram.</summary>
    public void Kill()
    {
        while (!_newest.IsNone)
        {
            var next = _newest.Next;
            _newest.Kill();
            _newest = next;
        }

        _first = default;
        _length = -1;
        Memory = LongestFragment = _most = 0;
        _ranges.Clear();
    }

    Packet Copy(PacketPool pool)
    {
        var ip = new IPv4View(_first.NetworkHeader);
        var payload = _length >= 0 ? _length : _most;
        // What lies before the IP header goes along: the link header.
        var before = _first.NetworkHeaderOffset;
        var link = _first.HasMacHeader && _first.MacHeaderOffset < before ? Math.Min(_first.MacHeaderOffset, 0) : 0;
        var start = _first.Data + link;
        var header = (int)(_first.NetworkHeader - start) + ip.HeaderLength;
        if (ip.HeaderLength + payload > ushort.MaxValue)
            return default;
        var packet = pool.Allocate(header + payload);
        if (packet.IsNone)
            return packet;
        new ReadOnlySpan<byte>(start, header).CopyTo(packet.Span);
        packet.Span[header..].Clear();
        for (var fragment = _newest; !fragment.IsNone; fragment = fragment.Next)
        {
            var part = new IPv4View(fragment.NetworkHeader);
            var length = Math.Min(part.TotalLength, fragment.NetworkLength) - part.HeaderLength;
            var offset = (part.Fragment & IPv4View.OffsetMask) * 8;
            length = Math.Min(length, payload - offset);
            if (length > 0)
                new ReadOnlySpan<byte>(part.Start + part.HeaderLength, length).CopyTo(packet.Span[(header + offset)..]);
        }

        packet.CopyAnnotations(_first);
        if (_first.HasMacHeader && link <= 0)
            packet.SetMacHeader(packet.Data + (int)(_first.MacHeader - start));
        packet.SetNetworkHeader(packet.Data + header - ip.HeaderLength, ip.HeaderLength);
        packet.Pull(-link);
        var whole = new IPv4View(packet.NetworkHeader) { TotalLength = ip.HeaderLength + payload, Fragment = 0 };
        whole.SetChecksum();
        return packet;
    }

    /// <summary>Adds a range to those that are there, which are in order and do not touch each other.</summary>
    void Cover(int start, int end)
    {
        var at = 0;
        while (at < _ranges.Count && _ranges[at].End < start)
            at++;
        while (at < _ranges.Count && _ranges[at].Start <= end)
        {
            (start, end) = (Math.Min(start, _ranges[at].Start), Math.Max(end, _ranges[at].End));
            _ranges.RemoveAt(at);
        }

        _ranges.Insert(at, (start, end));
    }
}
