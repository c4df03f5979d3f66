using System.Collections.Immutable;
using Sluice.Chains.Code;
using Sluice.Chains.Language.Syntax;

namespace Sluice.Chains.Semantics;

/// <summary>Finds out what the names at the top level of a script mean.</summary>
sealed class ScopeReader(UnitBuilder unit, ScriptScope scope)
{
    /// <summary>Names that mean something in every chain.</summary>
    static readonly string[] s_reserved = ["packet", "Packet", "range"];

    readonly DiagnosticBag _diagnostics = unit.Diagnostics;

    /// <summary>Fills the scope.</summary>
    public void Read()
    {
        // Before the imports: where two scripts have a chain of one name, that of the script that imports keeps it.
        foreach (var chain in scope.Script.Statements.OfType<ChainDefinition>())
            Declare(chain);
        ImportReader imports = new(unit, scope);
        foreach (var import in All<ImportStatement>(scope.Script.Statements))
            imports.Read(import);
        var assigned = AssignedNames(scope.Script.Statements.OfType<ChainDefinition>());
        foreach (var assignment in scope.Script.Statements.OfType<AssignmentStatement>())
        {
            if (assignment.Target is NameExpression name)
                Define(name, assignment, assigned.Contains(name.Name));
        }
    }

    /// <summary>Is the name taken by the language?</summary>
    public static bool IsReserved(string name) => s_reserved.Contains(name);

    // As published, imports may stand anywhere.
    static IEnumerable<T> All<T>(IEnumerable<Statement> statements)
        where T : Statement => statements.OfType<T>().Concat(statements.SelectMany(statement => All<T>(Bodies(statement))));

    static IEnumerable<Statement> Bodies(Statement statement) => statement switch
    {
        ChainDefinition chain => chain.Body,
        IfStatement @if => @if.Branches.SelectMany(branch => branch.Body).Concat(@if.Else?.Body ?? []),
        WhileStatement @while => @while.Body,
        ForStatement @for => @for.Body,
        _ => [],
    };

    // Names that a chain assigns to without declaring them: those of the top level are variables then.
    static HashSet<string> AssignedNames(IEnumerable<ChainDefinition> chains)
    {
        HashSet<string> names = [];
        foreach (var chain in chains)
        {
            var own = chain.Parameters.Select(parameter => parameter.Name.Name)
                .Concat(All<AssignmentStatement>(chain.Body).Where(assignment =>
                    assignment.Type is not null).Select(assignment =>
                    assignment.Target).OfType<NameExpression>().Select(name => name.Name));
            names.UnionWith(All<AssignmentStatement>(chain.Body).Where(assignment =>
                assignment.Type is null).Select(assignment => assignment.Target)
                .Concat(All<CompoundAssignmentStatement>(chain.Body).Select(assignment => assignment.Target))
                .OfType<NameExpression>().Select(name => name.Name).Except(own));
        }

        return names;
    }

    void Declare(ChainDefinition chain)
    {
        var name = chain.Name.Name;
        if (scope.Chains.TryGetValue(name, out var other))
        {
            _diagnostics.Add(new(DiagnosticRules.DuplicateName, chain.Name.Span, $"there are two chains `{name}`")
            {
                Related = [new(other.Definition.Name.Span, "the first one")],
                Help = "choose another name",
            });
            return;
        }

        List<ChainType> parameters = [];
        var registers = 0;
        foreach (var parameter in chain.Parameters)
        {
            var type = parameter.Type is null ? ChainType.U64 : unit.FindType(parameter.Type);
            registers += type.RegisterCount;
            parameters.Add(type);
        }

        if (registers > FunctionReference.MaxParameters)
        {
            var span = chain.Parameters[0].Span.To(chain.Parameters[^1].Span);
            _diagnostics.Add(DiagnosticRules.TooManyParameters, span,
                $"chain `{name}` takes {registers} registers of arguments",
                $"expected at most {FunctionReference.MaxParameters}",
                parameters.Contains(ChainType.IPv6) ? "an ip6 address takes two" : null);
            parameters.Clear();
        }

        scope.Chains.Add(name, unit.AddChain(chain, scope, [.. parameters]));
    }

    void Define(NameExpression name, AssignmentStatement assignment, bool isVariable)
    {
        if (assignment.Value is MapLiteral)
            return;
        if (IsReserved(name.Name))
        {
            _diagnostics.Add(DiagnosticRules.ReservedName, name.Span, $"`{name.Name}` is a word of the language", "",
                "choose another name");
            return;
        }

        if (assignment.Value is CallExpression { Callee: NameExpression kind } call && MapDeclaration.IsKind(kind.Name)
            && !scope.Functions.ContainsKey(kind.Name))
        {
            if (new MapDeclaration(unit, scope).Read(name, kind.Name, call) is { } map && !scope.Maps.TryAdd(name.Name, map))
                _diagnostics.Add(DiagnosticRules.DuplicateName, name.Span, $"there are two maps `{name.Name}`");
            return;
        }

        if (unit.Evaluate(scope, assignment.Value) is not { } value)
        {
            scope.Lost.Add(name.Name);
            return;
        }

        if (assignment.Type is { } declared && unit.FindType(declared) is var type)
        {
            if (unit.ConvertConstant(value, type, assignment.Value.Span, $"`{name.Name}`") is not { } converted)
                return;
            value = converted;
        }

        if (scope.Constants.TryGetValue(name.Name, out var before) && before != value)
        {
            _diagnostics.Add(DiagnosticRules.ConstantChanged, name.Span, $"`{name.Name}` has a value already", "",
                "names at the top level are defined once");
            return;
        }

        if (isVariable && !ChainCompiler.IsConstantName(name.Name))
        {
            var kept = assignment.Type is null && value.Type == ChainType.Number
                ? ChainType.Integer(64, value.Number < 0) : value.Type;
            if (kept.IsPrefix || kept.RegisterCount > 1)
                _diagnostics.Add(DiagnosticRules.TypeMismatch, name.Span,
                    $"a variable at the top level cannot hold an {kept}", "expected a number, an ip4 or a mac address",
                    "keep it in a map");
            else
                scope.Globals[name.Name] = unit.AddVariable(name.Name, kept, name.Span, value);
            return;
        }

        scope.Constants[name.Name] = value;
    }
}
