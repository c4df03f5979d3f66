using Sluice.Click.Packets;
using Sluice.Packets;

namespace Sluice.Click.Elements.Protocols;

/// <summary>What is known of one IP address on a link, and packets that wait until more is.</summary>
sealed class ArpEntry(uint address)
{
    const long Second = 1_000_000_000;
    const int PatientPolls = 10;

    /// <summary>The IP address as it lies in memory.</summary>
    public uint Address { get; } = address;

    public MacAddress Mac { get; private set; } = MacAddress.Broadcast;

    /// <summary>Has there ever been an answer?</summary>
    public bool IsKnown { get; private set; }

    /// <summary>When it was heard of, or first asked for.</summary>
    public long LiveAt { get; private set; }

    /// <summary>Packets that wait.</summary>
    public PacketBatch Waiting;

    long _polledAt = long.MinValue / 2;
    int _polls;

    /// <summary>Begins to wait for an answer.</summary>
    public void Begin(long now) => LiveAt = now;

    /// <summary>Takes an answer.</summary>
    public void Learn(MacAddress mac, long now) => (Mac, IsKnown, LiveAt, _polls) = (mac, true, now, 0);

    /// <summary>Has it not been heard of for too long?</summary>
    public bool IsExpired(long now, long timeout) => timeout > 0 && now - LiveAt > timeout;

    /// <summary>Asks for leave to send a query: ten times a second, and after ten without an answer every two seconds.</summary>
    public bool TryPoll(long now)
    {
        if (now - _polledAt < (_polls >= PatientPolls ? 2 * Second : Second / 10))
            return false;
        _polledAt = now;
        _polls++;
        return true;
    }
}
