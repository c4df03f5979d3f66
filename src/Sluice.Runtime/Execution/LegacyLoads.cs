using System.Buffers.Binary;

namespace Sluice.Runtime.Execution;

/// <summary>The packet loads of classic BPF (RFC 9669 section 5.5): at an index, in network byte order.</summary>
static unsafe class LegacyLoads
{
    /// <summary>Loads <paramref name="size"/> bytes at <paramref name="index"/> of the packet.</summary>
    /// <returns>A negative number if the packet has no such bytes: the function then returns 0.</returns>
    public static long Load(Cpu cpu, long index, int size)
    {
        var packet = cpu.Packet;
        if (index < 0 || index > packet.DataEnd - packet.Data - size)
            return -1;
        var address = packet.Data + index;
        return size switch
        {
            1 => *address,
            2 => BinaryPrimitives.ReverseEndianness(*(ushort*)address),
            _ => BinaryPrimitives.ReverseEndianness(*(uint*)address),
        };
    }
}
