using System.Collections.Immutable;
using Sluice.Chains.Code;
using Sluice.Chains.Language.Syntax;

namespace Sluice.Chains.Semantics;

sealed partial class ChainCompiler
{
    void Block(ImmutableArray<Statement> statements)
    {
        var wasReachable = _code.IsReachable;
        foreach (var statement in statements)
        {
            if (wasReachable && !_code.IsReachable)
            {
                wasReachable = false;
                if (statement is not (ReturnStatement or PassStatement or BreakStatement or ContinueStatement))
                    _diagnostics.Add(DiagnosticRules.Unreachable, statement.Span.LastLine == statement.Span.Line
                        ? statement.Span : FirstLine(statement.Span), "this is never executed",
                        "what stands before it always ends the chain, or the loop's round");
            }

            _code.Place = Place(statement.Span);
            Statement(statement);
        }
    }

    static SourceSpan FirstLine(SourceSpan span) =>
        span with { End = span.Start + span.Text.IndexOf('\n', StringComparison.Ordinal) };

    void Statement(Statement statement)
    {
        switch (statement)
        {
            case AssignmentStatement assignment:
                Assign(assignment);
                break;
            case CompoundAssignmentStatement compound:
                CompoundAssign(compound);
                break;
            case ExpressionStatement expression:
                Execute(expression.Expression);
                break;
            case ReturnStatement @return:
                Return(@return);
                break;
            case DeleteStatement delete:
                Delete(delete);
                break;
            case IfStatement @if:
                If(@if);
                break;
            case WhileStatement @while:
                While(@while);
                break;
            case ForStatement @for:
                For(@for);
                break;
            case BreakStatement:
                Leave(statement, loop => loop.Break, "break");
                break;
            case ContinueStatement:
                Leave(statement, loop => loop.Continue, "continue");
                break;
            case ChainDefinition inner:
                _diagnostics.Add(DiagnosticRules.InsideChain, inner.Name.Span,
                    $"chain `{inner.Name.Name}` is defined within another chain", "",
                    "move it to the top level; chains call each other by name");
                break;
        }
    }

    void Execute(Expression expression)
    {
        // A string by itself is a remark.
        if (expression is StringLiteral or BadExpression)
            return;
        if (expression is CallExpression call)
        {
            Call(call, isStatement: true);
            return;
        }

        var value = Value(expression);
        if (value.IsBad)
            return;
        _diagnostics.Add(DiagnosticRules.NoEffect, expression.Span, "the value of this expression is not used", "",
            expression is ComparisonExpression { Operators: ["=="] } ? "to assign, write `=`"
                : "assign it to a variable, or leave it out");
    }

    void Return(ReturnStatement statement)
    {
        var value = statement.Value is { } given ? Value(given) : ChainValue.Of(0);
        if (!value.IsBad && !value.Type.IsNumeric)
        {
            value = Fail(DiagnosticRules.TypeMismatch, statement.Value!.Span,
                $"a chain returns a number, but this is {UnitBuilder.Article(value.Type)}", "expected a number",
                UnitBuilder.Cast(value.Type, ChainType.U64, statement.Value.Span.Text));
        }

        WarnNoVerdict(statement.Span, "the chain returns to its loader without a verdict");
        _code.End(new ReturnTerminator(value.Low));
    }

    void Leave(Statement statement, Func<(int Continue, int Break), int> target, string word)
    {
        if (_loops.TryPeek(out var loop))
            _code.Jump(target(loop));
        else
            _diagnostics.Add(DiagnosticRules.OutsideLoop, statement.Span, $"`{word}` stands outside a loop",
                "expected to be within `while` or `for`", "to leave the chain, write `return`");
    }

    void If(IfStatement statement)
    {
        var end = _code.NewBlock("end");
        foreach (var branch in statement.Branches)
        {
            var then = _code.NewBlock("then");
            var next = _code.NewBlock("else");
            _code.Place = Place(branch.Condition.Span);
            Condition(branch.Condition, then, next);
            _code.Start(then);
            Block(branch.Body);
            _code.Jump(end);
            _code.Start(next);
        }

        if (statement.Else is { } otherwise)
            Block(otherwise.Body);
        _code.Jump(end);
        _code.Start(end);
    }

    void While(WhileStatement statement)
    {
        var head = _code.NewBlock("while");
        var body = _code.NewBlock("body");
        var end = _code.NewBlock("end");
        _code.Jump(head);
        _code.Start(head);
        Condition(statement.Condition, body, end);
        _code.Start(body);
        _loops.Push((head, end));
        Block(statement.Body);
        _loops.Pop();
        _code.Jump(head);
        _code.Start(end);
    }

    // for i in range(start, end, step): a hidden counter, so that the body may change i; both bounds are worked out once.
    void For(ForStatement statement)
    {
        var bounds = statement.Range.Select(bound => (Value: Number(bound, "a bound of a range"), bound.Span)).ToArray();
        if (bounds.Length == 0)
            return;
        var start = bounds.Length > 1 ? bounds[0].Value : ChainValue.Of(0);
        var last = bounds.Length > 1 ? bounds[1].Value : bounds[0].Value;
        var step = bounds.Length > 2 ? bounds[2].Value : ChainValue.Of(1);
        if (step.Constant is not { Number: var stride } || stride == 0)
        {
            if (!step.IsBad)
                _diagnostics.Add(DiagnosticRules.NotConstant, bounds[2].Span,
                    "the step of a range is a constant other than 0", "expected a constant");
            stride = 1;
        }

        var isSigned = stride < 0 || new[] { start, last }.Any(bound => bound.Type.IsSigned || bound.IsNegative);
        var type = ChainType.Integer(64, isSigned);
        ChainValue counter = new(type, _code.Emit(register => new MoveOperation(register, start.Low)));
        var end = Keep(last);
        var head = _code.NewBlock("for");
        var body = _code.NewBlock("body");
        var next = _code.NewBlock("next");
        var done = _code.NewBlock("end");
        _code.Jump(head);
        _code.Start(head);
        var comparison = (isSigned, stride < 0) switch
        {
            (false, _) => Comparison.Less,
            (_, false) => Comparison.SignedLess,
            _ => Comparison.SignedGreater,
        };
        _code.End(new BranchTerminator(comparison, counter.Low, end.Low, body, done));
        _code.Start(body);
        Store(statement.Variable.Name, statement.Variable.Span, null, counter, statement.Variable.Span, isCounter: true);
        _loops.Push((next, done));
        Block(statement.Body);
        _loops.Pop();
        _code.Jump(next);
        _code.Start(next);
        _code.Place = Place(statement.Span);
        _code.Emit(new BinaryOperation(counter.Low.Register, BinaryOperator.Add, counter.Low, step.Low));
        _code.Jump(head);
        _code.Start(done);
    }

    void Assign(AssignmentStatement statement)
    {
        switch (statement.Target)
        {
            case NameExpression name:
                AssignName(statement, name);
                break;
            case MemberExpression or IndexExpression when statement.Value is MapLiteral:
                _diagnostics.Add(DiagnosticRules.InsideChain, statement.Target.Span,
                    "the entries of a map are listed outside chains", "", "move this to the top level");
                break;
            case MemberExpression or IndexExpression:
                if (FindPlace(statement.Target) is { } place)
                    place.Store(Value(statement.Value), statement.Value.Span);
                else
                    Value(statement.Value);
                break;
        }
    }

    void AssignName(AssignmentStatement statement, NameExpression name)
    {
        if (statement.Value is MapLiteral)
        {
            _diagnostics.Add(DiagnosticRules.InsideChain, statement.Target.Span,
                "the entries of a map are listed outside chains", "", "move this to the top level");
            return;
        }

        var value = Value(statement.Value);
        if (statement.Type is null && IsConstantName(name.Name) && value.Constant is { } constant
            && !_variables.ContainsKey(name.Name) && !scope.Globals.ContainsKey(name.Name))
        {
            CheckName(name.Span, name.Name);
            var isKnown = _constants.TryGetValue(name.Name, out var before);
            if (isKnown && before != constant)
                _diagnostics.Add(DiagnosticRules.ConstantChanged, name.Span,
                    $"`{name.Name}` is a constant and has a value already", "a name in capitals is defined once",
                    "write the name of a variable in lower case");
            _constants[name.Name] = constant;
            return;
        }

        Store(name.Name, name.Span, statement.Type, value, statement.Value.Span);
    }

    // Into a variable, which the first assignment makes.
    void Store(string name, SourceSpan span, TypeName? declared, ChainValue value, SourceSpan valueSpan,
        bool isCounter = false)
    {
        if (!_variables.TryGetValue(name, out var variable))
        {
            if (declared is null && scope.Globals.TryGetValue(name, out var global))
            {
                Store(global, value, valueSpan);
                return;
            }

            if (declared is null && (_constants.ContainsKey(name) || scope.Constants.ContainsKey(name)))
            {
                _diagnostics.Add(DiagnosticRules.ConstantChanged, span, $"`{name}` is a constant",
                    "it cannot be changed", "choose another name for the variable");
                return;
            }

            CheckName(span, name);
            var type = declared is not null ? unit.FindType(declared) : Inferred(value);
            if (type.IsPrefix)
            {
                _diagnostics.Add(DiagnosticRules.TypeMismatch, valueSpan,
                    $"a variable cannot hold {UnitBuilder.Article(type)}", "",
                    $"make it a constant: write `{name.ToUpperInvariant()}` in capitals");
                return;
            }

            variable = Declare(name, type, span);
        }
        else if (declared is not null && unit.FindType(declared) is var type && type != variable.Type)
        {
            _diagnostics.Add(new(DiagnosticRules.Redeclared, declared.Span, $"`{name}` is {variable.Type}, not {type}")
            {
                Related = [new(variable.Declared, $"it became {variable.Type} here")],
                Help = "choose another name, or leave the type out",
            });
            return;
        }

        var converted = Convert(value, variable.Type, valueSpan, $"`{name}`");
        _code.Emit(new MoveOperation(variable.Low, converted.Low));
        if (variable.Type.RegisterCount > 1)
            _code.Emit(new MoveOperation(variable.High, converted.High));
        _code.Assign(variable);
        variable.IsRead |= isCounter;
    }

    // Without a declared type a variable takes numbers of 64 bits, so that nothing is cut off unasked.
    static ChainType Inferred(ChainValue value) => value.Type.Kind != ChainTypeKind.Integer ? value.Type
        : ChainType.Integer(64, value.Type == ChainType.Number ? value.IsNegative : value.Type.IsSigned);

    void CompoundAssign(CompoundAssignmentStatement statement)
    {
        if (statement.Target is NameExpression name && !scope.Globals.ContainsKey(name.Name))
        {
            if (!_variables.TryGetValue(name.Name, out var variable))
            {
                // Only what has a value can be changed: the message is that of reading it.
                if (!Value(name).IsBad)
                    _diagnostics.Add(DiagnosticRules.ConstantChanged, name.Span, $"`{name.Name}` is a constant",
                        "it cannot be changed");
                return;
            }

            var wasRead = variable.IsRead;
            var result = Binary(statement.Operator, Value(name), Value(statement.Value), statement.Span,
                statement.Target.Span, statement.Value.Span);
            variable.IsRead = wasRead;
            if (!result.IsBad)
                Store(name.Name, name.Span, null, result, statement.Span);
            return;
        }

        if (FindPlace(statement.Target) is { } place)
        {
            var result = Binary(statement.Operator, place.Load(), Value(statement.Value), statement.Span,
                statement.Target.Span, statement.Value.Span);
            if (!result.IsBad)
                place.Store(result, statement.Value.Span);
        }
    }
}
