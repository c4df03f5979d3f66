using Sluice.Click.Arguments;
using Sluice.Click.Elements.Headers;
using Sluice.Click.Packets;

namespace Sluice.Click.Elements.Rewriting;

/// <summary><c>IPAddrRewriter(INPUTSPEC, ...)</c>: rewrites source addresses, and destination addresses of replies; <c>IPAddrPairRewriter</c>:
/// rewrites both addresses, by pairs of them.</summary>
/// <param name="byPair">Whether mappings are of pairs of addresses.</param>
sealed class AddressRewriter(bool byPair) : RewriterElement
{
    long _timeout;
    long _guarantee;

    /// <inheritdoc/>
    protected override bool AddressesOnly => true;

    /// <inheritdoc/>
    protected override Action ReadTimeouts(ArgumentReader arguments)
    {
        var timeout = arguments.Keyword("TIMEOUT", ArgumentTypes.Time, 300 * Second);
        var guarantee = arguments.Keyword("GUARANTEE", ArgumentTypes.Time, 5 * Second);
        return () => (_timeout, _guarantee) = (timeout, guarantee);
    }

    /// <inheritdoc/>
    protected override long TimeoutOf(Flow flow) => _timeout;

    /// <inheritdoc/>
    protected override long GuaranteeOf(Flow flow) => _guarantee;

    /// <inheritdoc/>
    protected override bool TryGetFlow(Packet packet, IPv4View ip, out FlowId id)
    {
        id = new FlowId(ip.SourceWord, ip.DestinationWord, 0, 0);
        return true;
    }

    /// <inheritdoc/>
    protected override FlowId KeyOf(in FlowId id) => byPair ? id : id with { Destination = 0 };

    /// <inheritdoc/>
    protected override bool TryFindIn(in FlowId id, out FlowEntry entry)
    {
        if (byPair)
            return Store.TryFind(id, out entry);
        return Store.TryFind(id with { Destination = 0 }, out entry) || Store.TryFind(id with { Source = 0 }, out entry);
    }

    /// <inheritdoc/>
    protected override void Apply(Packet packet, IPv4View ip, in FlowEntry entry)
    {
        var to = entry.Change.To;
        var source = byPair || !entry.IsReply ? to.Source : ip.SourceWord;
        var destination = byPair || entry.IsReply ? to.Destination : ip.DestinationWord;
        AddressChange.Apply(packet, ip, source, destination);
        if (SetsAnnotation)
            packet.DestinationWord = destination;
    }
}
