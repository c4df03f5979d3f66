using Sluice.Chains.Code;
using Sluice.Chains.Language.Syntax;

namespace Sluice.Chains.Semantics;

sealed partial class ChainCompiler
{
    const int IPv6Half = 8;
    const int MacUpper = 2;

    // packet.udp, as a truth: has the packet that header?
    static PacketHeader? FindHeader(Expression expression) =>
        expression is MemberExpression { Target: NameExpression { Name: "packet" } } member
            ? PacketHeaders.Find(member.Name.Name) : null;

    ChainValue TestHeader(PacketHeader header) => chain is null || header.Protocol < 0 ? ChainValue.Of(true)
        : new(ChainType.Boolean, _code.Emit(register => new HeaderTestOperation(register, header.Layer, header.Protocol)));

    // What an expression with dots and brackets stands for, or null where it stands for nothing, which is reported.
    ChainPlace? FindPlace(Expression expression)
    {
        if (chain is null)
        {
            NotConstant(expression);
            return null;
        }

        switch (expression)
        {
            case NameExpression name when scope.Globals.TryGetValue(name.Name, out var global):
                return new(global.Type, () => Load(global), (value, span) => Store(global, value, span));
            case MemberExpression { Target: NameExpression { Name: "packet" } } member:
                return PacketMember(member);
            case MemberExpression { Target: MemberExpression { Target: NameExpression { Name: "packet" } } header } member:
                return HeaderField(header.Name, member.Name);
            case IndexExpression { Target: MemberExpression { Target: NameExpression { Name: "packet" } } unit } index:
                return PacketBytes(null, unit.Name, index);
            case IndexExpression { Target: MemberExpression { Target: MemberExpression { Target: NameExpression { Name: "packet" } } header } unit } index:
                return FindHeader(header.Name) is { } found ? PacketBytes(found, unit.Name, index) : null;
            case IndexExpression { Target: NameExpression name } index:
                return MapEntry(name, index, null);
            case MemberExpression member when Path(member) is ({ Target: NameExpression name } index, var path):
                return MapEntry(name, index, path);
            case MemberExpression member when Value(member.Target) is { IsBad: false } value:
                return AddressHalf(value, member.Name);
            case IndexExpression index when Value(index.Target) is { IsBad: false }:
                Fail(DiagnosticRules.NotAValue, index.Target.Span, "this has no parts that brackets choose from",
                    "expected a map or `packet.u16`");
                return null;
            default:
                return null;
        }
    }

    // map[key].a.b
    static (IndexExpression? Index, SourcePath Path) Path(MemberExpression member)
    {
        List<Identifier> names = [];
        Expression target = member;
        for (; target is MemberExpression inner; target = inner.Target)
            names.Insert(0, inner.Name);
        return (target as IndexExpression,
            new(string.Join('.', names.Select(name => name.Name)), names[0].Span.To(names[^1].Span)));
    }

    ChainPlace? AddressHalf(ChainValue value, Identifier name)
    {
        if (value.Type == ChainType.IPv6 && name.Name is "high" or "low")
        {
            var half = name.Name == "high" ? value.High : value.Low;
            return new(s_unsigned, () => new(s_unsigned, half), (_, span) =>
                Fail(DiagnosticRules.ReadOnly, name.Span, "half of an address cannot be changed", "",
                "make a new one: `ip6(high, low)`"));
        }

        Fail(DiagnosticRules.UnknownMember, name.Span, $"{UnitBuilder.Article(value.Type)} has no `{name.Name}`", "",
            value.Type == ChainType.IPv6 ? "its halves are `.high` and `.low`" : null);
        return null;
    }

    PacketHeader? FindHeader(Identifier name)
    {
        if (PacketHeaders.Find(name.Name) is { } header)
            return header;
        Fail(DiagnosticRules.UnknownMember, name.Span, $"a packet has no header `{name.Name}`", "",
            Suggest(name.Name is "ipv4" or "ip4" ? "ip" : name.Name is "ipv6" ? "ip6" : name.Name,
                PacketHeaders.All.Select(known => known.Name))
            ?? (name.Name is "ipv4" or "ip4" ? "did you mean `ip`?"
                : $"the headers are {string.Join(", ", PacketHeaders.All.Select(known => known.Name))}"));
        return null;
    }

    ChainPlace? PacketMember(MemberExpression member)
    {
        if (member.Name.Name == "len")
        {
            return new(s_unsigned, () => new(s_unsigned, _code.Emit(register => new PacketLengthOperation(register))),
                (_, _) => Fail(DiagnosticRules.ReadOnly, member.Span, "the length of a packet cannot be set",
                    "it is read-only"));
        }

        if (PacketHeaders.Find(member.Name.Name) is { } header)
            Fail(DiagnosticRules.ReadOnly, member.Span, $"header `{header.Name}` as a whole cannot be set",
                "expected a field", header.Fields.Length > 0
                ? $"such as `packet.{header.Name}.{header.Fields[^1].Name}`" : null);
        else if (ChainType.Find(member.Name.Name) is { Kind: ChainTypeKind.Integer, IsSigned: false } type)
            Fail(DiagnosticRules.UnknownMember, member.Span, $"`packet.{type}` needs an offset",
                $"expected `packet.{type}[OFFSET]`");
        else
            FindHeader(member.Name);
        return null;
    }

    ChainPlace? HeaderField(Identifier headerName, Identifier name)
    {
        if (FindHeader(headerName) is not { } header)
            return null;
        if (header.Find(name.Name) is { } field)
            return new(field.Type, () => Load(header, field), (value, span) => Store(header, field, value, span, name));
        Fail(DiagnosticRules.UnknownMember, name.Span, $"header `{header.Name}` has no field `{name.Name}`", "",
            ChainType.Find(name.Name) is { Kind: ChainTypeKind.Integer, IsSigned: false }
                ? $"write an offset: `packet.{header.Name}.{name.Name}[OFFSET]`"
            : Suggest(name.Name, header.Fields.Select(known => known.Name))
                ?? (header.Fields.Length == 0 ? $"read it by offset: `packet.{header.Name}.u8[0]`"
                : $"its fields are {string.Join(", ", header.Fields.Select(known => known.Name))}"));
        return null;
    }

    void Require(PacketHeader header)
    {
        if (header.Protocol >= 0)
            _code.Emit(new HeaderRequireOperation(header.Layer, header.Protocol));
    }

    Operand LoadBytes(PacketPlace place, int size) => _code.Emit(register => new PacketLoadOperation(register, place, size));

    ChainValue Load(PacketHeader header, PacketField field)
    {
        Require(header);
        PacketPlace At(int offset) => new(header.Layer, field.Offset + offset);
        switch (field.Type.Kind)
        {
            case ChainTypeKind.IPv6:
                var high = LoadBytes(At(0), IPv6Half);
                return new(field.Type, LoadBytes(At(IPv6Half), IPv6Half), high);
            case ChainTypeKind.Mac:
                var upper = _code.Emit(register =>
                    new BinaryOperation(register, BinaryOperator.ShiftLeft, LoadBytes(At(0), MacUpper), Operand.Value(32)));
                var lower = LoadBytes(At(MacUpper), sizeof(uint));
                return new(field.Type,
                    _code.Emit(register => new BinaryOperation(register, BinaryOperator.Or, upper, lower)));
        }

        var value = LoadBytes(At(0), field.Size);
        if (field.Shift > 0)
            value = _code.Emit(register =>
                new BinaryOperation(register, BinaryOperator.ShiftRight, value, Operand.Value(field.Shift)));
        // Nothing is left above the uppermost field of its bytes.
        if (!field.IsWhole && field.Shift + field.Bits < field.Size * 8)
            value = And(value, (1L << field.Bits) - 1);
        return new(field.Type, value);
    }

    void Store(PacketHeader header, PacketField field, ChainValue given, SourceSpan span, Identifier name)
    {
        if (given.IsBad)
            return;
        if (given.Constant is { } constant && field.Type.IsNumeric)
        {
            if (unit.ConvertConstant(constant, field.Type, span, $"`{name.Name}`", field.Largest) is not { } converted)
                return;
            given = ChainValue.Of(converted);
        }

        var value = ConvertToStore(given, field.Type, span, $"`{name.Name}`");
        if (value.IsBad)
            return;
        Require(header);
        PacketPlace At(int offset) => new(header.Layer, field.Offset + offset);
        switch (field.Type.Kind)
        {
            case ChainTypeKind.IPv6:
                _code.Emit(new PacketStoreOperation(At(0), IPv6Half, value.High));
                _code.Emit(new PacketStoreOperation(At(IPv6Half), IPv6Half, value.Low));
                return;
            case ChainTypeKind.Mac:
                _code.Emit(new PacketStoreOperation(At(0), MacUpper,
                    _code.Emit(register =>
                    new BinaryOperation(register, BinaryOperator.ShiftRight, value.Low, Operand.Value(32)))));
                _code.Emit(new PacketStoreOperation(At(MacUpper), sizeof(uint), value.Low));
                return;
        }

        var bits = value.Low;
        if (!field.IsWhole)
        {
            // The other bits of its bytes stay.
            var mask = (1L << field.Bits) - 1;
            var part = And(bits, mask);
            var shifted = field.Shift == 0 ? part
                : _code.Emit(register =>
                new BinaryOperation(register, BinaryOperator.ShiftLeft, part, Operand.Value(field.Shift)));
            var kept = And(LoadBytes(At(0), field.Size), ~(mask << field.Shift));
            bits = _code.Emit(register => new BinaryOperation(register, BinaryOperator.Or, kept, shifted));
        }

        _code.Emit(new PacketStoreOperation(At(0), field.Size, bits));
    }

    // packet.u16[offset], packet.udp.u16[offset]
    ChainPlace? PacketBytes(PacketHeader? header, Identifier name, IndexExpression index)
    {
        if (ChainType.Find(name.Name) is not { Kind: ChainTypeKind.Integer, IsSigned: false } type)
        {
            Fail(DiagnosticRules.UnknownMember, name.Span, $"bytes of a packet are not read as `{name.Name}`",
                "expected u8, u16, u32 or u64");
            return null;
        }

        if (index.Indices.Length != 1)
        {
            Fail(DiagnosticRules.TypeMismatch, index.Span, "a packet has one offset",
                $"expected `packet.{name.Name}[OFFSET]`");
            return null;
        }

        if (header is not null)
            Require(header);
        return PacketBytes(header?.Layer ?? PacketLayer.Start, type, index.Indices[0]);
    }

    ChainPlace? PacketBytes(PacketLayer layer, ChainType type, Expression offset)
    {
        if (chain is null)
        {
            NotConstant(offset);
            return null;
        }

        var value = Number(offset, "an offset");
        if (value.IsBad)
            return null;
        PacketPlace place;
        if (value.Constant is { Number: var number })
        {
            if (number < 0 || number > PacketPlace.LargestOffset)
            {
                Fail(DiagnosticRules.OutOfRange, offset.Span, $"offset {number} is beyond all packets",
                    $"expected 0 to {PacketPlace.LargestOffset}");
                return null;
            }

            place = new(layer, (int)number);
        }
        else
        {
            place = new(layer, 0, Keep(value).Low);
        }

        var size = type.Bits / 8;
        return new(type, () => new(type, LoadBytes(place, size)), (given, span) =>
        {
            var converted = ConvertToStore(given, type, span, $"a {type} of the packet");
            if (!converted.IsBad)
                _code.Emit(new PacketStoreOperation(place, size, converted.Low));
        });
    }
}
