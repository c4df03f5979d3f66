using Sluice.Bpf.Diagnostics;

namespace Sluice.Click.Configuration.Expansion;

/// <summary>What is the same for a whole configuration.</summary>
/// <param name="Options">What it is read with.</param>
sealed record Reading(ConfigurationOptions Options)
{
    /// <summary>The classes of the platform, for a fast answer.</summary>
    public HashSet<string> Classes { get; } = [.. Options.Classes];

    /// <summary>What was required.</summary>
    public List<string> Requirements { get; } = [];

    /// <summary>What was provided.</summary>
    public HashSet<string> Provisions { get; } = [];

    /// <summary>Where findings go; another for a trial.</summary>
    public DiagnosticBag Diagnostics { get; set; } = new();
}
