using System.Collections.Immutable;
using Sluice.Bpf.Assembly.Syntax;
using Sluice.Chains.Code;
using Sluice.Chains.Language.Syntax;

namespace Sluice.Chains.Semantics;

/// <summary>Turns keys and values written in a script into an entry of a map.</summary>
sealed class EntryWriter(UnitBuilder unit, ScriptScope scope)
{
    /// <summary>Adds an entry to the unit, unless it does not fit the map, which is reported.</summary>
    public void Write(MapSymbol map, ImmutableArray<Expression> key, Expression value, SourceSpan place)
    {
        if (map.Key.IsEmpty || map.Value.IsEmpty)
        {
            unit.Diagnostics.Add(DiagnosticRules.MapShape, place,
                $"map `{map.Spec.Name}` holds what a script cannot write", "", "fill it with `sluice map update`");
            return;
        }

        List<(int, string)> chains = [];
        List<InterfaceName> interfaces = [];
        var keys = key is [var single] ? Items(single) : key;
        var keyBytes = map.HasPrefixes ? Prefix(map, keys, place)
            : Bytes(map, "key", map.Key, map.Spec.KeySize, keys, place, null, interfaces);
        var valueBytes = Bytes(map, "value", map.Value, map.Spec.ValueSize, Items(value), value.Span, chains, interfaces);
        if (keyBytes is not null && valueBytes is not null)
            unit.Add(new MapEntry(unit.Use(map), [.. keyBytes], [.. valueBytes], [.. chains]) { Interfaces = [.. interfaces] });
    }

    static ImmutableArray<Expression> Items(Expression expression) => expression switch
    {
        TupleExpression tuple => tuple.Items,
        ParenthesizedExpression inner => Items(inner.Inner),
        _ => [expression],
    };

    byte[]? Bytes(MapSymbol map, string what, ImmutableArray<MapField> fields, int size,
        ImmutableArray<Expression> items, SourceSpan place, List<(int, string)>? chains, List<InterfaceName> interfaces)
    {
        var bytes = new byte[size];
        // As published scripts write addresses: (192, 168, 1, 1).
        if (fields is [{ Type.IsNumeric: false } address] && items.Length == address.Size)
            fields = [.. Enumerable.Range(0, address.Size).Select(index =>
                new MapField("", address.Offset + index, 1, ChainType.U8, false))];
        if (items.Length != fields.Length)
        {
            var span = items.IsEmpty ? place : items[0].Span.To(items[^1].Span);
            unit.Diagnostics.Add(DiagnosticRules.MapShape, span,
                $"a {what} of map `{map.Spec.Name}` has {Count(fields.Length)}, but this has {items.Length}",
                $"expected ({string.Join(", ", fields.Select(Describe))})");
            return null;
        }

        var isGood = true;
        for (var index = 0; index < items.Length; index++)
        {
            // Which index an interface has is known where the script runs.
            if (fields[index].IsInterface && items[index] is StringLiteral device)
                interfaces.Add(new(chains is null, fields[index].Offset, device.Value));
            else
                isGood &= Put(bytes, fields[index], items[index], $"the {what} of map `{map.Spec.Name}`", chains);
        }

        return isGood ? bytes : null;
    }

    static string Count(int parts) => parts == 1 ? "1 part" : $"{parts} parts";

    static string Describe(MapField field) => field.Name.Length == 0 ? field.Type.Name : $"{field.Name}: {field.Type}";

    bool Put(byte[] bytes, MapField field, Expression item, string what, List<(int, string)>? chains)
    {
        if (chains is not null && item is NameExpression name && field.Type is { Kind: ChainTypeKind.Integer, Bits: 32 })
        {
            if (scope.Chains.TryGetValue(name.Name, out var chain))
            {
                chain.IsEntry = true;
                if (chain.Parameters.Length > 0)
                    unit.Diagnostics.Add(DiagnosticRules.ArgumentCount, name.Span,
                        $"a loader gives no arguments, but chain `{name.Name}` takes {chain.Parameters.Length}",
                        "expected a chain without parameters");
                chains.Add((field.Offset, chain.Name));
                return true;
            }

            if (!scope.Constants.ContainsKey(name.Name))
            {
                if (scope.Lost.Contains(name.Name))
                    return false;
                var help = Spelling.Closest(name.Name, scope.Chains.Keys) is { } closest ? $"did you mean `{closest}`?"
                    : "define it with `def`, or import it from a file";
                unit.Diagnostics.Add(DiagnosticRules.UnknownChain, name.Span, $"there is no chain `{name.Name}`", "", help);
                return false;
            }
        }

        if (unit.Evaluate(scope, item) is not { } constant)
            return false;
        // Ports and addresses may be written as numbers.
        var isNumber = constant.Type.IsNumeric && field.Type.Kind is ChainTypeKind.IPv4 or ChainTypeKind.Mac
            && constant.Number >= 0 && constant.Bits >> field.Type.Bits == 0;
        if (!isNumber)
        {
            if (unit.ConvertConstant(constant, field.Type, item.Span, what) is not { } converted)
                return false;
            constant = converted;
        }

        Put(bytes, field, constant.Bits);
        return true;
    }

    byte[]? Prefix(MapSymbol map, ImmutableArray<Expression> items, SourceSpan place)
    {
        var type = map.Key[1].Type;
        if (items is not [var item])
        {
            unit.Diagnostics.Add(DiagnosticRules.MapShape, place, $"a key of map `{map.Spec.Name}` is one prefix",
                $"expected one such as {Example(type)}");
            return null;
        }

        if (unit.Evaluate(scope, item) is not { } constant)
            return null;
        if (constant.Type.IsNumeric || constant.Type.Bits != type.Bits)
        {
            unit.Diagnostics.Add(DiagnosticRules.TypeMismatch, item.Span,
                $"a key of map `{map.Spec.Name}` is an {type} prefix, but this is {UnitBuilder.Article(constant.Type)}", $"expected one such as {Example(type)}");
            return null;
        }

        var bytes = new byte[map.Spec.KeySize];
        Put(bytes, map.Key[0], (UInt128)(constant.PrefixLength < 0 ? type.Bits : constant.PrefixLength));
        Put(bytes, map.Key[1], constant.Bits);
        return bytes;
    }

    static string Example(ChainType type) => type == ChainType.IPv4 ? "192.0.2.0/24" : "2001:db8::/32";

    static void Put(byte[] bytes, MapField field, UInt128 bits)
    {
        for (var index = 0; index < field.Size; index++)
            bytes[field.Offset + (field.IsBigEndian ? field.Size - 1 - index : index)] = (byte)(bits >> index * 8);
    }
}
