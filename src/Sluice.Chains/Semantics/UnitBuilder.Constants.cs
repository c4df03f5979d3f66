using Sluice.Bpf.Assembly.Syntax;
using Sluice.Chains.Language.Syntax;

namespace Sluice.Chains.Semantics;

sealed partial class UnitBuilder
{
    /// <summary>The type of that name; u64 where there is none, which is reported.</summary>
    public ChainType FindType(TypeName name)
    {
        if (ChainType.Find(name.Name) is { } type)
            return type;
        // A script written for another language has other names.
        var known = name.Name switch
        {
            "int" or "long" or "uint64" or "uint64_t" or "__u64" => "u64",
            "byte" or "char" or "uint8" or "uint8_t" or "__u8" => "u8",
            "short" or "uint16" or "uint16_t" or "__u16" => "u16",
            "uint" or "uint32" or "uint32_t" or "__u32" => "u32",
            "boolean" => "bool",
            "ipv4" or "ip" => "ip4",
            "ipv6" => "ip6",
            _ => Spelling.Closest(name.Name, ChainType.All.Select(other => other.Name)),
        };
        Diagnostics.Add(DiagnosticRules.UnknownType, name.Span, $"there is no type `{name.Name}`", "",
            known is null ? $"the types are {string.Join(", ", ChainType.All)}" : $"did you mean `{known}`?");
        return ChainType.U64;
    }

    /// <summary>The value of an expression at the top level, or null where it has none, which is reported.</summary>
    public ChainConstant? Evaluate(ScriptScope scope, Expression expression)
    {
        var errors = Diagnostics.ErrorCount;
        var value = new ChainCompiler(this, scope, null).Evaluate(expression);
        if (value.Constant is { } constant && !value.IsBad)
            return constant;
        if (Diagnostics.ErrorCount == errors && !value.IsBad)
            Diagnostics.Add(DiagnosticRules.NotConstant, expression.Span, "this is not known before a packet comes",
                "expected a constant", "move it into a chain");
        return null;
    }

    /// <summary>A constant as a value of a type, or null where it does not fit, which is reported.</summary>
    /// <param name="value">The constant.</param>
    /// <param name="type">The type.</param>
    /// <param name="span">Where the constant stands.</param>
    /// <param name="what">What takes it, for messages.</param>
    /// <param name="largest">The largest number it takes, where that is less than the type's.</param>
    public ChainConstant? ConvertConstant(ChainConstant value, ChainType type, SourceSpan span, string what,
        UInt128? largest = null)
    {
        if (value.Type == type && largest is null)
            return value;
        if (type.IsNumeric && value.Type.IsNumeric)
        {
            var most = largest is { } given ? (Int128)given : type.Largest;
            // As in C, a negative number means the pattern of bits.
            var least = largest is null && type.Kind == ChainTypeKind.Integer ? -(Int128.One << type.Bits - 1) : 0;
            if (value.Number >= least && value.Number <= most)
            {
                var bits = value.Number < 0 && !type.IsSigned ? value.Number + (Int128.One << type.Bits) : value.Number;
                return new(type, (UInt128)bits);
            }

            Diagnostics.Add(DiagnosticRules.OutOfRange, span,
                $"{value.Number} does not fit {what}, which is {(largest is null ? type.Name : "a field of " + FieldWidth(most))}",
                $"expected {type.Smallest} to {most}", largest is null && type.Kind == ChainTypeKind.Integer
                    ? $"`{type}({span.Text})` cuts it off" : null);
            return null;
        }

        Diagnostics.Add(DiagnosticRules.TypeMismatch, span,
            $"{what} is {Article(type)}, but this is {Article(value.Type)}", $"expected {Article(type)}",
            Cast(value.Type, type, span.Text));
        return null;
    }

    /// <summary>What a type is, in a sentence.</summary>
    public static string Article(ChainType type) => type.Kind switch
    {
        _ when type == ChainType.Number => "a number",
        ChainTypeKind.Integer => "a number",
        ChainTypeKind.Boolean => "a bool",
        ChainTypeKind.IPv4 => "an ip4 address",
        ChainTypeKind.IPv6 => "an ip6 address",
        ChainTypeKind.Mac => "a mac address",
        ChainTypeKind.IPv4Prefix => "an IPv4 prefix",
        _ => "an IPv6 prefix",
    };

    /// <summary>How to make a value of one type from one of another; null where nothing does.</summary>
    public static string? Cast(ChainType from, ChainType to, string text) => (from.Kind, to.Kind) switch
    {
        (ChainTypeKind.Integer, ChainTypeKind.Boolean) => $"compare it: `{text} != 0`",
        (ChainTypeKind.Integer, ChainTypeKind.IPv4 or ChainTypeKind.Mac) or (ChainTypeKind.IPv4 or ChainTypeKind.Mac,
            ChainTypeKind.Integer) => $"write `{to}({text})`",
        _ => null,
    };

    static string FieldWidth(Int128 largest)
    {
        var bits = 0;
        for (; largest > 0; largest >>= 1)
            bits++;
        return bits == 1 ? "1 bit" : $"{bits} bits";
    }
}
