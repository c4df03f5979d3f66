using System.Runtime.InteropServices;

namespace Sluice.Click.Elements.Devices;

/// <summary><c>struct mmsghdr</c> of recvmmsg(2).</summary>
[StructLayout(LayoutKind.Explicit, Size = 64)]
unsafe struct SocketMessage
{
    /// <summary>Room for the sender's address.</summary>
    [FieldOffset(0)]
    public void* Name;

    /// <summary>Its size.</summary>
    [FieldOffset(8)]
    public uint NameLength;

    /// <summary>Where the data is.</summary>
    [FieldOffset(16)]
    public SocketVector* Vectors;

    /// <summary>In how many pieces.</summary>
    [FieldOffset(24)]
    public nuint VectorCount;

    /// <summary>Room for what comes beside the data.</summary>
    [FieldOffset(32)]
    public byte* Control;

    /// <summary>Its size.</summary>
    [FieldOffset(40)]
    public nuint ControlLength;

    /// <summary>Flags of the answer.</summary>
    [FieldOffset(48)]
    public int Flags;

    /// <summary>Bytes received, or sent.</summary>
    [FieldOffset(56)]
    public uint Length;
}
