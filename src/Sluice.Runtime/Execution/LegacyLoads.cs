using System.Buffers.Binary;

namespace Sluice.Runtime.Execution;

/// <summary>The packet loads of classic BPF (RFC 9669 section 5.5): at an index, in network byte order.</summary>
static unsafe class LegacyLoads
{
    /// <summary>Loads <paramref name="size"/> bytes at <paramref name="index"/> of the packet.</summary>
    /// <returns>False if the packet has no such bytes: the function then returns 0.</returns>
    public static bool TryLoad(Cpu cpu, long index, int size, out ulong value)
    {
        var packet = cpu.Packet;
        value = 0;
        if (index < 0 || index > packet.DataEnd - packet.Data - size)
            return false;
        var address = packet.Data + index;
        value = size switch
        {
            1 => *address,
            2 => BinaryPrimitives.ReverseEndianness(*(ushort*)address),
            _ => BinaryPrimitives.ReverseEndianness(*(uint*)address),
        };
        return true;
    }
}
