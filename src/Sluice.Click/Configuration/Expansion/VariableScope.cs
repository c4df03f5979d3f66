using Sluice.Click.Language;

namespace Sluice.Click.Configuration.Expansion;

/// <summary>The variables of a scope, and of those around it.</summary>
sealed class VariableScope(VariableScope? outer)
{
    readonly Dictionary<string, (string Text, bool IsFinal)> _values = [];
    readonly HashSet<string> _beingExpanded = [];
    readonly HashSet<string> _overridden = [];

    /// <summary>Gives a variable the value of an argument: it has been expanded where it was written.</summary>
    public void Bind(string name, string value) => _values[name] = (value, true);

    /// <summary>Gives a variable a value that wins over its definition in the text.</summary>
    public void Override(string name, string value)
    {
        _overridden.Add(name);
        Bind(name, value);
    }

    /// <summary>Defines a variable, whose value may have variables of this scope.</summary>
    /// <returns>False if the scope has it already.</returns>
    public bool Define(string name, string text) => _overridden.Contains(name) || _values.TryAdd(name, (text, false));

    /// <summary>The value of a variable; null where it has none, or only by way of itself.</summary>
    public string? Find(string name)
    {
        if (!_values.TryGetValue(name, out var value))
            return outer?.Find(name);
        if (value.IsFinal)
            return value.Text;
        if (!_beingExpanded.Add(name))
            return null;
        var expanded = Expand(value.Text);
        _beingExpanded.Remove(name);
        _values[name] = (expanded, _beingExpanded.Count == 0); // Within another's value it may lack that one.
        return expanded;
    }

    /// <summary>A text with the variables replaced.</summary>
    public string Expand(string text) => ConfigurationText.Expand(text, Find);
}
