using System.Collections.Immutable;
using Sluice.Bpf.Diagnostics;
using Sluice.Click.Language;
using Sluice.Click.Language.Syntax;

namespace Sluice.Click.Configuration.Expansion;

/// <summary>Reads statements into a scope: classes, elements and connections; compound elements are not looked into.</summary>
sealed class StatementReader
{
    readonly Reading _reading;
    readonly Scope _scope;
    readonly ConnectionReader _connections;

    StatementReader(Reading reading, Scope scope)
    {
        (_reading, _scope) = (reading, scope);
        _connections = new(reading, scope, this);
    }

    /// <summary>Reads all statements of a scope.</summary>
    public static void Read(Reading reading, Scope scope, ImmutableArray<Statement> statements)
    {
        StatementReader reader = new(reading, scope);
        reader.Foresee(statements);
        reader.Read(statements, scope.Ends);
        reader.CheckEnds();
    }

    /// <summary>Reads statements of the scope, or of a group in it.</summary>
    /// <param name="statements">The statements.</param>
    /// <param name="ends">What <c>input</c> and <c>output</c> mean; null where they mean nothing.</param>
    public void Read(ImmutableArray<Statement> statements, (ScopeElement Input, ScopeElement Output)? ends)
    {
        foreach (var statement in statements)
        {
            switch (statement)
            {
                case ElementClassStatement named:
                    _scope.Classes = new(named.Name.Name, Class(named.Class, named.Name.Name), _scope.Classes);
                    break;
                case ConnectionStatement connection:
                    _connections.Read(connection, ends);
                    break;
                case RequireStatement require:
                    Require(require);
                    break;
                case ProvideStatement provide:
                    _reading.Provisions.UnionWith(ConfigurationText.SplitArguments(provide.Provisions.Text));
                    break;
                case DefineStatement:
                    break; // Foreseen.
            }
        }
    }

    /// <summary>The class that a reference means; one that is not known is reported.</summary>
    /// <param name="reference">The reference.</param>
    /// <param name="name">The name that a compound class is given.</param>
    public ClassDefinition Class(ClassReference reference, string name)
    {
        switch (reference)
        {
            case CompoundClass compound:
                var before = compound.IsExtension ? Named(name) : null;
                if (compound.IsExtension && before is null)
                    _reading.Diagnostics.Add(ClickRules.UnknownClass, compound.Span with { End = compound.Span.Start + 1 },
                        name == "@" ? "`...` in a class without a name extends nothing" : $"`...` extends the class `{name}`, which is not known");
                return new CompoundClassDefinition(name, compound, _scope.Classes, _scope.Variables, before);
            case VariableClass variable:
                if (_scope.Variables.Find(variable.Variable) is { } value)
                    return Named(value.Trim()) ?? Unknown(value.Trim(), variable.Span);
                _reading.Diagnostics.Add(ClickRules.UnknownVariable, variable.Span, $"the variable `${variable.Variable}` has no value",
                    "expected the name of an element class");
                return new PrimitiveClass($"${variable.Variable}", false);
            default:
                var named = (NamedClass)reference;
                return Named(named.Name) ?? Unknown(named.Name, named.Span);
        }
    }

    /// <summary>The class of that name; null where there is none.</summary>
    public ClassDefinition? Named(string name) =>
        _scope.Classes.Find(name) ?? (_reading.Classes.Contains(name) ? new PrimitiveClass(name, true) : null);

    /// <summary>The names of all classes known here.</summary>
    public IEnumerable<string> ClassNames => _scope.Classes.Names.Concat(_reading.Classes);

    PrimitiveClass Unknown(string name, SourceSpan span)
    {
        if (_scope.IsNewMistake("class " + name))
        {
            var isElement = _scope.Find(name) is not null;
            _reading.Diagnostics.Add(isElement ? ClickRules.NotAClass : ClickRules.UnknownClass, span,
                isElement ? $"`{name}` is an element, not an element class" : $"found no element class `{name}`",
                help: isElement ? null : ConnectionReader.DidYouMean(name, ClassNames) ?? "`sluice click elements` lists all classes");
        }

        return new(name, false);
    }

    // Definitions hold in the whole scope, wherever they stand; and a name may be declared further down than it is used by mistake.
    void Foresee(ImmutableArray<Statement> statements)
    {
        foreach (var statement in statements)
        {
            if (statement is DefineStatement define)
                Define(define);
            if (statement is not ConnectionStatement connection)
                continue;
            foreach (var element in connection.Lists.SelectMany(list => list.Elements))
            {
                if (element.Reference is DeclarationReference { Name: { } name })
                    _scope.DeclaredNames.Add(name.Name);
                else if (element.Reference is GroupReference group)
                    Foresee(group.Statements);
            }
        }
    }

    void Define(DefineStatement define)
    {
        foreach (var argument in ConfigurationText.SplitArguments(define.Definitions.Text))
        {
            var words = argument.Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries);
            var name = words.Length > 0 && words[0].StartsWith('$') ? words[0][1..].Trim('{', '}') : "";
            if (name.Length == 0 || !name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_'))
                _reading.Diagnostics.Add(ClickRules.MalformedStatement, define.Definitions.Span, $"found `{argument}` in `define`", "expected `$NAME VALUE`");
            else if (!_scope.Variables.Define(name, words.Length > 1 ? words[1] : ""))
                _reading.Diagnostics.Add(ClickRules.DuplicateVariable, define.Definitions.Span, $"`${name}` is defined twice in one scope");
        }
    }

    void Require(RequireStatement require)
    {
        foreach (var argument in ConfigurationText.SplitArguments(require.Requirements.Text))
        {
            var words = argument.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(Arguments.ArgumentText.UnquoteText).ToArray();
            if (words is ["library", ..])
                continue; // Its statements are here already.
            var name = words is ["package", var package] ? package : words is [var feature] ? feature : null;
            if (name is null || !_reading.Provisions.Contains(name))
                _reading.Requirements.Add(argument);
            if (name is null)
                _reading.Diagnostics.Add(ClickRules.MalformedStatement, require.Requirements.Span, $"found `{argument}` in `require`",
                    "expected `package NAME` or `library FILE`");
            else if (!_reading.Options.Packages.Contains(name) && !_reading.Provisions.Contains(name))
                _reading.Diagnostics.Add(ClickRules.UnknownRequirement, require.Requirements.Span, $"there is no package `{name}`",
                    help: ConnectionReader.DidYouMean(name, _reading.Options.Packages) ?? "remove the requirement if the elements that are used are known");
        }
    }

    // No port of an end may be skipped; a group's are all connected outside as well.
    void CheckEnds()
    {
        if (_scope.Ends is { } ends)
        {
            CheckSequence(ends.Input.Outputs, ends.Input.Span, "input", "compound element");
            CheckSequence(ends.Output.Inputs, ends.Output.Span, "output", "compound element");
        }

        foreach (var group in _scope.Elements.Where(element => element.Role == ScopeRole.Group))
        {
            CheckGroup(group, group.Inputs, _scope.Elements[_scope.Elements.IndexOf(group) + 1].Outputs, "input");
            CheckGroup(group, group.Outputs, group.Exit!.Inputs, "output");
        }
    }

    void CheckGroup(ScopeElement group, SortedSet<int> outside, SortedSet<int> inside, string side)
    {
        CheckSequence(inside, group.Span, side, "group");
        if (inside.Except(outside).FirstOrDefault(-1) is var lost and >= 0)
            _reading.Diagnostics.Add(ClickRules.SkippedPort, group.Span, $"{side} {lost} of the group is connected inside, but not outside");
        else if (outside.Except(inside).FirstOrDefault(-1) is var missing and >= 0)
            _reading.Diagnostics.Add(ClickRules.SkippedPort, group.Span, $"{side} {missing} of the group is connected outside, but not inside");
    }

    void CheckSequence(SortedSet<int> ports, SourceSpan span, string side, string what)
    {
        var missing = Enumerable.Range(0, ScopeElement.Count(ports)).FirstOrDefault(port => !ports.Contains(port), -1);
        if (missing >= 0)
            _reading.Diagnostics.Add(ClickRules.SkippedPort, span, $"the {what} uses {side} {ports.Max}, but not {side} {missing}");
    }
}
