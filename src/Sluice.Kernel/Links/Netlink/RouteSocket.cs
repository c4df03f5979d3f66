using System.Runtime.InteropServices;
using Sluice.Bpf.Platform;
using Sluice.Kernel.Errors;
using Sluice.Kernel.SystemCalls;

namespace Sluice.Kernel.Links.Netlink;

/// <summary>rtnetlink(7), as far as interfaces are asked about.</summary>
sealed unsafe class RouteSocket : IDisposable
{
    // include/uapi/linux/netlink.h and rtnetlink.h.
    const int Family = 16, RawCloseOnExec = 3 | 0x80000, Protocol = 0;
    const ushort GetLinkMessage = 18, NewLinkMessage = 16, ErrorMessage = 2, RequestFlag = 1;
    const int HeaderSize = 16, InterfaceSize = 16, ReceiveSize = 1 << 16;

    readonly BpfDescriptor _socket;

    /// <summary>Opens one.</summary>
    public RouteSocket()
    {
        var socket = Libc.Socket(Family, RawCloseOnExec, Protocol);
        if (socket < 0)
            throw new KernelException("netlink", "open", (Errno)Marshal.GetLastPInvokeError());
        _socket = new(socket);
    }

    /// <summary>Asks for an interface.</summary>
    /// <exception cref="KernelException">There is none.</exception>
    public RouteAttributes GetLink(int interfaceIndex)
    {
        Span<byte> request = stackalloc byte[HeaderSize + InterfaceSize];
        request.Clear();
        MemoryMarshal.Write(request, request.Length);
        MemoryMarshal.Write(request[4..], GetLinkMessage);
        MemoryMarshal.Write(request[6..], RequestFlag);
        MemoryMarshal.Write(request[(HeaderSize + 4)..], interfaceIndex);
        var answer = new byte[ReceiveSize];
        nint length;
        fixed (byte* sent = request, received = answer)
        {
            length = Libc.Send(_socket.Number, sent, (nuint)request.Length, 0);
            if (length >= 0)
                length = Libc.Receive(_socket.Number, received, ReceiveSize, 0);
        }

        if (length < HeaderSize + sizeof(int))
            throw Refused(interfaceIndex, (Errno)Marshal.GetLastPInvokeError());
        var type = MemoryMarshal.Read<ushort>(answer.AsSpan(4));
        if (type == ErrorMessage)
            throw Refused(interfaceIndex, (Errno)(-MemoryMarshal.Read<int>(answer.AsSpan(HeaderSize))));
        return type == NewLinkMessage
            ? new(answer.AsSpan(HeaderSize + InterfaceSize, (int)length - HeaderSize - InterfaceSize))
            : throw Refused(interfaceIndex, Errno.InvalidArgument);
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    static KernelException Refused(int interfaceIndex, Errno error) => new($"interface {interfaceIndex}", "describe", error);
}
