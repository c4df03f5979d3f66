using Sluice.Click.Programs;

namespace Sluice.Cli.Click;

/// <summary>What a configuration is run with.</summary>
sealed record ClickRunSettings
{
    /// <summary>Threads.</summary>
    public required int Threads { get; init; }

    /// <summary>Most packets of a batch.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Are captures its only devices? Time is the router's own then.</summary>
    public required bool IsOffline { get; init; }

    /// <summary>Only say what is wrong?</summary>
    public required bool OnlyCheck { get; init; }

    /// <summary>Print JSON?</summary>
    public required bool IsJson { get; init; }

    /// <summary>When to stop; null for not by the clock.</summary>
    public required TimeSpan? StopAfter { get; init; }

    /// <summary>Which eBPF programs may run.</summary>
    public required ProgramPolicy Programs { get; init; }

    /// <summary>Path or port of a control socket; null for none.</summary>
    public required string? Socket { get; init; }

    /// <summary>Handlers to read in the end; an asterisk stands for any letters of an element's name.</summary>
    public required IReadOnlyList<string> Handlers { get; init; }

    /// <summary>Handlers to write to before anything moves.</summary>
    public required IReadOnlyList<(string Handler, string Value)> Writes { get; init; }
}
