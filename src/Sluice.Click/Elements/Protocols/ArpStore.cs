using System.Globalization;
using System.Text;
using Sluice.Click.Arguments;
using Sluice.Click.Elements.Headers;
using Sluice.Click.Handlers;
using Sluice.Click.Packets;
using Sluice.Packets;

namespace Sluice.Click.Elements.Protocols;

/// <summary>What is known of IP addresses on a link, with the packets that wait for it. Users hold <see cref="Lock"/>.</summary>
sealed class ArpStore
{
    /// <summary>How often to look for what has expired.</summary>
    public const long Interval = 1_000_000_000;

    readonly Dictionary<uint, ArpEntry> _entries = [];
    readonly List<ArpEntry> _due = [];
    ArpEntry? _last;

    public Lock Lock { get; } = new();

    /// <summary>Most packets that wait; 0 for any number.</summary>
    public int Capacity { get; set; } = 2048;

    /// <summary>Most entries; 0 for any number.</summary>
    public int EntryCapacity { get; set; }

    /// <summary>Most packets that wait for one entry; 0 for any number.</summary>
    public int EntryPacketCapacity { get; set; }

    /// <summary>Nanoseconds after which an entry is not to be trusted; 0 for never.</summary>
    public long Timeout { get; set; } = 300_000_000_000;

    /// <summary>Packets dropped because nobody answered, or there was no room.</summary>
    public long Drops { get; private set; }

    /// <summary>Packets that wait.</summary>
    public int Length { get; private set; }

    /// <summary>Entries, answered or not.</summary>
    public int Count => _entries.Count;

    /// <summary>The entry of an address, or null.</summary>
    public ArpEntry? Find(uint address)
    {
        if (_last?.Address == address)
            return _last;
        return _entries.TryGetValue(address, out var entry) ? _last = entry : null;
    }

    /// <summary>Lets a packet wait for an answer.</summary>
    /// <returns>Its entry; null where there is no room for it and the packet was dropped.</returns>
    public ArpEntry? Wait(uint address, Packet packet, long now)
    {
        var entry = Ensure(address, now);
        if (entry is null)
        {
            Drop(packet);
            return null;
        }

        if (EntryPacketCapacity > 0 && entry.Waiting.Count >= EntryPacketCapacity)
            DropFirst(entry);
        entry.Waiting.Append(packet);
        Length++;
        if (Capacity > 0 && Length > Capacity)
            DropFirst(entry);
        return entry;
    }

    /// <summary>Takes an answer.</summary>
    /// <returns>The packets that waited for it, the caller's now.</returns>
    public PacketBatch Insert(uint address, MacAddress mac, long now)
    {
        if (Ensure(address, now) is not { } entry)
            return default;
        entry.Learn(mac, now);
        var waiting = entry.Waiting;
        Length -= waiting.Count;
        entry.Waiting = default;
        return waiting;
    }

    /// <summary>Forgets an address.</summary>
    public bool Remove(uint address)
    {
        _last = null;
        if (!_entries.Remove(address, out var entry))
            return false;
        while (!entry.Waiting.IsEmpty)
            DropFirst(entry);
        return true;
    }

    /// <summary>Forgets all; the packets that waited are killed.</summary>
    public void Clear()
    {
        foreach (var address in _entries.Keys.ToList())
            Remove(address);
    }

    /// <summary>Forgets what has expired.</summary>
    public void Expire(long now)
    {
        _due.Clear();
        foreach (var entry in _entries.Values)
        {
            if (entry.IsExpired(now, Timeout))
                _due.Add(entry);
        }

        foreach (var entry in _due)
            Remove(entry.Address);
    }

    /// <summary>Takes over all entries of another, with their packets.</summary>
    public void Take(ArpStore other)
    {
        foreach (var (address, entry) in other._entries)
            _entries[address] = entry;
        (Length, Drops) = (other.Length, other.Drops);
        other._entries.Clear();
        (other._last, other.Length) = (null, 0);
    }

    /// <summary>Reads what tables and queriers have in common.</summary>
    public static (int Capacity, int Entries, int EntryPackets, long Timeout) Read(ArgumentReader arguments) => (
        arguments.Keyword("CAPACITY", ArgumentTypes.Count, 2048),
        arguments.Keyword("ENTRY_CAPACITY", ArgumentTypes.Count),
        arguments.Keyword("ENTRY_PACKET_CAPACITY", ArgumentTypes.Count),
        arguments.Keyword("TIMEOUT", ArgumentTypes.Time, 300_000_000_000));

    /// <summary>Adds the handlers that tables and queriers have in common.</summary>
    /// <param name="handlers">Where to.</param>
    /// <param name="now">The time.</param>
    /// <param name="insert">Takes an entry that is written.</param>
    public void AddHandlers(HandlerTable handlers, Func<long> now, Action<IPv4Address, MacAddress> insert)
    {
        handlers.Read("table", () => Table(now()), "the table: address, whether it is known, Ethernet address, seconds since it was heard of");
        handlers.Read("count", () => Count, "entries");
        handlers.Read("length", () => Length, "packets that wait");
        handlers.Write("insert", text => Insert(text, insert), "adds an entry: IP ETH");
        handlers.Write("delete", text =>
        {
            if (!IPv4Address.TryParse(text.Trim(), out var address) || !Remove(IPv4View.ToWord(address)))
                throw new HandlerException($"found `{text.Trim()}`, expected an address that is in the table");
        }, "removes an entry: IP");
        handlers.Button("clear", Clear, "removes all entries");
    }

    static void Insert(string text, Action<IPv4Address, MacAddress> insert)
    {
        var words = ArgumentText.SplitWords(text);
        if (words.Count != 2 || !IPv4Address.TryParse(words[0], out var address) || !ArgumentTypes.TryParseMac(words[1], out var mac))
            throw new HandlerException($"found `{text.Trim()}`, expected an IP address and an Ethernet address");
        insert(address, mac);
    }

    string Table(long now)
    {
        const double second = 1e9;
        var text = new StringBuilder();
        foreach (var entry in _entries.Values.OrderBy(static entry => entry.LiveAt))
        {
            var valid = entry.IsKnown && !entry.IsExpired(now, Timeout);
            text.Append(CultureInfo.InvariantCulture,
                $"{IPv4View.FromWord(entry.Address)} {(valid ? 1 : 0)} {EtherText.Of(entry.Mac)} {(now - entry.LiveAt) / second:f6}\n");
        }

        return text.ToString();
    }

    ArpEntry? Ensure(uint address, long now)
    {
        if (_entries.TryGetValue(address, out var entry))
            return entry;
        if (EntryCapacity > 0 && _entries.Count >= EntryCapacity)
            Remove(_entries.Values.MinBy(static other => other.LiveAt)!.Address);
        entry = new ArpEntry(address);
        entry.Begin(now);
        _entries.Add(address, entry);
        return entry;
    }

    void DropFirst(ArpEntry entry)
    {
        Drop(entry.Waiting.RemoveFirst());
        Length--;
    }

    void Drop(Packet packet)
    {
        Drops++;
        packet.Kill();
    }
}
