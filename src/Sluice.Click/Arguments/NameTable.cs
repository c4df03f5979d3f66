namespace Sluice.Click.Arguments;

/// <summary>Names for values, a name space a type: what information elements such as AddressInfo define.</summary>
public sealed class NameTable
{
    readonly Dictionary<(Type Type, string Name), object> _values = [];

    /// <summary>Gives a value a name; a name that it had before means the new value.</summary>
    public void Define<T>(string name, T value) where T : notnull => _values[(typeof(T), name)] = value;

    /// <summary>The value of that type and name.</summary>
    public bool TryFind<T>(string name, out T value)
    {
        var found = _values.TryGetValue((typeof(T), name), out var known);
        value = found ? (T)known! : default!;
        return found;
    }
}
