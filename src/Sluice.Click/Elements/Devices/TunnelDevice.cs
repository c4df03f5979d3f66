using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Sluice.Click.Packets;
using Sluice.Packets;

namespace Sluice.Click.Elements.Devices;

/// <summary>A network device whose other end is this process: what the host sends there is read, what is written the host receives.</summary>
/// <remarks>Documentation/networking/tuntap.rst; netdevice(7).</remarks>
sealed unsafe class TunnelDevice : IDisposable
{
    const int ReadWrite = 2, NonBlocking = 0x800, CloseOnExec = 0x80000;
    const short Tun = 1, Tap = 2, NoInformation = 0x1000;
    const int RequestSize = 40, NameSize = 16;
    const nuint SetInterface = 0x400454ca, SetAddress = 0x8916, SetMask = 0x891c, SetHardwareAddress = 0x8924, GetFlags = 0x8913, SetFlags = 0x8914, SetMtu = 0x8922;
    const short Up = 1;
    const int InternetFamily = 2, Datagram = 2, EthernetFamily = 1;
    const int LargestFrame = 65_535;

    readonly int _descriptor;
    readonly byte[] _buffer = new byte[LargestFrame];

    TunnelDevice(int descriptor, string name) => (_descriptor, Name) = (descriptor, name);

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>The descriptor, to watch.</summary>
    public int Descriptor => _descriptor;

    /// <summary>Makes a device, or takes one that is there and has no other end.</summary>
    /// <param name="name">Its name; empty for one that the system chooses.</param>
    /// <param name="isTap">Ethernet frames, not IP packets alone?</param>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static TunnelDevice Open(string name, bool isTap)
    {
        var descriptor = DeviceCalls.Open("/dev/net/tun", ReadWrite | NonBlocking | CloseOnExec);
        if (descriptor < 0)
            throw new IOException($"/dev/net/tun: {DeviceCalls.LastError}");
        var request = stackalloc byte[RequestSize];
        WriteName(request, name);
        *(short*)(request + NameSize) = (short)((isTap ? Tap : Tun) | NoInformation);
        if (DeviceCalls.Control(descriptor, SetInterface, request) == 0)
            return new(descriptor, Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(request)));
        var reason = DeviceCalls.LastError;
        _ = DeviceCalls.Close(descriptor);
        throw new IOException($"{name}: {reason}: devices of this kind need the capability CAP_NET_ADMIN");
    }

    /// <summary>Gives the device its addresses, and sets it going.</summary>
    /// <param name="address">The host's address on it; null for none.</param>
    /// <param name="prefixLength">Bits of the network's part.</param>
    /// <param name="hardware">Its Ethernet address; null for one that the system chooses.</param>
    /// <param name="mtu">Largest packet; 0 for the usual.</param>
    /// <exception cref="IOException">The system refuses it.</exception>
    public void SetUp(IPv4Address? address, int prefixLength, MacAddress? hardware, int mtu)
    {
        var socket = DeviceCalls.Socket(InternetFamily, Datagram | CloseOnExec, 0);
        if (socket < 0)
            throw new IOException($"{Name}: {DeviceCalls.LastError}");
        try
        {
            var request = stackalloc byte[RequestSize];
            if (hardware is { } ether)
            {
                WriteName(request, Name);
                *(ushort*)(request + NameSize) = EthernetFamily;
                ether.WriteTo(new(request + NameSize + 2, MacAddress.Size));
                Ask(socket, SetHardwareAddress, request, "Ethernet address");
            }

            if (mtu > 0)
            {
                WriteName(request, Name);
                *(int*)(request + NameSize) = mtu;
                Ask(socket, SetMtu, request, "MTU");
            }

            if (address is { } host)
            {
                WriteAddress(request, host.Value);
                Ask(socket, SetAddress, request, "address");
                WriteAddress(request, prefixLength == 0 ? 0 : uint.MaxValue << (32 - prefixLength));
                Ask(socket, SetMask, request, "network mask");
            }

            WriteName(request, Name);
            Ask(socket, GetFlags, request, "flags");
            *(short*)(request + NameSize) |= Up;
            Ask(socket, SetFlags, request, "flags");
        }
        finally
        {
            _ = DeviceCalls.Close(socket);
        }
    }

    /// <summary>Takes what the host has sent.</summary>
    /// <param name="limit">Most packets.</param>
    /// <param name="pool">Where packets come from.</param>
    /// <param name="headroom">Room before them.</param>
    public PacketBatch Take(int limit, PacketPool pool, int headroom)
    {
        PacketBatch packets = default;
        while (packets.Count < limit)
        {
            nint length;
            fixed (byte* buffer = _buffer)
                length = DeviceCalls.Read(_descriptor, buffer, LargestFrame);
            if (length <= 0)
                break;
            var packet = pool.Allocate(_buffer.AsSpan(0, (int)length), headroom);
            if (packet.IsNone)
                break;
            packets.Append(packet);
        }

        return packets;
    }

    /// <summary>Gives a packet to the host.</summary>
    /// <returns>True if it was taken; null if it never will be.</returns>
    public bool? Give(Packet packet) => DeviceCalls.Write(_descriptor, packet.Data, (nuint)packet.Length) >= 0 ? true
        : Marshal.GetLastPInvokeError() is DeviceCalls.TryAgain or DeviceCalls.Interrupted or DeviceCalls.NoBuffers ? false : null;

    /// <inheritdoc/>
    public void Dispose() => _ = DeviceCalls.Close(_descriptor);

    void Ask(int socket, nuint what, byte* request, string name)
    {
        if (DeviceCalls.Control(socket, what, request) != 0)
            throw new IOException($"{Name}: {name}: {DeviceCalls.LastError}");
    }

    void WriteAddress(byte* request, uint address)
    {
        WriteName(request, Name);
        *(ushort*)(request + NameSize) = InternetFamily;
        BinaryPrimitives.WriteUInt32BigEndian(new(request + NameSize + 4, 4), address);
    }

    // struct ifreq
    static void WriteName(byte* request, string name)
    {
        var bytes = new Span<byte>(request, RequestSize);
        bytes.Clear();
        if (Encoding.UTF8.GetByteCount(name) >= NameSize)
            throw new IOException($"{name}: found a device name of {name.Length} letters, expected at most {NameSize - 1}");
        Encoding.UTF8.GetBytes(name, bytes);
    }
}
