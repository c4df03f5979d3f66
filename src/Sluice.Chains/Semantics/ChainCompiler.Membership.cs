using Sluice.Chains.Code;
using Sluice.Chains.Language.Syntax;

namespace Sluice.Chains.Semantics;

sealed partial class ChainCompiler
{
    // address in prefix, value in (a, b, c), key in map
    void Member(ChainValue value, SourceSpan span, Expression set, int then, int otherwise)
    {
        switch (set)
        {
            case TupleExpression tuple:
                foreach (var item in tuple.Items)
                {
                    var next = _code.NewBlock("or");
                    MemberOf(value, span, item, then, next);
                    _code.Start(next);
                }

                _code.Jump(otherwise);
                break;
            case ParenthesizedExpression inner:
                MemberOf(value, span, inner.Inner, then, otherwise);
                break;
            case NameExpression name when !_variables.ContainsKey(name.Name) && scope.FindMap(name.Name) is { } map:
                MemberOf(map, [(value, span)], set.Span, then, otherwise);
                break;
            default:
                var prefix = Value(set);
                if (!prefix.IsBad && !prefix.Type.IsPrefix)
                {
                    Fail(DiagnosticRules.TypeMismatch, set.Span,
                        $"`in` tests for a prefix, a map or a list, but this is {UnitBuilder.Article(prefix.Type)}",
                        "expected a prefix, a map or a list",
                        $"to compare, write `{span.Text} == {set.Span.Text}`");
                    prefix = ChainValue.Bad;
                }

                InPrefix(value, span, prefix, then, otherwise);
                break;
        }
    }

    void MemberOf(ChainValue value, SourceSpan span, Expression item, int then, int otherwise)
    {
        var member = Value(item);
        if (member.Type.IsPrefix)
            InPrefix(value, span, member, then, otherwise);
        else
            CompareTo("==", value, member, span.To(item.Span), span, item.Span, then, otherwise);
    }

    void InPrefix(ChainValue value, SourceSpan span, ChainValue prefix, int then, int otherwise)
    {
        if (value.IsBad || prefix.Constant is not { } range)
        {
            _code.End(new BranchTerminator(Comparison.NotEqual, Operand.Value(0), Operand.Value(0), then, otherwise));
            return;
        }

        if (value.Type.Bits != range.Type.Bits || value.Type.IsNumeric)
        {
            Fail(DiagnosticRules.TypeMismatch, span,
                $"{UnitBuilder.Article(value.Type)} cannot be in {UnitBuilder.Article(range.Type)}",
                $"expected an {(range.Type == ChainType.IPv4Prefix ? "ip4" : "ip6")} address",
                value.Type.IsNumeric && range.Type == ChainType.IPv4Prefix ? $"write `ip4({span.Text})`" : null);
            _code.Jump(otherwise);
            return;
        }

        var mask = range.PrefixLength == 0 ? 0 : UInt128.MaxValue << range.Type.Bits - range.PrefixLength;
        if (range.Type == ChainType.IPv4Prefix)
            mask &= uint.MaxValue;
        var lower = _code.NewBlock("and");
        InHalf(value.High, (ulong)(mask >> 64), (ulong)(range.Bits >> 64), lower, otherwise);
        _code.Start(lower);
        InHalf(value.Low, (ulong)mask, (ulong)range.Bits, then, otherwise);
    }

    void InHalf(Operand half, ulong mask, ulong bits, int then, int otherwise)
    {
        if (mask == 0)
        {
            _code.Jump(then);
            return;
        }

        var masked = mask is ulong.MaxValue or uint.MaxValue ? half
            : _code.Emit(register =>
            new BinaryOperation(register, BinaryOperator.And, half, Operand.Value(unchecked((long)mask))));
        _code.End(new BranchTerminator(Comparison.Equal, masked, Operand.Value(unchecked((long)bits)), then, otherwise));
    }
}
