namespace Sluice.Bpf.Linking.Composing;

/// <summary>Names of one kind that must differ.</summary>
sealed class NameTable
{
    readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    /// <summary>Takes a name if it is free.</summary>
    public bool TryTake(string name) => _taken.Add(name);

    /// <summary>Takes a name, or the next best: with the scope before it, then with a number behind it.</summary>
    public string Take(string name, string scope)
    {
        if (_taken.Add(name))
            return name;
        var scoped = scope.Length > 0 ? $"{scope}__{name}" : name;
        if (_taken.Add(scoped))
            return scoped;
        for (var number = 1; ; number++)
        {
            if (_taken.Add($"{scoped}.{number}"))
                return $"{scoped}.{number}";
        }
    }
}
