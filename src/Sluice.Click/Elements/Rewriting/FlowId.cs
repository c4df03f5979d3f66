using System.Buffers.Binary;
using Sluice.Click.Elements.Headers;
using Sluice.Packets;

namespace Sluice.Click.Elements.Rewriting;

/// <summary>What tells flows apart: addresses, ports, protocol. All as they lie in memory.</summary>
/// <param name="Source">Source address.</param>
/// <param name="Destination">Destination address.</param>
/// <param name="Ports">Source port, then destination port; of pings the identifier on the asker's side.</param>
/// <param name="Protocol">The protocol; 0 where it does not matter.</param>
readonly record struct FlowId(uint Source, uint Destination, uint Ports, byte Protocol)
{
    /// <summary>A flow of addresses and ports.</summary>
    public FlowId(IPv4Address source, int sourcePort, IPv4Address destination, int destinationPort, byte protocol)
        : this(IPv4View.ToWord(source), IPv4View.ToWord(destination), PortsOf(sourcePort, destinationPort), protocol)
    {
    }

    /// <summary>The source port as a number.</summary>
    public ushort SourcePort => (ushort)(BinaryPrimitives.ReverseEndianness(Ports) >> 16);

    /// <summary>The destination port as a number.</summary>
    public ushort DestinationPort => (ushort)BinaryPrimitives.ReverseEndianness(Ports);

    /// <summary>The flow in the other direction.</summary>
    public FlowId Reverse() => new(Destination, Source, uint.RotateLeft(Ports, 16), Protocol);

    /// <summary>Ports as they lie in memory.</summary>
    public static uint PortsOf(int source, int destination) => BinaryPrimitives.ReverseEndianness((uint)source << 16 | (ushort)destination);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var low = (ulong)Source << 32 | Ports;
        var high = (ulong)Destination << 32 | Protocol;
        var product = (low ^ 0x9e37_79b9_7f4a_7c15) * 0xff51_afd7_ed55_8ccd + (high ^ low >> 29) * 0xc4ce_b9fe_1a85_ec53;
        return (int)(product >> 32 ^ product >> 7);
    }

    /// <summary>Source address and port, destination address and port.</summary>
    public override string ToString() =>
        $"({IPv4View.FromWord(Source)}, {SourcePort}, {IPv4View.FromWord(Destination)}, {DestinationPort})";
}
