using Sluice.Bpf.Assembly.Syntax;
using Sluice.Bpf.Diagnostics;
using Sluice.Click.Language;
using Sluice.Click.Language.Syntax;

namespace Sluice.Click.Configuration.Expansion;

/// <summary>Reads declarations and connections into a scope.</summary>
sealed class ConnectionReader(Reading reading, Scope scope, StatementReader statements)
{
    // An element and the ports of one side of it: all, if some are written or it is a group.
    readonly record struct End(ElementUse Use, ScopeElement Element, IReadOnlyList<int>? Ports);

    DiagnosticBag Diagnostics => reading.Diagnostics;

    /// <summary>A hint at the name that may have been meant; null where none is close.</summary>
    public static string? DidYouMean(string name, IEnumerable<string> known) =>
        Spelling.Closest(name, known) is { } closest ? $"did you mean `{closest}`?" : null;

    /// <summary>Reads a statement.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="ends">What <c>input</c> and <c>output</c> mean; null where they mean nothing.</param>
    public void Read(ConnectionStatement statement, (ScopeElement Input, ScopeElement Output)? ends)
    {
        if (statement.Connectors.IsEmpty && IsDeclarationOfSeveral(statement.Lists[0], out var last))
        {
            foreach (var use in statement.Lists[0].Elements)
            {
                var name = use.Reference is NameReference reference ? new Identifier(reference.Span, reference.Name) : last.Name;
                Declare(last with { Name = name }, name!.Span);
            }

            return;
        }

        var lists = statement.Lists.Select((list, index) => list.Elements.Select(use => (Use: use, Element: Element(use, ends, isFirst: index == 0))).ToArray()).ToArray();
        for (var i = 0; i < lists.Length; i++)
        {
            CheckStrayPorts(statement.Lists[i], i > 0, i < statement.Connectors.Length);
            if (i > 0 && lists[i - 1].All(end => end.Element is not null) && lists[i].All(end => end.Element is not null))
                Connect([.. lists[i - 1].Select(end => Out(end.Use, end.Element!))], [.. lists[i].Select(end => In(end.Use, end.Element!))], statement.Connectors[i - 1]);
        }
    }

    static bool IsDeclarationOfSeveral(ElementList list, out DeclarationReference last)
    {
        last = (list.Elements[^1].Reference as DeclarationReference)!;
        return list.Elements.Length > 1 && last is { Name: not null } && list.Elements[^1] is { Inputs: null, Outputs: null }
            && list.Elements[..^1].All(use => use is { Inputs: null, Outputs: null, Reference: NameReference });
    }

    ScopeElement? Element(ElementUse use, (ScopeElement Input, ScopeElement Output)? ends, bool isFirst)
    {
        switch (use.Reference)
        {
            case ImpliedReference implied:
                if (ends is null)
                    Diagnostics.Add(ClickRules.UnexpectedToken, implied.Span with { End = implied.Span.Start },
                        $"nothing stands {(isFirst ? "before" : "behind")} the arrow", "expected an element",
                        "only in braces or parentheses is it `input` or `output` that is meant");
                return isFirst ? ends?.Input : ends?.Output;
            case NameReference { Name: "input" } when ends is not null:
                return ends.Value.Input;
            case NameReference { Name: "output" } when ends is not null:
                return ends.Value.Output;
            case NameReference name:
                return scope.Find(name.Name) ?? Anonymous(name);
            case GroupReference group:
                return Group(group);
            default:
                var declaration = (DeclarationReference)use.Reference;
                return Declare(declaration, declaration.Name?.Span ?? declaration.Class.Span);
        }
    }

    ScopeElement Anonymous(NameReference name)
    {
        if (statements.Named(name.Name) is not null)
            return Declare(new(name.Span, null, new NamedClass(name.Span, name.Name), null), name.Span);
        if (!scope.IsNewMistake("name " + name.Name))
            return scope.PlaceholderFor(name.Name, name.Span);
        var help = scope.DeclaredNames.Contains(name.Name) ? "it is declared further down: declare it before it is used"
            : name.Name is "input" or "output" ? $"`{name.Name}` has a meaning only in braces and in groups"
                : DidYouMean(name.Name, scope.Names.Concat(statements.ClassNames)) ?? "declare it with `NAME :: CLASS`; `sluice click elements` lists all classes";
        Diagnostics.Add(ClickRules.UnknownName, name.Span, $"`{name.Name}` is neither an element nor an element class", help: help);
        return scope.PlaceholderFor(name.Name, name.Span);
    }

    ScopeElement Declare(DeclarationReference declaration, SourceSpan span)
    {
        var @class = statements.Class(declaration.Class, "@");
        var element = new ScopeElement(declaration.Name?.Name ?? scope.NameFor(@class), span, ScopeRole.Element)
        {
            Class = @class,
            Arguments = declaration.Configuration is { } text ? scope.Variables.Expand(text.Text) : "",
            ArgumentSpan = declaration.Configuration?.Span ?? span,
            IsDoubtful = declaration.Name is { } declared && scope.HasPlaceholder(declared.Name),
        };
        if (scope.Ends is not null && element.Name is "input" or "output")
        {
            Diagnostics.Add(ClickRules.DuplicateName, span, $"`{element.Name}` has a meaning of its own in braces", "expected another name");
            return scope.PlaceholderFor(element.Name, span);
        }

        if (scope.Add(element))
            return element;
        var first = scope.Find(element.Name)!;
        first.IsDoubtful = true;
        Diagnostics.Add(new Diagnostic(ClickRules.DuplicateName, span, $"the element `{element.Name}` is declared twice")
        {
            Related = [new(first.Span, "first declared here")],
        });
        return first;
    }

    ScopeElement Group(GroupReference group)
    {
        var place = group.Span with { End = group.Span.Start + 1 };
        ScopeElement input = new("input", place, ScopeRole.Input), output = new("output", place, ScopeRole.Output);
        ScopeElement whole = new("(…)", place, ScopeRole.Group) { Exit = output };
        scope.Add(whole);
        scope.Add(input);
        scope.Add(output);
        statements.Read(group.Statements, (input, output));
        return whole;
    }

    static End Out(ElementUse use, ScopeElement element) =>
        new(use, element, use.Outputs?.Ports ?? (element.Role == ScopeRole.Group ? All(element.Exit!.Inputs) : null));

    End In(ElementUse use, ScopeElement element) =>
        new(use, element, use.Inputs?.Ports ?? (element.Role == ScopeRole.Group ? All(scope.Elements[scope.Elements.IndexOf(element) + 1].Outputs) : null));

    static IReadOnlyList<int> All(SortedSet<int> ports) => [.. Enumerable.Range(0, ScopeElement.Count(ports))];

    void CheckStrayPorts(ElementList list, bool hasInputs, bool hasOutputs)
    {
        foreach (var use in list.Elements)
        {
            if (use.Inputs is { } inputs && !hasInputs)
                Diagnostics.Add(ClickRules.StrayPorts, inputs.Span, "input ports that nothing is connected to", "expected an arrow before them");
            if (use.Outputs is { } outputs && !hasOutputs)
                Diagnostics.Add(ClickRules.StrayPorts, outputs.Span, "output ports that are connected to nothing", "expected an arrow behind them");
        }
    }

    void Connect(End[] from, End[] to, Connector connector)
    {
        foreach (var end in from.Where(end => end.Element.Role == ScopeRole.Output))
            Diagnostics.Add(ClickRules.WrongSide, end.Use.Span, "nothing comes out of `output`", "expected an element, or `input`");
        foreach (var end in to.Where(end => end.Element.Role == ScopeRole.Input))
            Diagnostics.Add(ClickRules.WrongSide, end.Use.Span, "nothing goes into `input`", "expected an element, or `output`");
        if (from.Any(end => end.Element.Role == ScopeRole.Output) || to.Any(end => end.Element.Role == ScopeRole.Input))
            return;

        // With `=>`, one element alone has as many ports as the other side needs.
        var fromPorts = Ports(from, connector.IsMany ? Count(to) : 1);
        var toPorts = Ports(to, connector.IsMany ? Count(from) : 1);
        if (connector.IsMany ? fromPorts.Count != toPorts.Count : (fromPorts.Count != 1 && toPorts.Count != 1) || fromPorts.Count == 0 || toPorts.Count == 0)
        {
            Diagnostics.Add(ClickRules.ConnectionMismatch, connector.Span,
                $"found {Outputs(fromPorts.Count)} before and {Inputs(toPorts.Count)} behind",
                connector.IsMany ? "expected as many as before" : "expected one on one side at least",
                connector.IsMany || fromPorts.Count != toPorts.Count ? null : "`=>` connects them port by port");
            foreach (var end in from.Concat(to))
                Doubt(end.Element);
            return;
        }

        for (var i = 0; i < Math.Max(fromPorts.Count, toPorts.Count); i++)
        {
            var (source, sourcePort) = fromPorts[fromPorts.Count == 1 ? 0 : i];
            var (target, targetPort) = toPorts[toPorts.Count == 1 ? 0 : i];
            source.Outputs.Add(sourcePort);
            target.Inputs.Add(targetPort);
            scope.Connections.Add(new(source, sourcePort, target, targetPort, connector.Span));
        }
    }

    // A connection that it should have is missing.
    void Doubt(ScopeElement element)
    {
        if (element.Role == ScopeRole.Element)
            element.IsDoubtful = true;
        else
            reading.LosesConnections = true;
    }

    // How many ports a side names; one for an element alone without any, if it has to be known.
    static int Count(End[] ends) => ends.Sum(end => end.Ports?.Count ?? 1);

    static List<(ScopeElement Element, int Port)> Ports(End[] ends, int wanted) =>
        [.. ends.SelectMany(end => (end.Ports ?? [.. Enumerable.Range(0, ends.Length == 1 ? wanted : 1)]).Select(port => (end.Element, port)))];

    static string Outputs(int count) => count == 1 ? "1 output" : $"{count} outputs";

    static string Inputs(int count) => count == 1 ? "1 input" : $"{count} inputs";
}
