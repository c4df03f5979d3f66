namespace Sluice.Packets;

/// <summary>How the times between generated packets vary around the rate.</summary>
public enum ArrivalProcess
{
    /// <summary>Not at all.</summary>
    Constant,

    /// <summary>Like independent arrivals: exponentially distributed.</summary>
    Poisson,
}
