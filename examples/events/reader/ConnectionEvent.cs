using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Sluice.Packets;

namespace Sluice.Events.Example;

/// <summary><c>struct connection_event</c> of events.bpf.c, byte by byte.</summary>
[StructLayout(LayoutKind.Sequential, Pack = sizeof(ulong))]
readonly struct ConnectionEvent
{
    public readonly ulong Time;
    readonly UInt128 _source, _destination;
    readonly ushort _sourcePort, _destinationPort;
    public readonly uint PacketLength;

    public IPv6Address Source => Address(_source);

    public IPv6Address Destination => Address(_destination);

    // Ports lie in network byte order.
    public int SourcePort => BinaryPrimitives.ReverseEndianness(_sourcePort);

    public int DestinationPort => BinaryPrimitives.ReverseEndianness(_destinationPort);

    static IPv6Address Address(UInt128 bytes) => IPv6Address.Read(MemoryMarshal.AsBytes(new ReadOnlySpan<UInt128>(in bytes)));
}
