using System.Collections.Immutable;
using Sluice.Chains.Code;
using Sluice.Chains.Language.Syntax;

namespace Sluice.Chains.Semantics;

sealed partial class ChainCompiler
{
    static readonly ImmutableArray<FieldValue> s_firstEntry = [new(0, sizeof(uint), Operand.Value(0), false)];

    MapSymbol? FindMap(NameExpression name)
    {
        if (!_variables.ContainsKey(name.Name) && scope.FindMap(name.Name) is { } map)
            return map;
        if (_variables.ContainsKey(name.Name) || _constants.ContainsKey(name.Name) || scope.Constants.ContainsKey(name.Name))
            Fail(DiagnosticRules.NotAValue, name.Span, $"`{name.Name}` has no parts that brackets choose from",
                "expected a map");
        else if (scope.Loaders.ContainsKey(name.Name) || scope.Functions.ContainsKey(name.Name))
            Fail(DiagnosticRules.UnknownMap, name.Span, $"`{name.Name}` is no map", "expected a map",
                "a chain names a map without its owner: `MAP[KEY]`");
        else if (!scope.Lost.Contains(name.Name))
            Fail(DiagnosticRules.UnknownMap, name.Span, $"there is no map `{name.Name}`", "",
                Suggest(name.Name, scope.MapNames()) ?? $"declare it outside chains: `{name.Name} = hash(ip6, u64, 1024)`");
        return null;
    }

    ChainPlace? MapEntry(NameExpression name, IndexExpression index, SourcePath? path)
    {
        if (FindMap(name) is not { } map)
        {
            foreach (var part in index.Indices)
                Value(part);
            return null;
        }

        var key = Key(map, Parts(index.Indices), index.Span);
        if (key.IsDefault || FindField(map, path, index.Span) is not { } field)
            return null;
        var full = unit.Use(map);
        return new(field.Type, () => LoadEntry(full, key, field), (given, span) =>
        {
            var value = ConvertToStore(given, field.Type, span, field.Name.Length == 0 ? $"the value of map `{map.Spec.Name}`"
                : $"`{field.Name}`");
            if (!value.IsBad)
                _code.Emit(new MapStoreOperation(-1, full, key, Split(field, value)));
        });
    }

    // m[a, b] and m[(a, b)] are the same.
    (ChainValue Value, SourceSpan Span)[] Parts(ImmutableArray<Expression> indices)
    {
        var items = indices switch
        {
            [TupleExpression tuple] => tuple.Items,
            [ParenthesizedExpression inner] => [inner.Inner],
            _ => indices,
        };
        return [.. items.Select(item => (Value(item), item.Span))];
    }

    // The bytes of a key, or the default where the parts do not fit, which is reported.
    ImmutableArray<FieldValue> Key(MapSymbol map, (ChainValue Value, SourceSpan Span)[] parts, SourceSpan place)
    {
        var fields = map.HasPrefixes ? map.Key[1..] : map.Key;
        if (fields.IsEmpty)
        {
            Fail(DiagnosticRules.MapShape, place, $"map `{map.Spec.Name}` has keys that a script cannot write");
            return default;
        }

        if (parts.Length != fields.Length)
        {
            var expected = string.Join(", ",
                fields.Select(field => field.Name.Length == 0 ? field.Type.Name : $"{field.Name}: {field.Type}"));
            Fail(DiagnosticRules.MapShape, place,
                $"a key of map `{map.Spec.Name}` has {(fields.Length == 1 ? "1 part" : $"{fields.Length} parts")}, but this has {parts.Length}", $"expected `{map.Spec.Name}[{expected}]`");
            return default;
        }

        List<FieldValue> key = [];
        if (map.HasPrefixes)
            key.Add(new(0, sizeof(uint), Operand.Value(fields[0].Type.Bits), false));
        for (var index = 0; index < parts.Length; index++)
        {
            var value = ConvertToStore(parts[index].Value, fields[index].Type, parts[index].Span,
                $"the key of map `{map.Spec.Name}`");
            if (value.IsBad)
                return default;
            // A later statement may change the variable, but not the key that a += uses twice.
            key.AddRange(Split(fields[index], value));
        }

        return [.. key];
    }

    MapField? FindField(MapSymbol map, SourcePath? path, SourceSpan span)
    {
        if (map.Value.IsEmpty)
        {
            Fail(DiagnosticRules.MapShape, span, $"map `{map.Spec.Name}` has values that a script cannot read");
            return null;
        }

        if (path is null && map.Value is [var only])
            return only;
        if (path is { } named && map.Value.FirstOrDefault(field => field.Name == named.Name) is { } found)
            return found;
        var names = map.Value.Where(field => field.Name.Length > 0).Select(field => field.Name).ToArray();
        if (path is { } unknown)
        {
            Fail(DiagnosticRules.UnknownMember, unknown.Span,
                $"a value of map `{map.Spec.Name}` has no field `{unknown.Name}`", "",
                Suggest(unknown.Name, names)
                    ?? (names.Length == 0 ? "it is one number or address; leave the field out"
                    : $"it has {string.Join(", ", names)}"));
        }
        else
        {
            Fail(DiagnosticRules.MapShape, span, $"a value of map `{map.Spec.Name}` has {map.Value.Length} parts",
                "expected one of them", names.Length == 0 ? null
                : $"write `{span.Text}.{names[0]}`; it has {string.Join(", ", names)}");
        }

        return null;
    }

    ChainValue LoadEntry(string map, ImmutableArray<FieldValue> key, MapField field)
    {
        Operand Part(int offset, int size) =>
            _code.Emit(register =>
                new MapLookupOperation(register, -1, map, key, field.Offset + offset, size, field.IsBigEndian));
        switch (field.Size)
        {
            case 16:
                var high = Part(0, IPv6Half);
                return new(field.Type, Part(IPv6Half, IPv6Half), high);
            case 6:
                var upper = _code.Emit(register =>
                    new BinaryOperation(register, BinaryOperator.ShiftLeft, Part(0, MacUpper), Operand.Value(32)));
                var lower = Part(MacUpper, sizeof(uint));
                return new(field.Type,
                    _code.Emit(register => new BinaryOperation(register, BinaryOperator.Or, upper, lower)));
        }

        var value = Part(0, field.Size);
        return new(field.Type, field.Type is { IsSigned: true, IsNarrow: true }
            ? _code.Emit(register => new ExtendOperation(register, value, field.Type.Bits, true)) : value);
    }

    ImmutableArray<FieldValue> Split(MapField field, ChainValue value) => field.Size switch
    {
        16 => [new(field.Offset, IPv6Half, value.High, true), new(field.Offset + IPv6Half, IPv6Half, value.Low, true)],
        6 => [new(field.Offset, MacUpper,
            _code.Emit(register =>
            new BinaryOperation(register, BinaryOperator.ShiftRight, value.Low, Operand.Value(32))), true),
            new(field.Offset + MacUpper, sizeof(uint), value.Low, true)],
        _ => [new(field.Offset, field.Size, value.Low, field.IsBigEndian)],
    };

    ChainValue Load(GlobalVariable global) => LoadEntry(unit.Use(global.Map), s_firstEntry, global.Field) is var value
        ? new(global.Type, value.Low) : ChainValue.Bad;

    void Store(GlobalVariable global, ChainValue given, SourceSpan span)
    {
        var value = Convert(given, global.Type, span, $"`{global.Name}`");
        if (!value.IsBad)
            _code.Emit(new MapStoreOperation(-1, unit.Use(global.Map), s_firstEntry,
                [new(global.Field.Offset, global.Field.Size, value.Low, false)]));
    }

    // key in map
    void MemberOf(MapSymbol map, (ChainValue Value, SourceSpan Span)[] parts, SourceSpan span, int then, int otherwise)
    {
        var key = parts.Any(part => part.Value.IsBad) ? default : Key(map, parts, span);
        if (key.IsDefault)
        {
            _code.End(new BranchTerminator(Comparison.NotEqual, Operand.Value(0), Operand.Value(0), then, otherwise));
            return;
        }

        var found = _code.Emit(register => new MapLookupOperation(-1, register, unit.Use(map), key, 0, 1, false));
        _code.End(new BranchTerminator(Comparison.NotEqual, found, Operand.Value(0), then, otherwise));
    }

    void Delete(DeleteStatement statement)
    {
        if (statement.Target is not IndexExpression { Target: NameExpression name } index)
        {
            Fail(DiagnosticRules.ReadOnly, statement.Target.Span, "only a map's entry can be removed",
                "expected `del MAP[KEY]`");
            return;
        }

        if (FindMap(name) is { } map && Key(map, Parts(index.Indices), index.Span) is { IsDefault: false } key)
            _code.Emit(new MapDeleteOperation(-1, unit.Use(map), key));
    }
}
