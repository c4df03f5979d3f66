using Sluice.Bpf.Diagnostics;
using Sluice.Click.Language;

namespace Sluice.Click.Configuration.Expansion;

/// <summary>What is the same for a whole configuration.</summary>
/// <param name="Options">What it is read with.</param>
sealed record Reading(ConfigurationOptions Options)
{
    static readonly DiagnosticRule[] s_hiding = [ClickRules.WrongSide, ClickRules.SkippedPort, ClickRules.StrayPorts, ClickRules.TooManyElements];

    bool _losesConnections;

    /// <summary>The classes of the platform, for a fast answer.</summary>
    public HashSet<string> Classes { get; } = [.. Options.Classes];

    /// <summary>What was required.</summary>
    public List<string> Requirements { get; } = [];

    /// <summary>What was provided.</summary>
    public HashSet<string> Provisions { get; } = [];

    /// <summary>May connections be missing that nobody can name? What cannot be parsed connects nothing, and ends that do not fit lose
    /// what comes through them.</summary>
    public bool LosesConnections
    {
        get => _losesConnections || Diagnostics.ToImmutable().Any(static found =>
            string.CompareOrdinal(found.Rule.Code, ClickRules.UnknownName.Code) < 0 || s_hiding.Contains(found.Rule));
        set => _losesConnections = value;
    }

    /// <summary>Where findings go; another for a trial.</summary>
    public DiagnosticBag Diagnostics { get; set; } = new();
}
