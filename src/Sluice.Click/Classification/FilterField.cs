using Sluice.Packets;

namespace Sluice.Click.Classification;

/// <summary>Makes conditions of fields of IP packets.</summary>
static class FilterField
{
    const int WordBits = 32, MinHeaderBits = IPv4Header.MinSize * 8;

    static readonly Condition s_firstFragment = new Condition.Is(new DecisionTest(HeaderBase.Start, 4, 0x1fff, 0));

    static readonly Condition s_whole = new Condition.Is(new DecisionTest(HeaderBase.Start, 4, 0x3fff, 0));

    /// <summary>Primitives that are a word and nothing else.</summary>
    public static IReadOnlyDictionary<string, Condition> Flags { get; } = new Dictionary<string, Condition>
    {
        ["frag"] = !s_whole,
        ["unfrag"] = s_whole,
        ["ect"] = !Compare(HeaderBase.Start, 14, 2, uint.MaxValue, FilterRelation.Equal, 0),
        ["ce"] = Compare(HeaderBase.Start, 14, 2, uint.MaxValue, FilterRelation.Equal, 3),
    };

    /// <summary>Packets of a protocol.</summary>
    public static Condition OfProtocol(IpProtocol protocol) =>
        Compare(HeaderBase.Start, 9 * 8, 8, uint.MaxValue, FilterRelation.Equal, (uint)protocol);

    /// <summary>First fragments of packets of TCP or UDP.</summary>
    public static Condition WithPorts { get; } = (OfProtocol(IpProtocol.Tcp) | OfProtocol(IpProtocol.Udp)) & s_firstFragment;

    /// <summary>Packets that have a header of a protocol, or of any when it is null: first fragments.</summary>
    public static Condition WithTransport(IpProtocol? protocol) =>
        protocol is { } one ? OfProtocol(one) & s_firstFragment : s_firstFragment;

    /// <summary>A field compared with a value, both under a mask.</summary>
    /// <param name="header">What <paramref name="bitOffset"/> counts from.</param>
    /// <param name="bitOffset">Where the field starts.</param>
    /// <param name="bits">Its length; together with the bits before it in its byte at most 32.</param>
    /// <param name="mask">The mask, its lowest bit for the field's lowest.</param>
    /// <param name="relation">How to compare.</param>
    /// <param name="value">The value.</param>
    public static Condition Compare(HeaderBase header, int bitOffset, int bits, uint mask, FilterRelation relation, uint value)
    {
        // Aligned words, so that tests of one word meet; a field across two is read from its first byte.
        var start = bitOffset / WordBits * WordBits;
        if (bitOffset + bits > start + WordBits)
            start = bitOffset & ~7;
        var shift = start + WordBits - bitOffset - bits;
        mask &= bits == WordBits ? uint.MaxValue : (1u << bits) - 1;
        switch (relation)
        {
            case FilterRelation.Equal:
                return (value & ~mask) != 0 ? Condition.False : Test(TestKind.Equal, value);
            case FilterRelation.NotEqual when (value & ~mask) != 0:
                return Test(TestKind.AtLeast, 0);
            case FilterRelation.NotEqual:
                // Every IP packet has the first 20 bytes; what may be missing is asked for, so that no packet is too short to differ.
                return header == HeaderBase.Start && start + WordBits <= MinHeaderBits
                    ? !Test(TestKind.Equal, value)
                    : Test(TestKind.AtLeast, 0) & !Test(TestKind.Equal, value);
            case FilterRelation.Greater:
                return value >= mask ? Condition.False : Test(TestKind.AtLeast, value + 1);
            case FilterRelation.GreaterOrEqual:
                return value > mask ? Condition.False : Test(TestKind.AtLeast, value);
            case FilterRelation.Less:
                return value == 0 ? Condition.False : Test(TestKind.AtMost, Math.Min(value - 1, mask));
            default:
                return Test(TestKind.AtMost, Math.Min(value, mask));
        }

        Condition Test(TestKind kind, uint number) =>
            new Condition.Is(new DecisionTest(header, start / 8, mask << shift, number << shift, kind));
    }
}
