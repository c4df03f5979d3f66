using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Sluice.Click.Packets;

namespace Sluice.Click.Elements.Devices;

/// <summary>A packet socket on a device: frames as they are, many with one call (packet(7), recvmmsg(2), sendmmsg(2)).</summary>
sealed unsafe class PacketSocket : IDisposable
{
    /// <summary>Most frames of one call.</summary>
    public const int MostFrames = 32;

    const int PacketFamily = 17, Raw = 3, NonBlocking = 0x800, CloseOnExec = 0x80000;
    const int SocketLevel = 1, PacketLevel = 263;
    const int AddMembership = 1, Promiscuous = 1, Statistics = 6, AuxiliaryData = 8, VirtualHeader = 15, IgnoreOutgoing = 23;
    const int TimestampNanoseconds = 35, ReceiveBufferForce = 33;
    const int AddressLength = 20, PacketTypeOffset = 10, ControlRoom = 128, FrameRoom = 65_536 + 64;
    const int VlanTagLength = 4, AddressesLength = 12;
    const uint VlanValid = 1 << 4, VlanTpidValid = 1 << 6;
    const ushort AllProtocols = 3;

    readonly int _descriptor;
    readonly byte* _memory;
    readonly SocketMessage* _messages;
    readonly SocketVector* _vectors;

    PacketSocket(int descriptor, bool receives)
    {
        _descriptor = descriptor;
        const int perFrame = 64 + 32 + 32 + ControlRoom;
        _memory = (byte*)NativeMemory.AllocZeroed((nuint)(MostFrames * (perFrame + (receives ? FrameRoom : 0))));
        _messages = (SocketMessage*)_memory;
        _vectors = (SocketVector*)(_memory + 64 * MostFrames);
        var names = _memory + 96 * MostFrames;
        var controls = names + 32 * MostFrames;
        var frames = controls + ControlRoom * MostFrames;
        for (var i = 0; i < MostFrames; i++)
        {
            _messages[i].Vectors = &_vectors[i];
            _messages[i].VectorCount = 1;
            if (!receives)
                continue;
            _vectors[i] = new() { Data = frames + i * FrameRoom, Length = FrameRoom };
            _messages[i].Name = names + 32 * i;
            _messages[i].Control = controls + ControlRoom * i;
        }
    }

    /// <summary>The descriptor, to watch.</summary>
    public int Descriptor => _descriptor;

    /// <summary>Opens a socket that receives what comes in at a device.</summary>
    /// <param name="device">The device.</param>
    /// <param name="isPromiscuous">Also what is for others?</param>
    /// <param name="withOutgoing">Also what goes out there?</param>
    /// <exception cref="IOException">There is no such device, or it is not allowed.</exception>
    public static PacketSocket Receive(string device, bool isPromiscuous, bool withOutgoing)
    {
        PacketSocket socket = new(Open(device), receives: true);
        try
        {
            var index = IndexOf(device);
            socket.Set(PacketLevel, AuxiliaryData, 1);
            socket.Set(PacketLevel, VirtualHeader, 1);
            socket.Set(SocketLevel, TimestampNanoseconds, 1);
            // More than the usual buffer; where that is not allowed, the usual one does.
            var room = 4 << 20;
            _ = DeviceCalls.SetOption(socket._descriptor, SocketLevel, ReceiveBufferForce, &room, sizeof(int));
            if (!withOutgoing)
                socket.Set(PacketLevel, IgnoreOutgoing, 1);
            if (isPromiscuous)
            {
                // struct packet_mreq
                var request = stackalloc int[4] { index, Promiscuous, 0, 0 };
                Check(DeviceCalls.SetOption(socket._descriptor, PacketLevel, AddMembership, request, 16), device);
            }

            // Nothing is received before all is set.
            Check(Bind(socket._descriptor, index, AllProtocols), device);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Opens a socket that sends at a device.</summary>
    /// <exception cref="IOException">There is no such device, or it is not allowed.</exception>
    public static PacketSocket Send(string device) => new(Open(device), receives: false);

    /// <summary>Takes frames that have come.</summary>
    /// <param name="limit">Most frames, up to <see cref="MostFrames"/>.</param>
    /// <param name="snapLength">Bytes to keep of each.</param>
    /// <param name="pool">Where packets come from.</param>
    /// <param name="device">The device's index, which packets remember.</param>
    /// <param name="lost">Counts frames that there was no memory for.</param>
    /// <returns>The packets: more than frames, if some were large segments; none if nothing has come.</returns>
    /// <exception cref="IOException">The device is gone.</exception>
    public PacketBatch Take(int limit, int snapLength, PacketPool pool, int device, ref long lost)
    {
        for (var i = 0; i < limit; i++)
            (_messages[i].NameLength, _messages[i].ControlLength) = (AddressLength, ControlRoom);
        var count = DeviceCalls.Receive(_descriptor, _messages, (uint)limit, 0, null);
        if (count < 0 && Marshal.GetLastPInvokeError() is not (DeviceCalls.TryAgain or DeviceCalls.Interrupted))
            throw new IOException(DeviceCalls.LastError);
        PacketBatch packets = default;
        for (var i = 0; i < count; i++)
            lost += TakeFrame(_messages[i], snapLength, pool, device, ref packets);
        return packets;
    }

    /// <summary>Sends packets.</summary>
    /// <param name="batch">The packets; those that are sent, or that can never be, are taken out and killed.</param>
    /// <param name="refused">Counts packets that can never be sent: too large, most often.</param>
    /// <returns>Packets sent.</returns>
    public int Give(ref PacketBatch batch, ref long refused)
    {
        var count = 0;
        foreach (var packet in batch)
        {
            _vectors[count] = new() { Data = packet.Data, Length = (nuint)packet.Length };
            if (++count == MostFrames)
                break;
        }

        var sent = count == 0 ? 0 : DeviceCalls.Send(_descriptor, _messages, (uint)count, 0);
        if (sent > 0)
        {
            batch.RemoveFirst(sent).Kill();
            return sent;
        }

        if (count > 0 && Marshal.GetLastPInvokeError() is not (DeviceCalls.TryAgain or DeviceCalls.Interrupted or DeviceCalls.NoBuffers))
        {
            refused++;
            batch.RemoveFirst().Kill();
        }

        return 0;
    }

    /// <summary>Frames that were lost for want of room since the last call.</summary>
    public uint TakeDrops()
    {
        // struct tpacket_stats
        var counts = stackalloc uint[2];
        var length = 8u;
        return DeviceCalls.GetOption(_descriptor, PacketLevel, Statistics, counts, &length) == 0 ? counts[1] : 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ = DeviceCalls.Close(_descriptor);
        NativeMemory.Free(_memory);
    }

    /// <summary>The index of a device.</summary>
    /// <exception cref="IOException">There is none of that name.</exception>
    public static int IndexOf(string device) =>
        DeviceCalls.IndexOf(device) is var index and > 0 ? (int)index : throw new IOException($"found no device '{device}'");

    static int Open(string device)
    {
        var index = IndexOf(device);
        var descriptor = DeviceCalls.Socket(PacketFamily, Raw | NonBlocking | CloseOnExec, 0);
        if (descriptor < 0)
            throw new IOException($"{device}: {DeviceCalls.LastError}: packet sockets need the capability CAP_NET_RAW");
        if (Bind(descriptor, index, 0) == 0)
            return descriptor;
        var reason = DeviceCalls.LastError;
        _ = DeviceCalls.Close(descriptor);
        throw new IOException($"{device}: {reason}");
    }

    // struct sockaddr_ll
    static int Bind(int descriptor, int index, ushort protocol)
    {
        var address = stackalloc byte[AddressLength];
        new Span<byte>(address, AddressLength).Clear();
        *(ushort*)address = PacketFamily;
        BinaryPrimitives.WriteUInt16BigEndian(new(address + 2, 2), protocol);
        *(int*)(address + 4) = index;
        return DeviceCalls.Bind(descriptor, address, AddressLength);
    }

    void Set(int level, int option, int value) => Check(DeviceCalls.SetOption(_descriptor, level, option, &value, sizeof(int)), "packet socket");

    static void Check(int result, string what)
    {
        if (result != 0)
            throw new IOException($"{what}: {DeviceCalls.LastError}");
    }

    static int TakeFrame(in SocketMessage message, int snapLength, PacketPool pool, int device, ref PacketBatch packets)
    {
        var length = (int)message.Length - OffloadHeader.Size;
        if (length < 0)
            return 0;
        var data = (byte*)message.Vectors->Data;
        ReadControl(message, out var timestamp, out var tag);
        PacketBatch made = default;
        var lost = OffloadedFrame.Finish(new(data + OffloadHeader.Size, length), *(OffloadHeader*)data, pool, ref made);
        while (!made.IsEmpty)
        {
            var packet = made.RemoveFirst();
            if (tag != 0)
                packet = InsertTag(packet, tag);
            if (packet.IsNone)
            {
                lost++;
                continue;
            }

            if (packet.Length > snapLength)
                packet.Take(packet.Length - snapLength);
            packet.Timestamp = timestamp;
            packet.PacketType = (PacketType)((byte*)message.Name)[PacketTypeOffset];
            packet.Device = device;
            packet.SetMacHeader(packet.Data);
            packets.Append(packet);
        }

        return lost;
    }

    // The kernel takes the VLAN tag out of the frame; here it is put back.
    static Packet InsertTag(Packet packet, uint tag)
    {
        packet = packet.Push(VlanTagLength);
        if (packet.IsNone)
            return packet;
        var frame = packet.Span;
        frame.Slice(VlanTagLength, AddressesLength).CopyTo(frame);
        BinaryPrimitives.WriteUInt32BigEndian(frame[AddressesLength..], tag);
        return packet;
    }

    // struct cmsghdr: length, level, type, data, each beginning at a multiple of 8.
    static void ReadControl(in SocketMessage message, out long timestamp, out uint tag)
    {
        (timestamp, tag) = (0, 0);
        var end = message.Control + message.ControlLength;
        for (var at = message.Control; at + 16 <= end;)
        {
            var length = *(long*)at;
            if (length < 16 || at + length > end)
                return;
            var (level, type) = (*(int*)(at + 8), *(int*)(at + 12));
            if (level == SocketLevel && type == TimestampNanoseconds)
                timestamp = *(long*)(at + 16) * 1_000_000_000 + *(long*)(at + 24);
            else if (level == PacketLevel && type == AuxiliaryData && (*(uint*)(at + 16) & VlanValid) != 0)
            {
                // struct tpacket_auxdata
                var tpid = (*(uint*)(at + 16) & VlanTpidValid) != 0 ? *(ushort*)(at + 34) : (ushort)0x8100;
                tag = (uint)tpid << 16 | *(ushort*)(at + 32);
            }

            at += (length + 7) & ~7;
        }
    }
}
