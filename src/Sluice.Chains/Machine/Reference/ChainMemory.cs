using System.Buffers.Binary;

namespace Sluice.Chains.Machine.Reference;

/// <summary>The memory that chains and functions see of one packet.</summary>
/// <param name="packet">The packet.</param>
public sealed class ChainMemory(byte[] packet)
{
    /// <summary>The packet; a function may put another in its place.</summary>
    public byte[] Packet { get; set; } = packet;

    /// <summary>The shared memory, clean for each packet.</summary>
    public byte[] Shared { get; } = new byte[SharedMemory.Size];

    /// <summary>One of the cursor's offsets.</summary>
    /// <param name="offset">Where it stands (<see cref="SharedMemory"/>).</param>
    public int Cursor(int offset) => BinaryPrimitives.ReadInt32LittleEndian(Shared.AsSpan(offset));

    /// <summary>Sets one of the cursor's offsets.</summary>
    public void SetCursor(int offset, int value) => BinaryPrimitives.WriteInt32LittleEndian(Shared.AsSpan(offset), value);
}
