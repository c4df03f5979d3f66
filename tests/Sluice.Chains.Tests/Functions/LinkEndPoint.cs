using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Sluice.Chains.Tests.Functions;

/// <summary>An interface as the address of a packet socket: struct sockaddr_ll of packet(7).</summary>
sealed class LinkEndPoint(int interfaceIndex) : EndPoint
{
    const int Size = 20, ProtocolOffset = 2, InterfaceOffset = 4;
    const ushort AllProtocols = 3; // ETH_P_ALL

    /// <summary>What packet sockets call the protocol of all frames, in network order.</summary>
    public static ProtocolType All => (ProtocolType)BinaryPrimitives.ReverseEndianness(AllProtocols);

    public override AddressFamily AddressFamily => AddressFamily.Packet;

    public override SocketAddress Serialize()
    {
        var address = new SocketAddress(AddressFamily.Packet, Size);
        BinaryPrimitives.WriteUInt16BigEndian(address.Buffer.Span[ProtocolOffset..], AllProtocols);
        BinaryPrimitives.WriteInt32LittleEndian(address.Buffer.Span[InterfaceOffset..], interfaceIndex);
        return address;
    }

    public override EndPoint Create(SocketAddress socketAddress) =>
        new LinkEndPoint(BinaryPrimitives.ReadInt32LittleEndian(socketAddress.Buffer.Span[InterfaceOffset..]));
}
