namespace Sluice.Click.Classification;

/// <summary>Where the offsets of a decision test count from.</summary>
public enum HeaderBase : byte
{
    /// <summary>The first byte of the packet (Classifier) or of its network header (IPFilter).</summary>
    Start,

    /// <summary>The first byte of the transport header.</summary>
    Transport,
}
