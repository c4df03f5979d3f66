namespace Sluice.Runtime.Execution;

/// <summary>Packets in the caller's memory that a program runs over one after the other.</summary>
/// <remarks>Implement it as a small struct: the loop is then compiled for it, and its methods and fields become part of the loop.</remarks>
public unsafe interface IPacketBatch
{
    /// <summary>Hands over the next packet.</summary>
    /// <returns>False when there is none.</returns>
    bool Next(out PacketBounds packet);

    /// <summary>Takes a packet back, as the program left it.</summary>
    /// <param name="result">What the program returned.</param>
    /// <param name="data">The packet's first byte.</param>
    /// <param name="end">The first byte behind it.</param>
    /// <param name="moved">Bytes by which its contents moved within the room, towards higher addresses, for want of room on one side.</param>
    void Done(ulong result, byte* data, byte* end, long moved);

    /// <summary>Takes a packet back over which the program's run was ended.</summary>
    /// <param name="fault">Why.</param>
    /// <param name="data">The packet's first byte.</param>
    /// <param name="end">The first byte behind it.</param>
    /// <param name="moved">As for <see cref="Done"/>.</param>
    void Faulted(BpfFaultException fault, byte* data, byte* end, long moved);
}
