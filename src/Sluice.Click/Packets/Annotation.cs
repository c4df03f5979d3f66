namespace Sluice.Click.Packets;

/// <summary>A named place among the bytes that travel with a packet and are not part of it.</summary>
/// <param name="Name">The name that configurations use.</param>
/// <param name="Offset">First byte.</param>
/// <param name="Size">Bytes.</param>
public sealed record Annotation(string Name, int Offset, int Size)
{
    /// <summary>Do the two share bytes?</summary>
    public bool Overlaps(Annotation other) => Offset < other.Offset + other.Size && other.Offset < Offset + Size;
}
