using Sluice.Bpf.Assembly.Syntax;
using Sluice.Chains.Code;
using Sluice.Chains.Functions;
using Sluice.Chains.Language.Syntax;

namespace Sluice.Chains.Semantics;

/// <summary>Reads what a script says beside its chains: entries of maps, settings, attachments.</summary>
sealed class ConfigurationReader(UnitBuilder unit, ScriptScope scope)
{
    // bpf(2): flags of an XDP attachment, by the names that ip(8) uses.
    static readonly string[] s_modes = ["xdp", "xdpdrv", "xdpgeneric", "xdpoffload"];

    readonly DiagnosticBag _diagnostics = unit.Diagnostics;

    /// <summary>Reads all statements of the top level.</summary>
    public void Read()
    {
        foreach (var loader in scope.Loaders.Values)
            unit.Use(loader);
        foreach (var statement in scope.Script.Statements)
            Read(statement);
    }

    void Read(Statement statement)
    {
        switch (statement)
        {
            case ImportStatement or ChainDefinition or PassStatement or BadStatement or ExpressionStatement { Expression: StringLiteral }:
            case AssignmentStatement { Target: NameExpression, Value: not MapLiteral }:
                break;
            case AssignmentStatement { Value: MapLiteral literal } assignment:
                Fill(assignment, literal);
                break;
            case AssignmentStatement { Target: IndexExpression { Target: NameExpression name } index } assignment:
                if (FindMap(name) is { } map)
                    new EntryWriter(unit, scope).Write(map, index.Indices, assignment.Value, index.Span);
                break;
            case ExpressionStatement { Expression: CallExpression call }:
                Call(call);
                break;
            default:
                _diagnostics.Add(DiagnosticRules.OutsideChain, statement.Span.Line == statement.Span.LastLine
                    ? statement.Span : FirstWord(statement.Span),
                    "this would have to be executed, but only chains are", "", "move it into a chain: `def name():`");
                break;
        }
    }

    static SourceSpan FirstWord(SourceSpan span)
    {
        var end = span.Text.AsSpan().IndexOfAny(" \n:");
        return end <= 0 ? span : span with { End = span.Start + end };
    }

    // loader[map] = { … }, program[map] = { … }, or map = { … }.
    void Fill(AssignmentStatement assignment, MapLiteral literal)
    {
        MapSymbol? map = null;
        switch (assignment.Target)
        {
            case IndexExpression { Target: NameExpression owner, Indices: [NameExpression name] }:
                map = FindOwned(owner, name);
                break;
            case NameExpression name:
                map = FindMap(name);
                break;
            default:
                _diagnostics.Add(DiagnosticRules.UnknownMap, assignment.Target.Span, "this is no map",
                    "expected `loader[map]`, `program[map]` or a map's name");
                break;
        }

        if (map is null)
            return;
        EntryWriter writer = new(unit, scope);
        unit.Use(map);
        foreach (var pair in literal.Pairs)
            writer.Write(map, [pair.Key], pair.Value, pair.Key.Span);
    }

    MapSymbol? FindOwned(NameExpression owner, NameExpression name)
    {
        if (scope.Lost.Contains(owner.Name))
            return null;
        var (package, maps) = scope.Loaders.TryGetValue(owner.Name, out var loader) ? (loader.Package, loader.Maps)
            : scope.Functions.TryGetValue(owner.Name, out var function) ? (function.Package, function.Maps)
            : ("", default);
        if (maps.IsDefault)
        {
            var known = scope.Loaders.Keys.Concat(scope.Functions.Keys);
            _diagnostics.Add(DiagnosticRules.UnknownLoader, owner.Span,
                $"`{owner.Name}` is no loader or function that the script imports", "",
                Spelling.Closest(owner.Name, known) is { } closest ? $"did you mean `{closest}`?"
                    : $"import it: `from loaders.PACKAGE import {owner.Name}`");
            return null;
        }

        if (maps.FirstOrDefault(map => map.IsCalled(name.Name)) is { } found)
            return MapSymbol.Of(package, found.Spec);
        _diagnostics.Add(DiagnosticRules.UnknownMap, name.Span, $"`{owner.Name}` has no map `{name.Name}`", "",
            maps.IsEmpty ? "it has no maps"
                : Spelling.Closest(name.Name, maps.Select(map => map.Spec.Name)) is { } near ? $"did you mean `{near}`?"
            : $"it has {string.Join(", ", maps.Select(map => $"`{map.Spec.Name}`"))}");
        return null;
    }

    MapSymbol? FindMap(NameExpression name)
    {
        if (scope.FindMap(name.Name) is { } map)
            return map;
        if (!scope.Lost.Contains(name.Name))
        {
            _diagnostics.Add(DiagnosticRules.UnknownMap, name.Span, $"there is no map `{name.Name}`", "",
                Spelling.Closest(name.Name, scope.MapNames()) is { } closest ? $"did you mean `{closest}`?"
                    : $"declare it: `{name.Name} = hash(ip6, u64, 1024)`");
        }

        return null;
    }

    void Call(CallExpression call)
    {
        switch (call.Callee)
        {
            case MemberExpression { Target: NameExpression owner } member:
                Attach(call, owner, member.Name);
                return;
            case NameExpression name when scope.Lost.Contains(name.Name):
                return;
            case NameExpression name when scope.Functions.TryGetValue(name.Name, out var function):
                Set(call, name.Name, function.Package, function.Name, function.Settings);
                return;
            case NameExpression name when scope.Loaders.TryGetValue(name.Name, out var loader):
                Set(call, name.Name, loader.Package, loader.Name, loader.Settings);
                return;
            default:
                _diagnostics.Add(DiagnosticRules.OutsideChain, call.Span,
                    "only settings and attachments are calls at the top level", "",
                    call.Callee is NameExpression unknown
                        && Spelling.Closest(unknown.Name,
                        scope.Functions.Keys.Concat(scope.Loaders.Keys)) is { } closest ? $"did you mean `{closest}`?"
                        : "move it into a chain: `def name():`");
                return;
        }
    }

    void Set(CallExpression call, string name, string package, string function, IReadOnlyList<SettingSignature> settings)
    {
        if (call.Arguments.IsEmpty || call.Arguments.Any(argument => argument.Name is null))
        {
            _diagnostics.Add(DiagnosticRules.OutsideChain, call.Span, $"this would call `{name}`, but only chains do", "",
                settings.Count == 0 ? "move it into a chain: `def name():`"
                    : $"to set its parameters, name them: `{name}({settings[0].Name}=…)`");
            return;
        }

        foreach (var argument in call.Arguments)
        {
            var setting = settings.FirstOrDefault(known => known.Name == argument.Name!.Name);
            if (setting is null)
            {
                _diagnostics.Add(DiagnosticRules.UnknownSetting, argument.Name!.Span,
                    $"`{name}` has no setting `{argument.Name.Name}`", "",
                    settings.Count == 0 ? "it has none"
                        : Spelling.Closest(argument.Name.Name, settings.Select(known => known.Name)) is { } closest
                        ? $"did you mean `{closest}`?"
                    : $"it has {string.Join(", ", settings.Select(known => $"`{known.Name}`"))}");
            }
            else if (unit.Evaluate(scope, argument.Value) is { } value
                && unit.ConvertConstant(value, setting.Type, argument.Value.Span,
                $"setting `{setting.Name}`") is { } converted)
            {
                unit.Add(new FunctionSetting(package, function, setting.Name, unchecked((long)(ulong)converted.Bits)));
            }
        }
    }

    void Attach(CallExpression call, NameExpression owner, Identifier method)
    {
        if (scope.Lost.Contains(owner.Name))
            return;
        if (!scope.Loaders.TryGetValue(owner.Name, out var loader))
        {
            _diagnostics.Add(DiagnosticRules.UnknownLoader, owner.Span,
                $"`{owner.Name}` is no loader that the script imports", "",
                Spelling.Closest(owner.Name, scope.Loaders.Keys) is { } closest ? $"did you mean `{closest}`?"
                    : $"import it: `from loaders.PACKAGE import {owner.Name}`");
            return;
        }

        if (method.Name != "attach")
        {
            _diagnostics.Add(DiagnosticRules.UnknownMember, method.Span, $"a loader has no `{method.Name}`",
                "expected `attach`");
            return;
        }

        if (call.Arguments.Length is not (1 or 2) || call.Arguments.Any(argument => argument.Name is not null))
        {
            _diagnostics.Add(DiagnosticRules.MalformedAttachment, call.Span, "`attach` takes an interface and a mode",
                $"expected `{owner.Name}.attach('eth0', 'xdp')`");
            return;
        }

        var device = Word(call.Arguments[0].Value, "an interface's name");
        var mode = call.Arguments.Length > 1 ? Word(call.Arguments[1].Value, "a mode") : s_modes[0];
        if (device is null || mode is null)
            return;
        if (device.Length == 0)
            _diagnostics.Add(DiagnosticRules.MalformedAttachment, call.Arguments[0].Span, "the interface has no name",
                "expected one such as 'eth0'");
        else if (!s_modes.Contains(mode))
            _diagnostics.Add(DiagnosticRules.MalformedAttachment, call.Arguments[1].Span, $"there is no mode `{mode}`",
                $"expected {string.Join(", ", s_modes.Select(known => $"'{known}'"))}",
                Spelling.Closest(mode, s_modes) is { } closest ? $"did you mean '{closest}'?" : null);
        else
            unit.Use(loader, new(device, mode));
    }

    string? Word(Expression expression, string what)
    {
        if (expression is StringLiteral text)
            return text.Value;
        _diagnostics.Add(DiagnosticRules.MalformedAttachment, expression.Span, $"{what} stands in quotes",
            $"expected a string", expression is NameExpression name
            ? $"write '{name.Name}', or define it with `-D {name.Name} VALUE`" : null);
        return null;
    }
}
