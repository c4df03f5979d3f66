namespace Sluice.Click.Elements.Basic;

/// <summary>How a packet's bytes are printed.</summary>
enum PrintContents
{
    /// <summary>In hexadecimal, four and four.</summary>
    Hex,

    /// <summary>As characters, dots for those that are none.</summary>
    Text,

    /// <summary>Not at all.</summary>
    None,
}
