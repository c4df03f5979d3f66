namespace Sluice.Click.Configuration;

/// <summary>How packets move through a port.</summary>
public enum PortProcessing : byte
{
    /// <summary>Either way, whatever the other end does.</summary>
    Agnostic,

    /// <summary>The source calls.</summary>
    Push,

    /// <summary>The sink calls.</summary>
    Pull,
}
