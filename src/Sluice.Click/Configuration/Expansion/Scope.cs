using System.Globalization;
using Sluice.Bpf.Diagnostics;

namespace Sluice.Click.Configuration.Expansion;

/// <summary>The elements and connections of a file, or of one use of a compound element.</summary>
/// <param name="prefix">What their full names begin with: nothing, or a name and a slash.</param>
/// <param name="classes">The classes known at its beginning.</param>
/// <param name="variables">Its variables.</param>
sealed class Scope(string prefix, ClassTable classes, VariableScope variables)
{
    readonly Dictionary<string, ScopeElement> _byName = [];
    readonly HashSet<string> _unknown = [];
    readonly Dictionary<string, ScopeElement> _placeholders = [];

    /// <summary>What the full names of its elements begin with.</summary>
    public string Prefix => prefix;

    /// <summary>The classes known so far.</summary>
    public ClassTable Classes { get; set; } = classes;

    /// <summary>Its variables.</summary>
    public VariableScope Variables => variables;

    /// <summary>All in the order of their declaration.</summary>
    public List<ScopeElement> Elements { get; } = [];

    /// <summary>The connections, in order.</summary>
    public List<ScopeConnection> Connections { get; } = [];

    /// <summary>Names that are declared somewhere in the scope, perhaps further down.</summary>
    public HashSet<string> DeclaredNames { get; } = [];

    /// <summary>The names of elements so far.</summary>
    public IEnumerable<string> Names => _byName.Keys;

    /// <summary>The way in, and the way out; null in a file.</summary>
    public (ScopeElement Input, ScopeElement Output)? Ends { get; init; }

    /// <summary>The compound element that this is a use of, and the scope which that stands in; null in a file.</summary>
    public (Scope Scope, ScopeElement Element)? Owner { get; init; }

    /// <summary>An element by its name; null where there is none so far.</summary>
    public ScopeElement? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Adds an element; false if its name is taken.</summary>
    public bool Add(ScopeElement element)
    {
        if (element.Role == ScopeRole.Element && !_byName.TryAdd(element.Name, element))
            return false;
        Elements.Add(element);
        return true;
    }

    /// <summary>What stands for a name that means nothing, so that those around it keep their connections.</summary>
    public ScopeElement PlaceholderFor(string name, SourceSpan span)
    {
        if (_placeholders.TryGetValue(name, out var known))
            return known;
        PrimitiveClass nothing = new(name, IsKnown: false);
        var placeholder = _placeholders[name] = new ScopeElement(NameFor(nothing), span, ScopeRole.Element) { Class = nothing };
        Add(placeholder);
        return placeholder;
    }

    /// <summary>Was the name used before it meant anything?</summary>
    public bool HasPlaceholder(string name) => _placeholders.ContainsKey(name);

    /// <summary>Does an element have a mistake, or a compound element that it is part of, which may hide connections or its class?</summary>
    public bool IsDoubtful(ScopeElement element) => element.IsDoubtful || element.Class is PrimitiveClass { IsKnown: false }
        || (Owner is { } owner && owner.Scope.IsDoubtful(owner.Element));

    /// <summary>A name for an element that has none: of its class and a number, the same whenever the text is the same.</summary>
    public string NameFor(ClassDefinition @class)
    {
        var stem = @class.Name == "@" ? "@" : @class.Name + "@";
        for (var number = _byName.Count + 1; ; number++)
        {
            var name = stem + number.ToString(CultureInfo.InvariantCulture);
            if (!_byName.ContainsKey(name) && !DeclaredNames.Contains(name))
                return name;
        }
    }

    /// <summary>Is it the first time that this unknown name is met? Once is enough to say so.</summary>
    public bool IsNewMistake(string name) => _unknown.Add(name);
}
