namespace Sluice.Bpf.Engine;

/// <summary>What surrounds a packet: the context's fields that a caller may set.</summary>
public readonly record struct RunContext
{
    /// <summary>The interface that the packet came in by (<c>ingress_ifindex</c>).</summary>
    public int InterfaceIndex { get; init; }

    /// <summary>The receive queue (<c>rx_queue_index</c>, <c>queue_mapping</c>).</summary>
    public int RxQueue { get; init; }

    /// <summary><c>skb->mark</c>.</summary>
    public uint Mark { get; init; }

    /// <summary><c>skb->priority</c>.</summary>
    public uint Priority { get; init; }

    /// <summary>Bytes at the front of the input that are metadata and not packet (XDP).</summary>
    public int MetadataLength { get; init; }

    /// <summary>When it arrived, in nanoseconds since the epoch (<c>skb->tstamp</c>); 0 if unknown.</summary>
    public long Timestamp { get; init; }
}
