using Sluice.Bpf.Linking.Composing;

namespace Sluice.Bpf.Linking;

/// <summary>One object within a composed one: what its symbols are called there.</summary>
/// <remarks>A static function may still be renamed by an object that is added later; all other names stay.</remarks>
public sealed class ComposedPart
{
    readonly Part _part;

    internal ComposedPart(Part part) => _part = part;

    /// <summary>The object's name.</summary>
    public string Name => _part.Object.Name;

    /// <summary>What a function or a program is called.</summary>
    /// <exception cref="KeyNotFoundException">The object has none of this name, or it was left out.</exception>
    public string Function(string name) => _part.Functions.GetValueOrDefault(name)?.Name ?? throw Unknown("function", name);

    /// <summary>What a map is called. Global data of the object lies in the map of its section.</summary>
    /// <exception cref="KeyNotFoundException">The object has no such map.</exception>
    public string Map(string name) => _part.Maps.GetValueOrDefault(name)?.Name ?? throw Unknown("map", name);

    /// <summary>What a global variable is called.</summary>
    /// <exception cref="KeyNotFoundException">The object has no such variable.</exception>
    public string Variable(string name) => _part.Variables.GetValueOrDefault(name) ?? throw Unknown("variable", name);

    KeyNotFoundException Unknown(string what, string name) => new($"{Name}: found no {what} '{name}'");
}
