using System.Runtime.InteropServices;
using System.Text;
using Sluice.Bpf.Platform;
using Sluice.Kernel.Errors;
using Sluice.Kernel.SystemCalls;

namespace Sluice.Kernel.Links.Netlink;

/// <summary>rtnetlink(7): asks about interfaces, filters and routes, and changes them.</summary>
sealed unsafe class RouteSocket : IDisposable
{
    // include/uapi/linux/netlink.h and rtnetlink.h.
    const int Family = 16, RawCloseOnExec = 3 | 0x80000, Protocol = 0, NetlinkLevel = 270, ExtendedAcknowledgement = 11;
    const ushort ErrorMessage = 2, DoneMessage = 3;
    const ushort ErrorText = 1, ErrorIsCapped = 0x100, ErrorHasAttributes = 0x200;
    const int ReceiveSize = 1 << 16;

    readonly BpfDescriptor _socket;
    uint _sequence;

    /// <summary>Opens one, in the network namespace of the calling thread.</summary>
    /// <exception cref="KernelException">The kernel refuses.</exception>
    public RouteSocket()
    {
        var socket = Libc.Socket(Family, RawCloseOnExec, Protocol);
        if (socket < 0)
            throw new KernelException("netlink", "open", (Errno)Marshal.GetLastPInvokeError());
        _socket = new(socket);
        // Kernels that do not know it answer with numbers alone.
        var on = 1;
        _ = Libc.SetSocketOption(socket, NetlinkLevel, ExtendedAcknowledgement, &on, sizeof(int));
    }

    /// <summary>Sends a request and reads what comes back.</summary>
    /// <param name="request">The request.</param>
    /// <param name="answers">The messages that answer it, without their headers; none for a change.</param>
    /// <returns>What the kernel says of it, and, if it says more, in which words.</returns>
    public (Errno Error, string Reason) Ask(RouteRequest request, List<byte[]>? answers = null)
    {
        var sequence = ++_sequence;
        var sent = request.ToArray(sequence);
        fixed (byte* bytes = sent)
        {
            if (Libc.Send(_socket.Number, bytes, (nuint)sent.Length, 0) < 0)
                return ((Errno)Marshal.GetLastPInvokeError(), "");
        }

        var buffer = new byte[ReceiveSize];
        while (true)
        {
            nint length;
            fixed (byte* bytes = buffer)
                length = Libc.Receive(_socket.Number, bytes, ReceiveSize, 0);
            if (length < 0)
                return ((Errno)Marshal.GetLastPInvokeError(), "");
            for (var rest = buffer.AsSpan(0, (int)length); rest.Length >= RouteRequest.HeaderSize;)
            {
                var size = MemoryMarshal.Read<int>(rest);
                if (size < RouteRequest.HeaderSize || size > rest.Length)
                    return (Errno.InputOutput, "");
                var (type, flags) = (MemoryMarshal.Read<ushort>(rest[4..]), MemoryMarshal.Read<ushort>(rest[6..]));
                var body = rest[RouteRequest.HeaderSize..size];
                var isAnswer = MemoryMarshal.Read<uint>(rest[8..]) == sequence;
                rest = rest[Math.Min(rest.Length, size + 3 & ~3)..];
                if (!isAnswer)
                    continue;
                if (type is ErrorMessage or DoneMessage)
                    return Outcome(body, flags, type);
                answers?.Add(body.ToArray());
                if (!request.IsDump && answers is not null)
                    return (Errno.None, "");
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    // struct nlmsgerr: the number, the request's header, the request unless it is capped, and attributes.
    static (Errno Error, string Reason) Outcome(ReadOnlySpan<byte> body, ushort flags, ushort type)
    {
        var error = body.Length < sizeof(int) ? Errno.None : (Errno)(-MemoryMarshal.Read<int>(body));
        if (error == Errno.None || type == DoneMessage || (flags & ErrorHasAttributes) == 0)
            return (error, "");
        var skipped = sizeof(int) + ((flags & ErrorIsCapped) != 0 ? RouteRequest.HeaderSize : MemoryMarshal.Read<int>(body[sizeof(int)..]) + 3 & ~3);
        var text = skipped < body.Length ? new RouteAttributes(body[skipped..]).Bytes(ErrorText) : default;
        return (error, Encoding.UTF8.GetString(text.TrimEnd((byte)0)));
    }
}
