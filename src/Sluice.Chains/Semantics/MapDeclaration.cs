using System.Collections.Immutable;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Chains.Language.Syntax;

namespace Sluice.Chains.Semantics;

/// <summary>Reads the declaration of a map: <c>blacklist = hash(ip6, u64, 1024)</c>.</summary>
sealed class MapDeclaration(UnitBuilder unit, ScriptScope scope)
{
    const int MostEntries = 1 << 24;

    static readonly (string Name, MapType Type, bool HasKey)[] s_kinds =
    [
        ("array", MapType.Array, false),
        ("percpu_array", MapType.PerCpuArray, false),
        ("hash", MapType.Hash, true),
        ("percpu_hash", MapType.PerCpuHash, true),
        ("lru_hash", MapType.LruHash, true),
        ("lru_percpu_hash", MapType.LruPerCpuHash, true),
        ("lpm_trie", MapType.LpmTrie, true),
    ];

    /// <summary>Does the name declare maps?</summary>
    public static bool IsKind(string name) => Array.Exists(s_kinds, kind => kind.Name == name);

    /// <summary>The map that a call declares, or null if it declares none, which is reported.</summary>
    public MapSymbol? Read(NameExpression name, string kindName, CallExpression call)
    {
        var kind = Array.Find(s_kinds, known => known.Name == kindName);
        var form = kind.HasKey ? $"{kindName}(KEY, VALUE, ENTRIES)" : $"{kindName}(VALUE, ENTRIES)";
        if (call.Arguments.Length != (kind.HasKey ? 3 : 2) || call.Arguments.Any(argument => argument.Name is not null))
        {
            unit.Diagnostics.Add(DiagnosticRules.MalformedMap, call.Span,
                $"`{kindName}` takes {(kind.HasKey ? "types of key and value" : "a type")} and a number of entries",
                $"expected `{form}`");
            return null;
        }

        var key = kind.HasKey ? Types(call.Arguments[0].Value) : [ChainType.U32];
        var value = Types(call.Arguments[^2].Value);
        if (unit.Evaluate(scope, call.Arguments[^1].Value) is not { } entries || key.IsEmpty || value.IsEmpty)
            return null;
        if (value.Length > 1)
        {
            unit.Diagnostics.Add(DiagnosticRules.MalformedMap, call.Arguments[^2].Span,
                "a value of a script's map is one number or address", "expected one type", "declare a map for each");
            return null;
        }

        if (!entries.Type.IsNumeric || entries.Number < 1 || entries.Number > MostEntries)
        {
            unit.Diagnostics.Add(DiagnosticRules.MalformedMap, call.Arguments[^1].Span, "this is no number of entries",
                $"expected 1 to {MostEntries}");
            return null;
        }

        if (kind.Type == MapType.LpmTrie)
        {
            if (key is not [{ Kind: ChainTypeKind.IPv4 or ChainTypeKind.IPv6 }])
            {
                unit.Diagnostics.Add(DiagnosticRules.MalformedMap, call.Arguments[0].Span,
                    "the keys of an `lpm_trie` are prefixes", "expected `ip4` or `ip6`");
                return null;
            }

            key = [ChainType.U32, key[0]];
        }

        var keyFields = MapLayout.Of(key);
        var valueFields = MapLayout.Of(value);
        var flags = kind.Type == MapType.LpmTrie ? MapFlags.NoPrealloc : default;
        var types = new MapTypes();
        MapSpec spec = new(name.Name, kind.Type, Size(keyFields), Size(valueFields), (int)entries.Number)
        {
            Flags = flags,
            KeyType = types.Of($"{name.Name}_key", keyFields, Size(keyFields)),
            ValueType = types.Of($"{name.Name}_value", valueFields, Size(valueFields)),
        };
        return new("", spec, keyFields, valueFields);
    }

    // A struct's size is a multiple of its alignment, so that nothing reads beyond an entry.
    static int Size(ImmutableArray<MapField> fields)
    {
        var alignment = fields.Max(field => field.Type.IsNumeric ? field.Size : field.Type.Kind == ChainTypeKind.Mac ? 1 : 4);
        return (fields[^1].Offset + fields[^1].Size + alignment - 1) / alignment * alignment;
    }

    ImmutableArray<ChainType> Types(Expression expression)
    {
        var items = expression switch
        {
            TupleExpression tuple => tuple.Items,
            ParenthesizedExpression inner => [inner.Inner],
            _ => [expression],
        };
        List<ChainType> types = [];
        foreach (var item in items)
        {
            if (item is not NameExpression name)
            {
                unit.Diagnostics.Add(DiagnosticRules.MalformedMap, item.Span, "this is no type",
                    $"expected one of {string.Join(", ", ChainType.All)}");
                return [];
            }

            types.Add(unit.FindType(new(name.Span, name.Name)));
        }

        return [.. types];
    }
}
