using Sluice.Bpf.Diagnostics;

namespace Sluice.Click.Configuration.Expansion;

/// <summary>An element of a scope, before compound ones are expanded.</summary>
/// <param name="name">Its name within the scope.</param>
/// <param name="span">Where it is declared.</param>
/// <param name="role">What it is.</param>
sealed class ScopeElement(string name, SourceSpan span, ScopeRole role)
{
    readonly SourceSpan? _argumentSpan;

    /// <summary>Its name within the scope.</summary>
    public string Name => name;

    /// <summary>Where it is declared.</summary>
    public SourceSpan Span => span;

    /// <summary>What it is.</summary>
    public ScopeRole Role => role;

    /// <summary>Its class; null for what is only a way through.</summary>
    public ClassDefinition? Class { get; init; }

    /// <summary>Its arguments, expanded.</summary>
    public string Arguments { get; init; } = "";

    /// <summary>Where its arguments stand, or its name.</summary>
    public SourceSpan ArgumentSpan { get => _argumentSpan ?? span; init => _argumentSpan = value; }

    /// <summary>For the way into a group, the way out of it.</summary>
    public ScopeElement? Exit { get; init; }

    /// <summary>Is there a mistake that may hide some of its connections?</summary>
    public bool IsDoubtful { get; set; }

    /// <summary>Input ports that something is connected to.</summary>
    public SortedSet<int> Inputs { get; } = [];

    /// <summary>Output ports that something is connected to.</summary>
    public SortedSet<int> Outputs { get; } = [];

    /// <summary>Where connections to it end, in the graph.</summary>
    public int EntryNode { get; set; }

    /// <summary>Where connections from it start.</summary>
    public int ExitNode { get; set; }

    /// <summary>One more than the highest of some ports.</summary>
    public static int Count(SortedSet<int> ports) => ports.Count == 0 ? 0 : ports.Max + 1;
}
