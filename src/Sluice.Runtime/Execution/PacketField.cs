namespace Sluice.Runtime.Execution;

/// <summary>What a field of a context says about the packet.</summary>
public enum PacketField : byte
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The address of its first byte: <see cref="PacketBuffer.Data"/>.</summary>
    Data,

    /// <summary>The address behind its last byte: <see cref="PacketBuffer.DataEnd"/>.</summary>
    DataEnd,

    /// <summary>The address of its metadata: <see cref="PacketBuffer.Meta"/>.</summary>
    Meta,
}
