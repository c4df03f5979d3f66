using System.Runtime.InteropServices;

namespace Sluice.Click.Routing;

/// <summary>A file descriptor to wait for: struct pollfd of poll(2).</summary>
[StructLayout(LayoutKind.Sequential)]
struct PollDescriptor
{
    /// <summary>POLLIN: there is something to read.</summary>
    public const short Readable = 1;

    public int Descriptor;
    public short Events;
    public short Returned;
}
