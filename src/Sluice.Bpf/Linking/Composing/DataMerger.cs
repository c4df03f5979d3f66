using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Sluice.Bpf.Btf;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;

namespace Sluice.Bpf.Linking.Composing;

/// <summary>Puts global data together, section by section.</summary>
sealed class DataMerger
{
    // Clang aligns no variable of BPF's more than this; a section that begins there keeps all alignments.
    const int Alignment = 16;

    readonly Dictionary<string, MapSpec> _maps = new(StringComparer.Ordinal);
    readonly ImmutableArray<VariableSpec>.Builder _variables = ImmutableArray.CreateBuilder<VariableSpec>();

    /// <summary>Lays out all data that <paramref name="reach"/> has found.</summary>
    public DataMerger(string name, List<Part> parts, Reach reach, MergedTypes types)
    {
        var mapNames = new NameTable();
        foreach (var map in reach.Maps)
            mapNames.TryTake(map.Name);
        foreach (var section in parts.SelectMany(reach.DataOf).GroupBy(piece => piece.Map.DataSection))
        {
            var mapName = mapNames.Take(DataSections.MapName(name, section.Key), "");
            _maps.Add(section.Key, section.Key == DataSections.Configuration
                ? Configuration(mapName, [.. section], types)
                : Section(mapName, [.. section], types));
        }
    }

    /// <summary>The variables, in the order of the sections.</summary>
    public ImmutableArray<VariableSpec> Variables => _variables.ToImmutable();

    /// <summary>The name of the map that holds a section.</summary>
    public string MapOf(string section) => _maps[section].Name;

    /// <summary>Adds the maps of the sections.</summary>
    public void AddTo(List<MapSpec> maps) => maps.AddRange(_maps.Values);

    MapSpec Section(string mapName, List<DataPiece> pieces, MergedTypes types)
    {
        var data = new List<byte>();
        var placed = new List<(Part Part, string OwnName, VariableSpec Variable)>();
        foreach (var piece in pieces)
        {
            data.AddRange(new byte[-data.Count & Alignment - 1]);
            piece.Offset = data.Count;
            data.AddRange(piece.Map.InitialData);
            var names = new HashSet<string>(StringComparer.Ordinal);
            foreach (var variable in piece.Part.Object.Variables.Where(variable => variable.Map == piece.Map.Name))
            {
                var composed = names.Add(variable.Name) ? piece.Part.Variables[variable.Name] : variable.Name;
                placed.Add((piece.Part, variable.Name, variable with
                {
                    Name = composed,
                    Map = mapName,
                    Offset = piece.Offset + variable.Offset,
                    Type = variable.Type is null ? null : types.Import(variable.Type),
                }));
            }
        }

        return Finish(mapName, pieces, data, placed, types);
    }

    MapSpec Configuration(string mapName, List<DataPiece> pieces, MergedTypes types)
    {
        var data = new List<byte>();
        var placed = new List<(Part Part, string OwnName, VariableSpec Variable)>();
        foreach (var piece in pieces)
        {
            foreach (var variable in piece.Part.Object.Variables.Where(variable => variable.Map == piece.Map.Name))
            {
                if (placed.Exists(other => other.OwnName == variable.Name))
                    continue;
                var alignment = variable.Type?.AlignmentOf() ?? sizeof(ulong);
                data.AddRange(new byte[(alignment - data.Count % alignment) % alignment]);
                placed.Add((piece.Part, variable.Name, variable with
                {
                    Map = mapName,
                    Offset = data.Count,
                    Type = variable.Type is null ? null : types.Import(variable.Type),
                }));
                data.AddRange(piece.Map.InitialData.AsSpan(variable.Offset, variable.Size));
            }
        }

        return Finish(mapName, pieces, data, placed, types);
    }

    MapSpec Finish(string mapName, List<DataPiece> pieces, List<byte> data,
        List<(Part Part, string OwnName, VariableSpec Variable)> placed, MergedTypes types)
    {
        var first = pieces[0].Map;
        _variables.AddRange(placed.Select(entry => entry.Variable));
        return first with
        {
            Name = mapName,
            ValueSize = data.Count,
            InitialData = ImmutableCollectionsMarshal.AsImmutableArray(data.ToArray()),
            ValueType = types.AddSection(first.DataSection, data.Count, placed.OrderBy(entry => entry.Variable.Offset)),
            Flags = pieces.Aggregate(first.Flags, (flags, piece) => flags | piece.Map.Flags & MapFlags.Mmapable),
        };
    }
}
