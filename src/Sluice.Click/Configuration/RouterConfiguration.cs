using System.Collections.Frozen;

namespace Sluice.Click.Configuration;

/// <summary>A flat configuration: elements and connections, as the language's front end makes them of a file. Plain data, not yet checked
/// against element classes.</summary>
/// <param name="Elements">The elements in the order of their declaration. Names are unique.</param>
/// <param name="Connections">The connections in the order they are written.</param>
public sealed record RouterConfiguration(IReadOnlyList<ElementDeclaration> Elements, IReadOnlyList<Connection> Connections)
{
    /// <summary>The configuration as the user wrote it, for the <c>config</c> handler; empty where there is no text.</summary>
    public string Text { get; init; } = "";

    /// <summary>What it says it requires.</summary>
    public IReadOnlyList<string> Requirements { get; init; } = [];

    /// <summary>Indices of elements of which not all could be read, and what is wrong has been said: their ports are not counted, and
    /// their class may be unknown. Empty for a configuration that may run.</summary>
    public IReadOnlySet<int> Doubtful { get; init; } = FrozenSet<int>.Empty;
}
