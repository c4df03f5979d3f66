namespace Sluice.Click.Packets;

/// <summary>How large a packet pool may become.</summary>
public sealed record PacketPoolOptions
{
    /// <summary>Most bytes below 4 GiB that slots may take; 1 GiB unless said otherwise. They are taken as they are needed.</summary>
    public long MaxBytes { get; init; } = 1L << 30;
}
