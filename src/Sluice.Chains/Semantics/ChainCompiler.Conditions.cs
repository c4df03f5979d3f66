using Sluice.Chains.Code;
using Sluice.Chains.Language.Syntax;

namespace Sluice.Chains.Semantics;

sealed partial class ChainCompiler
{
    // Goes on at one of two blocks.
    void Condition(Expression expression, int then, int otherwise)
    {
        switch (expression)
        {
            case ParenthesizedExpression inner:
                Condition(inner.Inner, then, otherwise);
                break;
            case UnaryExpression { Operator: "not" } negation:
                Condition(negation.Operand, otherwise, then);
                break;
            case BinaryExpression { Operator: "and" } both:
                var second = _code.NewBlock("and");
                Condition(both.Left, second, otherwise);
                _code.Start(second);
                Condition(both.Right, then, otherwise);
                break;
            case BinaryExpression { Operator: "or" } either:
                second = _code.NewBlock("or");
                Condition(either.Left, then, second);
                _code.Start(second);
                Condition(either.Right, then, otherwise);
                break;
            case ComparisonExpression comparison:
                Compare(comparison, then, otherwise);
                break;
            default:
                var value = Value(expression);
                if (!value.IsBad && !value.Type.IsNumeric)
                {
                    value = Fail(DiagnosticRules.TypeMismatch, expression.Span,
                        $"a condition is true or false, but this is {UnitBuilder.Article(value.Type)}",
                        "expected a comparison",
                        value.Type.IsPrefix ? $"write `address in {expression.Span.Text}`"
                            : $"compare it: `{expression.Span.Text} == …`");
                }

                Branch(value, then, otherwise);
                break;
        }
    }

    void Branch(ChainValue value, int then, int otherwise)
    {
        if (value.Constant is { } constant)
            _code.Jump(constant.Bits != 0 ? then : otherwise);
        else
            _code.End(new BranchTerminator(Comparison.NotEqual, value.Low, Operand.Value(0), then, otherwise));
    }

    // The truth of an expression as 1 or 0.
    ChainValue Truth(Expression expression)
    {
        if (expression is ComparisonExpression { Operators: [var operation], Operands: [var first, var second] }
            && operation is not ("in" or "not in"))
        {
            var (left, right) = (Value(first), Value(second));
            return CompareOnce(operation, left, right, expression.Span, first.Span, second.Span);
        }

        if (chain is null)
            return NotConstant(expression);
        var result = _code.NewRegister();
        var then = _code.NewBlock("true");
        var otherwise = _code.NewBlock("false");
        var end = _code.NewBlock("end");
        Condition(expression, then, otherwise);
        _code.Start(then);
        _code.Emit(new MoveOperation(result, Operand.Value(1)));
        _code.Jump(end);
        _code.Start(otherwise);
        _code.Emit(new MoveOperation(result, Operand.Value(0)));
        _code.Jump(end);
        _code.Start(end);
        return new(ChainType.Boolean, Operand.Of(result));
    }

    // Comparisons in a row hold if all do; an operand between two is worked out once.
    void Compare(ComparisonExpression comparison, int then, int otherwise)
    {
        if (comparison is { Operands: [TupleExpression key, NameExpression name], Operators: ["in" or "not in"] }
            && scope.FindMap(name.Name) is { } map)
        {
            var isIn = comparison.Operators[0] == "in";
            MemberOf(map, Parts([key]), comparison.Span, isIn ? then : otherwise, isIn ? otherwise : then);
            return;
        }

        var left = Value(comparison.Operands[0]);
        for (var index = 0; index < comparison.Operators.Length; index++)
        {
            var next = index == comparison.Operators.Length - 1 ? then : _code.NewBlock("and");
            var (operation, right) = (comparison.Operators[index], comparison.Operands[index + 1]);
            var span = comparison.Operands[index].Span;
            if (operation is "in" or "not in")
            {
                var (found, missing) = operation == "in" ? (next, otherwise) : (otherwise, next);
                Member(left, span, right, found, missing);
                left = ChainValue.Bad;
            }
            else
            {
                var value = Value(right);
                CompareTo(operation, left, value, span.To(right.Span), span, right.Span, next, otherwise);
                left = value;
            }

            if (next != then)
                _code.Start(next);
        }
    }

    void CompareTo(string operation, ChainValue left, ChainValue right, SourceSpan span, SourceSpan leftSpan,
        SourceSpan rightSpan, int then, int otherwise)
    {
        if (!CheckComparison(operation, left, right, span, leftSpan, rightSpan))
        {
            _code.End(new BranchTerminator(Comparison.NotEqual, Operand.Value(0), Operand.Value(0), then, otherwise));
        }
        else if (left.Type.RegisterCount > 1)
        {
            var (equal, different) = operation == "==" ? (then, otherwise) : (otherwise, then);
            var lower = _code.NewBlock("and");
            _code.End(new BranchTerminator(Comparison.Equal, left.High, right.High, lower, different));
            _code.Start(lower);
            _code.End(new BranchTerminator(Comparison.Equal, left.Low, right.Low, equal, different));
        }
        else if (left.Constant is { } first && right.Constant is { } second)
        {
            _code.Jump(Holds(operation, first, second) ? then : otherwise);
        }
        else
        {
            _code.End(new BranchTerminator(Arithmetic.ComparisonOf(operation, Arithmetic.IsSigned(left, right)),
                left.Low, right.Low, then, otherwise));
        }
    }

    ChainValue CompareOnce(string operation, ChainValue left, ChainValue right, SourceSpan span, SourceSpan leftSpan,
        SourceSpan rightSpan)
    {
        if (!CheckComparison(operation, left, right, span, leftSpan, rightSpan))
            return ChainValue.Bad;
        if (left.Constant is { } first && right.Constant is { } second)
            return ChainValue.Of(Holds(operation, first, second));
        if (left.Type.RegisterCount == 1)
        {
            var comparison = Arithmetic.ComparisonOf(operation, Arithmetic.IsSigned(left, right));
            return new(ChainType.Boolean,
                _code.Emit(register => new CompareOperation(register, comparison, left.Low, right.Low)));
        }

        // Equal where no bit differs.
        var high = _code.Emit(register => new BinaryOperation(register, BinaryOperator.Xor, left.High, right.High));
        var low = _code.Emit(register => new BinaryOperation(register, BinaryOperator.Xor, left.Low, right.Low));
        var any = _code.Emit(register => new BinaryOperation(register, BinaryOperator.Or, high, low));
        return new(ChainType.Boolean,
            _code.Emit(register =>
            new CompareOperation(register, operation == "==" ? Comparison.Equal : Comparison.NotEqual, any,
            Operand.Value(0))));
    }

    static bool Holds(string operation, ChainConstant left, ChainConstant right)
    {
        // An unsigned number of 64 bits and a negative one: as the machine sees them.
        var isPattern = left.Type == s_unsigned || right.Type == s_unsigned;
        var (first, second) = isPattern ? ((Int128)(ulong)left.Bits, (Int128)(ulong)right.Bits) : (left.Number, right.Number);
        return operation switch
        {
            "==" => left.Type.IsNumeric ? first == second : left.Bits == right.Bits,
            "!=" => left.Type.IsNumeric ? first != second : left.Bits != right.Bits,
            "<" => first < second,
            "<=" => first <= second,
            ">" => first > second,
            _ => first >= second,
        };
    }

    bool CheckComparison(string operation, ChainValue left, ChainValue right, SourceSpan span, SourceSpan leftSpan,
        SourceSpan rightSpan)
    {
        if (left.IsBad || right.IsBad)
            return false;
        if (left.Type.IsPrefix || right.Type.IsPrefix)
        {
            var prefix = left.Type.IsPrefix ? leftSpan : rightSpan;
            Fail(DiagnosticRules.NotComparable, prefix, $"a prefix is not compared with `{operation}`", "",
                $"write `{(left.Type.IsPrefix ? rightSpan : leftSpan).Text} in {prefix.Text}`");
            return false;
        }

        if (left.Type.IsNumeric != right.Type.IsNumeric || (!left.Type.IsNumeric && left.Type != right.Type))
        {
            _diagnostics.Add(new(DiagnosticRules.NotComparable, span,
                $"{UnitBuilder.Article(left.Type)} and {UnitBuilder.Article(right.Type)} cannot be compared")
            {
                Related = [new(leftSpan, $"this is {UnitBuilder.Article(left.Type)}"),
                    new(rightSpan, $"this is {UnitBuilder.Article(right.Type)}")],
                Help = left.Type.IsNumeric ? UnitBuilder.Cast(right.Type, s_unsigned, rightSpan.Text)
                    : UnitBuilder.Cast(left.Type, s_unsigned, leftSpan.Text),
            });
            return false;
        }

        if (!left.Type.IsNumeric && operation is not ("==" or "!="))
        {
            Fail(DiagnosticRules.NotComparable, span,
                $"addresses have no order, so `{operation}` does not compare them", "expected `==`, `!=` or `in`",
                "to test a range, write `address in prefix`");
            return false;
        }

        WarnAboutNumbers(operation, left, right, span);
        return true;
    }

    void WarnAboutNumbers(string operation, ChainValue left, ChainValue right, SourceSpan span)
    {
        if (!left.Type.IsNumeric)
            return;
        if (Arithmetic.AreMixed(left, right) && operation is not ("==" or "!="))
        {
            _diagnostics.Add(DiagnosticRules.MixedSigns, span,
                "a signed and an unsigned number of 64 bits: both count as unsigned", "",
                "cast one of them: `s64(…)` or `u64(…)`");
            return;
        }

        var (type, constant, mirrored) = right.Constant is { } onRight ? (left.Type, onRight.Number, operation)
            : left.Constant is { } onLeft ? (right.Type, onLeft.Number, Mirror(operation)) : (null, 0, "");
        if (type is null || (left.Constant is not null && right.Constant is not null))
            return;
        // `u64 == -1` is how scripts test for all ones.
        var isPattern = type == s_unsigned && constant < 0;
        bool? always = mirrored switch
        {
            "==" or "!=" when !isPattern && (constant < type.Smallest || constant > type.Largest) => mirrored == "!=",
            "<" or ">=" when !isPattern && constant > type.Largest => mirrored == "<",
            "<" or ">=" when constant <= type.Smallest => mirrored == ">=",
            ">" or "<=" when !isPattern && constant >= type.Largest => mirrored == "<=",
            ">" or "<=" when constant < type.Smallest => mirrored == ">",
            _ => null,
        };
        if (always is { } result)
        {
            _diagnostics.Add(DiagnosticRules.AlwaysSame, span, $"this is always {(result ? "true" : "false")}",
                $"a {type} is {type.Smallest} to {type.Largest}",
                constant == 0 && type == s_unsigned ? "for numbers below zero, declare the variable as s64" : null);
        }
    }

    static string Mirror(string operation) =>
        operation switch { "<" => ">", "<=" => ">=", ">" => "<", ">=" => "<=", _ => operation };
}
