namespace Sluice.Bpf.Objects.Reading;

/// <summary>What stands where in a file, once its maps are known: the targets that relocations may have.</summary>
sealed class AddressTable
{
    readonly Dictionary<(int Section, long Offset), string> _maps = [];

    readonly Dictionary<int, MapSpec> _data = [];

    readonly Dictionary<string, ExternKind> _externs = new(StringComparer.Ordinal);

    readonly HashSet<int> _mapSections = [];

    /// <summary>Notes a map's place.</summary>
    public void AddMap(int section, long offset, string name)
    {
        _maps[(section, offset)] = name;
        _mapSections.Add(section);
    }

    /// <summary>Notes the section that a global-data map holds.</summary>
    public void AddData(int section, MapSpec map) => _data[section] = map;

    /// <summary>Notes who gives an undefined symbol its value.</summary>
    public void AddExtern(string name, ExternKind kind) => _externs[name] = kind;

    /// <summary>The name of the map at this place, or null.</summary>
    public string? MapAt(int section, long offset) => _maps.GetValueOrDefault((section, offset));

    /// <summary>Does the section hold map definitions?</summary>
    public bool HoldsMaps(int section) => _mapSections.Contains(section);

    /// <summary>The global-data map that holds the section, or null.</summary>
    public MapSpec? DataOf(int section) => _data.GetValueOrDefault(section);

    /// <summary>Who gives the symbol its value, or null if the object does not say.</summary>
    public ExternKind? ExternOf(string symbol) => _externs.TryGetValue(symbol, out var kind) ? kind : null;
}
