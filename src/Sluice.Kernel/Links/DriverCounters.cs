using System.Runtime.InteropServices;
using System.Text;
using Sluice.Kernel.SystemCalls;

namespace Sluice.Kernel.Links;

/// <summary>The counters that the driver of an interface keeps, by name: what <c>ethtool -S</c> shows.</summary>
/// <remarks>include/uapi/linux/ethtool.h, ETHTOOL_GSSET_INFO, ETHTOOL_GSTRINGS, ETHTOOL_GSTATS.</remarks>
static unsafe class DriverCounters
{
    const nuint Ethtool = 0x8946;
    const uint GetStrings = 0x1b, GetStatistics = 0x1d, GetSetInfo = 0x37, StatisticsSet = 1;
    const int NameLength = 16, RequestLength = 40, StringLength = 32, HeaderLength = 12, StatisticsHeader = 8, InfoHeader = 16;

    // AF_INET, SOCK_DGRAM with SOCK_CLOEXEC.
    const int Family = 2, Datagram = 2 | 0x80000;

    /// <summary>Reads them; none if the driver has none.</summary>
    public static IReadOnlyList<(string Name, long Value)> Read(string interfaceName)
    {
        var number = Libc.Socket(Family, Datagram, 0);
        if (number < 0)
            return [];
        using var socket = new BpfDescriptor(number);
        var info = new byte[InfoHeader + sizeof(uint)];
        MemoryMarshal.Write(info, GetSetInfo);
        MemoryMarshal.Write(info.AsSpan(sizeof(ulong)), 1UL << (int)StatisticsSet);
        if (!Ask(socket, interfaceName, info) || MemoryMarshal.Read<ulong>(info.AsSpan(sizeof(ulong))) == 0)
            return [];
        var count = MemoryMarshal.Read<int>(info.AsSpan(InfoHeader));
        var names = new byte[HeaderLength + (count * StringLength)];
        MemoryMarshal.Write(names, GetStrings);
        MemoryMarshal.Write(names.AsSpan(sizeof(uint)), StatisticsSet);
        MemoryMarshal.Write(names.AsSpan(2 * sizeof(uint)), count);
        var values = new byte[StatisticsHeader + (count * sizeof(long))];
        MemoryMarshal.Write(values, GetStatistics);
        MemoryMarshal.Write(values.AsSpan(sizeof(uint)), count);
        if (!Ask(socket, interfaceName, names) || !Ask(socket, interfaceName, values))
            return [];
        var counters = new (string, long)[count];
        for (var i = 0; i < count; i++)
        {
            var name = names.AsSpan(HeaderLength + (i * StringLength), StringLength);
            var end = name.IndexOf((byte)0);
            counters[i] = (Encoding.ASCII.GetString(end < 0 ? name : name[..end]), MemoryMarshal.Read<long>(values.AsSpan(StatisticsHeader + (i * sizeof(long)))));
        }

        return counters;
    }

    // struct ifreq: the interface's name, then a pointer to the question, which the answer overwrites.
    static bool Ask(BpfDescriptor socket, string interfaceName, byte[] question)
    {
        Span<byte> request = stackalloc byte[RequestLength];
        request.Clear();
        Encoding.ASCII.GetBytes(interfaceName.AsSpan(0, Math.Min(interfaceName.Length, NameLength - 1)), request);
        fixed (byte* address = question, start = request)
        {
            *(byte**)(start + NameLength) = address;
            return Libc.Control(socket.Number, Ethtool, (nint)start) == 0;
        }
    }
}
