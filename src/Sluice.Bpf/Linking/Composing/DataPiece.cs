using Sluice.Bpf.Objects;

namespace Sluice.Bpf.Linking.Composing;

/// <summary>One part's share of a section of global data.</summary>
/// <param name="part">The part.</param>
/// <param name="map">The map that holds the section there.</param>
sealed class DataPiece(Part part, MapSpec map)
{
    /// <summary>The part.</summary>
    public Part Part { get; } = part;

    /// <summary>The map that holds the section there.</summary>
    public MapSpec Map { get; } = map;

    /// <summary>Where it begins in the composed section; set when the section is laid out.</summary>
    public int Offset { get; set; }
}
