using Sluice.Click.Packets;
using Sluice.Packets;

namespace Sluice.Click.Tests.Elements;

/// <summary>A copy of what an element emitted.</summary>
sealed unsafe record Emitted(byte[] Bytes, IPv4Address Destination, byte Paint, PacketType Type, int? Mac, int? Network, int? Transport, byte[] Annotations)
{
    public static Emitted Of(Packet packet) => new(
        packet.Span.ToArray(),
        packet.Destination,
        packet.Paint,
        packet.PacketType,
        packet.HasMacHeader ? packet.MacHeaderOffset : null,
        packet.HasNetworkHeader ? packet.NetworkHeaderOffset : null,
        packet.HasTransportHeader ? packet.TransportHeaderOffset : null,
        new ReadOnlySpan<byte>(packet.Annotations, 48).ToArray());

    public string Hex => Convert.ToHexStringLower(Bytes);

    /// <summary>The IPv4 header at the start; its checksum must be right.</summary>
    public IPv4Header IP(int offset = 0)
    {
        Assert.True(IPv4Header.TryRead(Bytes.AsSpan(offset), out var header), Hex);
        Assert.True(header.IsChecksumValid, Hex);
        return header;
    }
}
