namespace Sluice.Packets;

/// <summary>The fields of a TCP header that are not computed from the rest of the packet (RFC 9293).</summary>
/// <param name="SourcePort">Sender's port.</param>
/// <param name="DestinationPort">Receiver's port.</param>
/// <param name="Flags">Control bits.</param>
public readonly record struct TcpFields(ushort SourcePort, ushort DestinationPort, TcpFlags Flags)
{
    /// <summary>Number of the first byte of the payload, or of SYN.</summary>
    public uint SequenceNumber { get; init; }

    /// <summary>Next byte expected.</summary>
    public uint AcknowledgmentNumber { get; init; }

    /// <summary>Receive window, not scaled.</summary>
    public ushort Window { get; init; } = 64240;

    /// <summary>End of urgent data.</summary>
    public ushort UrgentPointer { get; init; }
}
