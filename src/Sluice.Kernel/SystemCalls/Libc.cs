using System.Runtime.InteropServices;

namespace Sluice.Kernel.SystemCalls;

/// <summary>What the C library offers. Nothing else native is used.</summary>
static unsafe partial class Libc
{
    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    internal static partial nint SystemCall(nint number, nint command, void* attributes, nint size);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    internal static partial int Close(int descriptor);
}
