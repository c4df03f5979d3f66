using System.Runtime.InteropServices;

namespace Sluice.Click.Elements.Devices;

/// <summary>Linux's calls for sockets and devices.</summary>
static unsafe partial class DeviceCalls
{
    /// <summary>EAGAIN of errno.h.</summary>
    public const int TryAgain = 11;

    /// <summary>EINTR.</summary>
    public const int Interrupted = 4;

    /// <summary>ENOBUFS.</summary>
    public const int NoBuffers = 105;

    /// <summary>What the last call says went wrong.</summary>
    public static string LastError => Marshal.GetLastPInvokeErrorMessage();

    [LibraryImport("libc", EntryPoint = "if_nametoindex", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    internal static partial uint IndexOf(string device);

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    internal static partial int Socket(int family, int type, int protocol);

    [LibraryImport("libc", EntryPoint = "bind", SetLastError = true)]
    internal static partial int Bind(int socket, void* address, uint length);

    [LibraryImport("libc", EntryPoint = "setsockopt", SetLastError = true)]
    internal static partial int SetOption(int socket, int level, int option, void* value, uint length);

    [LibraryImport("libc", EntryPoint = "getsockopt", SetLastError = true)]
    internal static partial int GetOption(int socket, int level, int option, void* value, uint* length);

    [LibraryImport("libc", EntryPoint = "recvmmsg", SetLastError = true)]
    internal static partial int Receive(int socket, SocketMessage* messages, uint count, int flags, void* timeout);

    [LibraryImport("libc", EntryPoint = "sendmmsg", SetLastError = true)]
    internal static partial int Send(int socket, SocketMessage* messages, uint count, int flags);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    internal static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    internal static partial int Control(int descriptor, nuint request, void* argument);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    internal static partial nint Read(int descriptor, void* data, nuint length);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    internal static partial nint Write(int descriptor, void* data, nuint length);

    [LibraryImport("libc", EntryPoint = "close")]
    internal static partial int Close(int descriptor);
}
