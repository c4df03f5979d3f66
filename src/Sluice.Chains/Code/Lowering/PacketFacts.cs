namespace Sluice.Chains.Code.Lowering;

/// <summary>What is known about the packet at a place of a chain: which pointers hold, how far they have been checked, and
/// which protocols the headers are.</summary>
sealed class PacketFacts
{
    const int Unknown = -1;

    readonly bool[] _holds;
    readonly int[] _checked;

    PacketFacts(bool[] holds, int[] @checked, int network, int transport) =>
        (_holds, _checked, NetworkProtocol, TransportProtocol) = (holds, @checked, network, transport);

    static int Count => Enum.GetValues<PacketPointer>().Length;

    /// <summary>Nothing is known.</summary>
    public static PacketFacts None() => new(new bool[Count], new int[Count], Unknown, Unknown);

    /// <summary>The protocol of the network header, or -1.</summary>
    public int NetworkProtocol { get; set; }

    /// <summary>The protocol of the transport header, or -1.</summary>
    public int TransportProtocol { get; set; }

    public bool Holds(PacketPointer pointer) => _holds[(int)pointer];

    /// <summary>Bytes behind a pointer that are known to lie within the packet.</summary>
    public int Checked(PacketPointer pointer) => _checked[(int)pointer];

    public void Learn(PacketPointer pointer) => _holds[(int)pointer] = true;

    public void LearnChecked(PacketPointer pointer, int bytes) => _checked[(int)pointer] = Math.Max(bytes, _checked[(int)pointer]);

    /// <summary>A function or a chain was called: it may have moved the packet and everything in it.</summary>
    public void ForgetPacket()
    {
        foreach (var pointer in Enum.GetValues<PacketPointer>())
        {
            if (pointer != PacketPointer.Shared)
                Forget(pointer);
        }

        (NetworkProtocol, TransportProtocol) = (Unknown, Unknown);
    }

    /// <summary>The cursor was changed: the packet stays where it is, its headers do not.</summary>
    public void ForgetCursor()
    {
        var (start, end, bytes) = (Holds(PacketPointer.Start), Holds(PacketPointer.End), Checked(PacketPointer.Start));
        ForgetPacket();
        (_holds[(int)PacketPointer.Start], _holds[(int)PacketPointer.End]) = (start, end);
        _checked[(int)PacketPointer.Start] = bytes;
    }

    /// <summary>Bytes before the transport header were written: what they said may no longer be true.</summary>
    public void ForgetProtocols()
    {
        Forget(PacketPointer.Transport);
        Forget(PacketPointer.TransportAnswer);
        (NetworkProtocol, TransportProtocol) = (Unknown, Unknown);
    }

    public PacketFacts Copy() => new([.. _holds], [.. _checked], NetworkProtocol, TransportProtocol);

    /// <summary>What is known on both ways.</summary>
    public static PacketFacts Join(PacketFacts one, PacketFacts other)
    {
        var joined = one.Copy();
        for (var at = 0; at < Count; at++)
        {
            joined._holds[at] &= other._holds[at];
            joined._checked[at] = Math.Min(joined._checked[at], other._checked[at]);
        }

        joined.NetworkProtocol = one.NetworkProtocol == other.NetworkProtocol ? one.NetworkProtocol : Unknown;
        joined.TransportProtocol = one.TransportProtocol == other.TransportProtocol ? one.TransportProtocol : Unknown;
        return joined;
    }

    public bool Equals(PacketFacts other) => NetworkProtocol == other.NetworkProtocol && TransportProtocol == other.TransportProtocol
        && _holds.AsSpan().SequenceEqual(other._holds) && _checked.AsSpan().SequenceEqual(other._checked);

    void Forget(PacketPointer pointer) => (_holds[(int)pointer], _checked[(int)pointer]) = (false, 0);
}
