using Sluice.Chains.Code;
using Sluice.Chains.Language;
using Sluice.Chains.Language.Syntax;

namespace Sluice.Chains.Semantics;

sealed partial class ChainCompiler
{
    static readonly ChainType s_signed = ChainType.S64;
    static readonly ChainType s_unsigned = ChainType.U64;

    ChainValue Value(Expression expression)
    {
        switch (expression)
        {
            case IntegerLiteral integer:
                return ChainValue.Of(integer.Value);
            case BooleanLiteral boolean:
                return ChainValue.Of(boolean.Value);
            case AddressLiteral address:
                return ChainValue.Of(Constant(address));
            case FloatLiteral:
                return Fail(DiagnosticRules.FloatingPoint, expression.Span, "eBPF has no floating-point numbers",
                    "expected a whole number");
            case StringLiteral:
                return Fail(DiagnosticRules.StringAsValue, expression.Span, "a string is no value",
                    "expected a number or an address", "strings name interfaces and files, outside chains");
            case ParenthesizedExpression inner:
                return Value(inner.Inner);
            case NameExpression name:
                return Name(name);
            case UnaryExpression { Operator: not "not" } unary:
                return Unary(unary);
            case BinaryExpression { Operator: not ("and" or "or") } binary:
                var left = Value(binary.Left);
                // What follows may change a variable only by a call, and calls change none.
                return Binary(binary.Operator, left, Value(binary.Right), binary.Span, binary.Left.Span, binary.Right.Span);
            case UnaryExpression or BinaryExpression or ComparisonExpression:
                return Truth(expression);
            case CallExpression call:
                return Call(call, isStatement: false);
            case MemberExpression or IndexExpression:
                return FindHeader(expression) is { } header ? TestHeader(header) : FindPlace(expression)?.Load()
                    ?? ChainValue.Bad;
            case TupleExpression:
                return Fail(DiagnosticRules.TypeMismatch, expression.Span, "several values stand where one belongs",
                    "expected one value");
            case MapLiteral:
                return Fail(DiagnosticRules.TypeMismatch, expression.Span, "entries of a map are no value");
            default:
                return ChainValue.Bad;
        }
    }

    static ChainConstant Constant(AddressLiteral address)
    {
        var isPrefix = address.PrefixLength >= 0;
        var type = address.Kind switch
        {
            TokenKind.IPv4 => isPrefix ? ChainType.IPv4Prefix : ChainType.IPv4,
            TokenKind.IPv6 => isPrefix ? ChainType.IPv6Prefix : ChainType.IPv6,
            _ => ChainType.Mac,
        };
        return new(type, address.Number, address.PrefixLength);
    }

    ChainValue Number(Expression expression, string what)
    {
        var value = Value(expression);
        return value.IsBad || value.Type.IsNumeric ? value
            : Fail(DiagnosticRules.TypeMismatch, expression.Span,
                $"{what} is a number, but this is {UnitBuilder.Article(value.Type)}", "expected a number",
                UnitBuilder.Cast(value.Type, s_unsigned, expression.Span.Text));
    }

    ChainValue Name(NameExpression expression)
    {
        var name = expression.Name;
        if (_variables.TryGetValue(name, out var variable))
        {
            variable.IsRead = true;
            if (!_code.IsAssigned(variable))
            {
                _diagnostics.Add(new(DiagnosticRules.Unassigned, expression.Span,
                    $"`{name}` has no value on some ways that lead here")
                {
                    Related = [new(variable.Declared, "it gets one here")],
                    Help = $"give it a value before: `{name} = 0`",
                });
                _code.Assign(variable);
            }

            return new(variable.Type, Operand.Of(variable.Low), Operand.Of(variable.High));
        }

        if (_constants.TryGetValue(name, out var constant) || scope.Constants.TryGetValue(name, out constant))
            return ChainValue.Of(constant);
        if (scope.Globals.TryGetValue(name, out var global))
            return chain is null ? NotConstant(expression) : Load(global);
        if (scope.Lost.Contains(name) || _unknown.Contains(name))
            return ChainValue.Bad;
        if (name is "packet" or "Packet")
            return Fail(DiagnosticRules.NotAValue, expression.Span, "the packet as a whole is no value",
                "expected a field", "such as `packet.ip6.src`, `packet.u16[12]` or `packet.len`");
        if (scope.Functions.ContainsKey(name) || scope.Chains.ContainsKey(name))
            return Fail(DiagnosticRules.NotAValue, expression.Span,
                $"`{name}` is a {(scope.Functions.ContainsKey(name) ? "function" : "chain")}, not a value",
                "expected a call", $"write `{name}()`");
        if (scope.Loaders.ContainsKey(name))
            return Fail(DiagnosticRules.NotAValue, expression.Span, $"`{name}` is a loader, not a value");
        if (scope.FindMap(name) is not null)
            return Fail(DiagnosticRules.NotAValue, expression.Span, $"`{name}` is a map, not a value",
                "expected a key", $"write `{name}[KEY]`, or `KEY in {name}`");
        _unknown.Add(name);
        var known = _variables.Keys.Concat(_constants.Keys).Concat(scope.Constants.Keys).Concat(scope.Globals.Keys).Append("packet").Append("true").Append("false");
        return Fail(DiagnosticRules.UnknownName, expression.Span, $"`{name}` is not known here", "",
            Suggest(name, known) ?? "assign a value to it before");
    }

    ChainValue NotConstant(Expression expression) =>
        Fail(DiagnosticRules.NotConstant, expression.Span, "this is not known before a packet comes",
            "expected a constant", "move it into a chain");

    ChainValue Unary(UnaryExpression expression)
    {
        var value = Number(expression.Operand, $"the operand of `{expression.Operator}`");
        if (value.IsBad)
            return value;
        var isNegation = expression.Operator == "-";
        if (value.Constant is { } constant)
        {
            var number = isNegation ? -constant.Number : ~constant.Number;
            return number >= s_signed.Smallest ? ChainValue.Of(number)
                : Fail(DiagnosticRules.OutOfRange, expression.Span, $"{number} does not fit 64 bits",
                    $"expected at least {s_signed.Smallest}");
        }

        var type = value.Type == s_unsigned ? s_unsigned : s_signed;
        return new(type, _code.Emit(register =>
            new UnaryOperation(register, isNegation ? UnaryOperator.Negate : UnaryOperator.Complement, value.Low)));
    }

    ChainValue Binary(string operation, ChainValue left, ChainValue right, SourceSpan span, SourceSpan leftSpan,
        SourceSpan rightSpan)
    {
        if (left.IsBad || right.IsBad)
            return ChainValue.Bad;
        foreach (var (value, place) in new[] { (left, leftSpan), (right, rightSpan) })
        {
            if (!value.Type.IsNumeric)
            {
                return Fail(DiagnosticRules.TypeMismatch, place,
                    $"`{operation}` calculates with numbers, but this is {UnitBuilder.Article(value.Type)}",
                    "expected a number",
                    value.Type.IsPrefix ? "to test an address, write `address in prefix`"
                        : UnitBuilder.Cast(value.Type, s_unsigned, place.Text));
            }
        }

        if (operation is "/" or "%" && right.Constant is { Number: var divisor } && divisor == 0)
            _diagnostics.Add(DiagnosticRules.DivisionByZero, rightSpan, operation == "/" ? "a division by zero gives 0"
                : "the remainder of a division by zero is the left operand");
        if (operation is "<<" or ">>" && right.Constant is { Number: var distance } && (distance < 0 || distance > 63))
            _diagnostics.Add(DiagnosticRules.ShiftTooFar, rightSpan,
                $"a shift by {distance} bits shifts by {distance & 63}", "expected 0 to 63");
        if (left.Constant is { } first && right.Constant is { } second)
        {
            if (Arithmetic.Fold(operation, first.Number, second.Number) is { } number)
                return ChainValue.Of(number);
            return Fail(DiagnosticRules.OutOfRange, span, "the result does not fit 64 bits",
                $"expected {s_signed.Smallest} to {s_unsigned.Largest}");
        }

        var isSigned = operation is "<<" or ">>" ? left.Type.IsSigned || left.IsNegative : Arithmetic.IsSigned(left, right);
        if (operation is "/" or "%" && Arithmetic.AreMixed(left, right))
            _diagnostics.Add(DiagnosticRules.MixedSigns, span,
                "a signed and an unsigned number of 64 bits: both count as unsigned", "",
                "cast one of them: `s64(…)` or `u64(…)`");
        var code = Arithmetic.OperationOf(operation, isSigned);
        return new(isSigned ? s_signed : s_unsigned,
            _code.Emit(register => new BinaryOperation(register, code, left.Low, right.Low)));
    }
}
