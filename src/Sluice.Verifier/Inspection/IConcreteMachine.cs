namespace Sluice.Verifier.Inspection;

/// <summary>A machine that stands before an instruction, for the question whether it is as was proved.</summary>
/// <remarks>Addresses are those that the program sees in its registers.</remarks>
public interface IConcreteMachine
{
    /// <summary>Functions that are open; the last one is running.</summary>
    int FrameCount { get; }

    /// <summary>The address of the context.</summary>
    ulong Context { get; }

    /// <summary>The packet's first byte.</summary>
    ulong PacketStart { get; }

    /// <summary>The byte behind the packet's last.</summary>
    ulong PacketEnd { get; }

    /// <summary>The first byte of the metadata before the packet; <see cref="PacketStart"/> if there is none.</summary>
    ulong PacketMeta { get; }

    /// <summary>A register of the running function.</summary>
    ulong Register(int number);

    /// <summary>A register of the function at a depth; false if nobody knows it any more.</summary>
    bool TryRegister(int depth, int number, out ulong value);

    /// <summary>r10 of the function at a depth.</summary>
    ulong FrameTop(int depth);

    /// <summary>Bytes of the stack, as a number that is zero-extended.</summary>
    ulong ReadStack(ulong address, int size);

    /// <summary>Does a register that holds <paramref name="value"/> name this map?</summary>
    /// <param name="map">The map's index in the linked program; behind these, the maps that the first, second… one holds.</param>
    /// <param name="value">The register.</param>
    bool IsMap(int map, ulong value);

    /// <summary>Does a value of this map begin at one of these addresses?</summary>
    bool HasMapValue(int map, ulong first, ulong last);

    /// <summary>Has the program a record of at least so many bytes there?</summary>
    bool HasRecord(ulong address, long size);
}
