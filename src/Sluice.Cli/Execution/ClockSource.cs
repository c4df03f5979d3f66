namespace Sluice.Cli.Execution;

/// <summary>What time is to programs.</summary>
enum ClockSource
{
    /// <summary>The timestamp of the packet at hand: results repeat.</summary>
    Capture,

    /// <summary>The machine's clock.</summary>
    Real,
}
