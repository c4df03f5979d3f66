using System.Collections.Immutable;
using Sluice.Bpf.Assembly.Syntax;
using Sluice.Chains.Code;
using Sluice.Chains.Language.Syntax;

namespace Sluice.Chains.Semantics;

/// <summary>Checks a chain and turns it into blocks.</summary>
/// <param name="unit">What the chain becomes part of.</param>
/// <param name="scope">What the names of its script mean.</param>
/// <param name="chain">The chain; null for expressions of the top level.</param>
sealed partial class ChainCompiler(UnitBuilder unit, ScriptScope scope, ChainSymbol? chain)
{
    readonly CodeBuilder _code = new();
    readonly DiagnosticBag _diagnostics = unit.Diagnostics;
    readonly Dictionary<string, Variable> _variables = [];
    readonly Dictionary<string, ChainConstant> _constants = [];
    readonly Stack<(int Continue, int Break)> _loops = [];

    // Names that are not known: each is reported once.
    readonly HashSet<string> _unknown = [];

    /// <summary>Is the name, in capitals, that of a constant?</summary>
    /// <remarks>As published: Python's <c>isupper()</c>.</remarks>
    public static bool IsConstantName(string name) => name.Any(char.IsAsciiLetterUpper) && !name.Any(char.IsAsciiLetterLower);

    /// <summary>The chain's blocks.</summary>
    public ChainFunction Compile()
    {
        var definition = chain!.Definition;
        _code.Place = Place(definition.Name.Span);
        for (var index = 0; index < Math.Min(definition.Parameters.Length, chain.Parameters.Length); index++)
            DeclareParameter(definition.Parameters[index], chain.Parameters[index]);
        var parameters = _code.RegisterCount;
        Block(definition.Body);
        if (_code.IsReachable)
        {
            WarnNoVerdict(definition.Name.Span, $"chain `{definition.Name.Name}` can end without a verdict");
            _code.End(new ReturnTerminator(Operand.Value(0)));
        }

        foreach (var variable in _variables.Values.Where(variable => !variable.IsRead && !variable.Name.StartsWith('_')))
            _diagnostics.Add(DiagnosticRules.UnusedVariable, variable.Declared, $"`{variable.Name}` is never used", "",
                $"leave it out, or call it `_{variable.Name}`");
        return new()
        {
            Name = chain.Name,
            ParameterCount = parameters,
            RegisterCount = _code.RegisterCount,
            Blocks = _code.Build(),
            Place = Place(definition.Name.Span),
        };
    }

    /// <summary>The value of an expression of the top level.</summary>
    public ChainValue Evaluate(Expression expression) => Value(expression);

    static SourcePlace Place(SourceSpan span)
    {
        var (line, column) = span.Source.Locate(span.Start);
        return new(span.Source.Path, line, column, span.Source.Line(line).Trim());
    }

    void DeclareParameter(ParameterDeclaration parameter, ChainType type)
    {
        var name = parameter.Name.Name;
        CheckName(parameter.Name.Span, name);
        if (_variables.ContainsKey(name))
            _diagnostics.Add(DiagnosticRules.DuplicateName, parameter.Name.Span, $"there are two parameters `{name}`",
                "", "choose another name");
        var variable = Declare(name, type, parameter.Name.Span);
        // A chain need not use all that it is given.
        variable.IsRead = true;
        _code.Assign(variable);
    }

    Variable Declare(string name, ChainType type, SourceSpan span)
    {
        // Halves of an address follow each other, the upper one first, as in calls.
        var high = type.RegisterCount > 1 ? _code.NewRegister() : 0;
        Variable variable = new(name, type, span, _code.NewRegister(), high);
        _variables[name] = variable;
        return variable;
    }

    void CheckName(SourceSpan span, string name)
    {
        if (ScopeReader.IsReserved(name))
            _diagnostics.Add(DiagnosticRules.ReservedName, span, $"`{name}` is a word of the language", "",
                "choose another name");
    }

    // A published chain ends in `return 0` even behind a function that ends it: that is no finding.
    void WarnNoVerdict(SourceSpan span, string message)
    {
        if (chain is { IsEntry: true } && _code.IsReachable)
            _diagnostics.Add(DiagnosticRules.NoVerdict, span, message,
                "the packet is dropped here, and counted as a fault",
                "call a function that gives a verdict, such as `hike_pass()`");
    }

    ChainValue Fail(DiagnosticRule rule, SourceSpan span, string message, string label = "", string? help = null)
    {
        _diagnostics.Add(rule, span, message, label, help);
        return ChainValue.Bad;
    }

    static string? Suggest(string name, IEnumerable<string> known) =>
        Spelling.Closest(name, known) is { } closest ? $"did you mean `{closest}`?" : null;

    // The value as one of a type: cut, extended or refused.
    ChainValue Convert(ChainValue value, ChainType type, SourceSpan span, string what)
    {
        if (value.IsBad || value.Type == type)
            return value;
        if (value.Constant is { } constant)
            return unit.ConvertConstant(constant, type, span, what) is { } converted ? ChainValue.Of(converted)
                : ChainValue.Bad;
        if (type.Kind == ChainTypeKind.Integer && value.Type.IsNumeric)
            return Cut(value, type);
        return Fail(DiagnosticRules.TypeMismatch, span,
            $"{what} is {UnitBuilder.Article(type)}, but this is {UnitBuilder.Article(value.Type)}",
            $"expected {UnitBuilder.Article(type)}", UnitBuilder.Cast(value.Type, type, span.Text));
    }

    // For a place that takes the lower bytes by itself: nothing needs to be cut off before.
    ChainValue ConvertToStore(ChainValue value, ChainType type, SourceSpan span, string what) =>
        value.Constant is null && type.Kind == ChainTypeKind.Integer && value.Type.IsNumeric ? new(type, value.Low)
            : Convert(value, type, span, what);

    // As C converts: the lower bits, read with the type's sign.
    ChainValue Cut(ChainValue value, ChainType type)
    {
        var fits = !type.IsNarrow || (value.Type.Bits < type.Bits && (type.IsSigned || !value.Type.IsSigned))
            || (value.Type.Bits == type.Bits && value.Type.IsSigned == type.IsSigned)
                || value.Type.Kind == ChainTypeKind.Boolean;
        return new(type, fits ? value.Low
            : _code.Emit(register => new ExtendOperation(register, value.Low, type.Bits, type.IsSigned)));
    }

    // Copies a value to registers of its own, so that later changes of a variable do not change it.
    ChainValue Keep(ChainValue value)
    {
        if (value.Constant is not null || value.IsBad)
            return value;
        var low = _code.Emit(register => new MoveOperation(register, value.Low));
        return new(value.Type, low, value.Type.RegisterCount > 1
            ? _code.Emit(register => new MoveOperation(register, value.High)) : default);
    }

    static ImmutableArray<Operand> Registers(ChainValue value) =>
        value.Type.RegisterCount > 1 ? [value.High, value.Low] : [value.Low];
}
