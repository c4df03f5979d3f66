using Sluice.Click.Elements.Headers;

namespace Sluice.Click.Elements.Rewriting;

/// <summary>What a mapping does to packets in one direction, with what it does to sums.</summary>
/// <param name="To">The flow that packets belong to after it.</param>
/// <param name="AddressDelta">What the addresses add to the sum of the IP header (RFC 1624).</param>
/// <param name="TransportDelta">What addresses and ports add to the sum of transport header and pseudo-header.</param>
readonly record struct FlowChange(FlowId To, uint AddressDelta, uint TransportDelta)
{
    /// <summary>The change from one flow to another.</summary>
    public static FlowChange Of(FlowId from, FlowId to)
    {
        var addresses = AddressChange.Delta(from.Source, to.Source, AddressChange.Delta(from.Destination, to.Destination, 0));
        return new FlowChange(to, addresses, AddressChange.Delta(from.Ports, to.Ports, addresses));
    }
}
