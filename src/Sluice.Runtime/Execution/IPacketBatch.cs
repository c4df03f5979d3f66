namespace Sluice.Runtime.Execution;

/// <summary>Packets in the caller's memory that a program runs over one after the other.</summary>
/// <remarks>
/// Implement it as a struct: the loop is then compiled for it, and its methods become part of the loop. The buffer is the
/// same object for all packets.
/// </remarks>
public interface IPacketBatch
{
    /// <summary>Hands over the next packet: <see cref="PacketBuffer.Borrow"/>.</summary>
    /// <returns>False when there is none.</returns>
    bool Next(PacketBuffer buffer);

    /// <summary>Takes a packet back, as the program left it.</summary>
    /// <param name="result">What the program returned.</param>
    /// <param name="buffer">The packet.</param>
    void Done(ulong result, PacketBuffer buffer);

    /// <summary>Takes a packet back over which the program's run was ended.</summary>
    /// <param name="fault">Why.</param>
    /// <param name="buffer">The packet, as the run left it.</param>
    void Faulted(BpfFaultException fault, PacketBuffer buffer);
}
