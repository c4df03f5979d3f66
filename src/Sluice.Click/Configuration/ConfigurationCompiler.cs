using System.Collections.Frozen;
using System.Collections.Immutable;
using Sluice.Bpf.Diagnostics;
using Sluice.Click.Configuration.Expansion;
using Sluice.Click.Language;
using Sluice.Click.Language.Syntax;

namespace Sluice.Click.Configuration;

/// <summary>Makes a flat configuration of a text in Click's language: compound elements are expanded, variables replaced, groups and
/// <c>input</c> and <c>output</c> resolved.</summary>
public sealed class ConfigurationCompiler
{
    // Compound elements in each other grow fast; more elements, or deeper ones, than this are a mistake.
    const int MostElements = 100_000;
    const int DeepestExpansion = 100;

    readonly Reading _reading;
    readonly TunnelGraph _graph = new();
    readonly List<ElementDeclaration> _elements = [];
    readonly List<SourceSpan> _spans = [];
    readonly HashSet<string> _names = [];
    readonly List<(Scope Scope, ScopeElement Element)> _origins = [];
    bool _isTooLarge;

    ConfigurationCompiler(ConfigurationOptions options) => _reading = new(options);

    DiagnosticBag Diagnostics => _reading.Diagnostics;

    /// <summary>Reads a configuration. Nothing is thrown for what is wrong with it: see <see cref="CompiledConfiguration.Diagnostics"/>.</summary>
    public static CompiledConfiguration Compile(SourceText source, ConfigurationOptions options)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(options);
        return new ConfigurationCompiler(options).Compile(source);
    }

    CompiledConfiguration Compile(SourceText source)
    {
        VariableScope variables = new(null);
        foreach (var (name, value) in _reading.Options.Definitions)
            variables.Override(name, value);
        Scope file = new("", ClassTable.Empty, variables);
        StatementReader.Read(_reading, file, WithLibraries(Parser.Parse(source, Diagnostics), []));
        Expand(file, 0);

        var connections = _graph.Resolve().ToArray();
        return new(
            new RouterConfiguration([.. _elements],
                [.. connections.Select(found => new Connection(found.From, found.FromPort, found.To, found.ToPort, Place(found.Span)))])
            {
                Text = source.Text,
                Requirements = [.. _reading.Requirements],
                Doubtful = FindDoubtful(),
            },
            [.. _spans], [.. connections.Select(found => found.Span)], Diagnostics.ToImmutable());
    }

    // Of what may lack connections, and of what has a class that is not known, enough has been said.
    FrozenSet<int> FindDoubtful()
    {
        if (Diagnostics.ErrorCount == 0)
            return FrozenSet<int>.Empty;
        var all = _reading.LosesConnections;
        return _origins.Index().Where(found => all || found.Item.Scope.IsDoubtful(found.Item.Element)).Select(found => found.Index).ToFrozenSet();
    }

    // A library's statements stand where it is required; each is read once, however often that is.
    ImmutableArray<Statement> WithLibraries(ImmutableArray<Statement> statements, HashSet<string> read)
    {
        var all = ImmutableArray.CreateBuilder<Statement>();
        foreach (var statement in statements)
        {
            if (statement is RequireStatement require)
            {
                foreach (var library in LibrariesOf(require).Where(read.Add))
                {
                    if (_reading.Options.ReadLibrary(library) is { } text)
                        all.AddRange(WithLibraries(Parser.Parse(new SourceText(library, text), Diagnostics), read));
                    else
                        Diagnostics.Add(ClickRules.UnknownRequirement, require.Requirements.Span, $"found no library `{library}`",
                            help: "libraries are looked for beside the configuration and in the folders of CLICKPATH");
                }
            }

            all.Add(statement);
        }

        return all.ToImmutable();
    }

    static IEnumerable<string> LibrariesOf(RequireStatement require) =>
        ConfigurationText.SplitArguments(require.Requirements.Text)
            .Select(argument => argument.Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words is ["library", _])
            .Select(words => Arguments.ArgumentText.UnquoteText(words[1].Trim()));

    void Expand(Scope scope, int depth)
    {
        foreach (var element in scope.Elements)
        {
            switch (element.Role)
            {
                case ScopeRole.Group:
                    element.EntryNode = _graph.Add(-1);
                    element.ExitNode = _graph.Add(-1);
                    break;
                case ScopeRole.Input when scope.Ends?.Input != element:
                    element.ExitNode = scope.Elements[scope.Elements.IndexOf(element) - 1].EntryNode;
                    break;
                case ScopeRole.Output when scope.Ends?.Output != element:
                    element.EntryNode = scope.Elements[scope.Elements.IndexOf(element) - 2].ExitNode;
                    break;
                case ScopeRole.Element when element.Class is CompoundClassDefinition compound:
                    Expand(scope, element, compound, depth);
                    break;
                case ScopeRole.Element:
                    AddElement(scope, element, element.Class!.Name);
                    break;
                default:
                    break;
            }
        }

        foreach (var connection in scope.Connections)
            _graph.Connect(connection.From.ExitNode, connection.FromPort, connection.To.EntryNode, connection.ToPort, connection.Span);
    }

    void AddElement(Scope scope, ScopeElement element, string className)
    {
        var name = scope.Prefix + element.Name;
        if (!_names.Add(name))
            Diagnostics.Add(ClickRules.DuplicateName, element.Span, $"the element `{name}` is declared twice", "once as part of a compound element");
        element.EntryNode = element.ExitNode = _graph.Add(_elements.Count);
        // Comments and blanks between arguments mean nothing; an empty one at the end needs a comma behind it.
        var arguments = ConfigurationText.SplitArguments(element.Arguments);
        _elements.Add(new(name, className, string.Join(", ", arguments) + (arguments is [.., ""] ? "," : ""), Place(element.Span)));
        _spans.Add(element.Span);
        _origins.Add((scope, element));
    }

    void Expand(Scope scope, ScopeElement element, CompoundClassDefinition compound, int depth)
    {
        element.EntryNode = _graph.Add(-1);
        element.ExitNode = _graph.Add(-1);
        if (depth >= DeepestExpansion || _elements.Count >= MostElements)
        {
            if (_isTooLarge)
                return;
            _isTooLarge = true;
            Diagnostics.Add(ClickRules.TooManyElements, element.Span, depth >= DeepestExpansion
                ? $"compound elements within each other more than {DeepestExpansion} deep" : $"more than {MostElements} elements");
            return;
        }

        OverloadChooser chooser = new(_reading, scope, element);
        switch (chooser.Choose(compound))
        {
            case PrimitiveClass primitive:
                AddElement(scope, element, primitive.Name);
                break;
            case null:
                element.IsDoubtful = true;
                AddElement(scope, element, compound.Name);
                break;
            default:
                var body = chooser.Body!;
                var (input, output) = body.Ends!.Value;
                input.ExitNode = element.EntryNode;
                output.EntryNode = element.ExitNode;
                Expand(body, depth + 1);
                break;
        }
    }

    static SourcePosition Place(SourceSpan span)
    {
        var (path, line) = span.Source.Shown(span.Line);
        return new(path, line, span.Column);
    }
}
