using Sluice.Bpf.Diagnostics;
using Sluice.Click.Language;
using Sluice.Click.Language.Syntax;

namespace Sluice.Click.Configuration.Expansion;

/// <summary>Chooses the definition of a compound element that fits one of its uses, and reads it.</summary>
/// <remarks>The first whose arguments and numbers of ports are those of the use; else the first whose arguments are and that has ports
/// enough: those that nobody uses are left out. click(5), "Overloading".</remarks>
/// <param name="reading">What the configuration is read with.</param>
/// <param name="scope">The scope of the use.</param>
/// <param name="element">The use.</param>
sealed class OverloadChooser(Reading reading, Scope scope, ScopeElement element)
{
    /// <summary>The body of the definition that was chosen.</summary>
    public Scope? Body { get; private set; }

    int InputCount => ScopeElement.Count(element.Inputs);

    int OutputCount => ScopeElement.Count(element.Outputs);

    /// <summary>Chooses.</summary>
    /// <returns>The compound class whose definition was chosen; the class of the platform that the compound one extends; or null, and it
    /// is said why.</returns>
    public ClassDefinition? Choose(CompoundClassDefinition compound)
    {
        var arguments = ConfigurationText.SplitArguments(element.Arguments);
        var candidates = Candidates(compound, out var last);
        if (candidates is [var only] && last is null)
            return ChooseOnly(only.Owner, only.Definition, arguments);

        var (kept, fitting) = (reading.Diagnostics, new List<(CompoundClassDefinition Owner, Scope Body, DiagnosticBag Found)>());
        foreach (var (owner, definition) in candidates)
        {
            var values = CompoundParameters.Bind(definition.Parameters, arguments, out var mistake);
            if (mistake is not null)
                continue;
            reading.Diagnostics = new();
            fitting.Add((owner, Read(owner, definition, values), reading.Diagnostics));
            reading.Diagnostics = kept;
        }

        var chosen = fitting.FindIndex(candidate => Count(candidate.Body) == (InputCount, OutputCount));
        if (chosen < 0 && last is null)
            chosen = fitting.FindIndex(candidate => Count(candidate.Body) is var (inputs, outputs) && inputs >= InputCount && outputs >= OutputCount);
        if (chosen < 0)
            return last ?? ReportNone(compound, candidates, arguments.Count);
        foreach (var finding in fitting[chosen].Found.ToImmutable())
            kept.Add(finding);
        Body = fitting[chosen].Body;
        return fitting[chosen].Owner;
    }

    CompoundClassDefinition? ChooseOnly(CompoundClassDefinition owner, CompoundDefinition definition, List<string> arguments)
    {
        var values = CompoundParameters.Bind(definition.Parameters, arguments, out var mistake);
        if (mistake is not null)
            reading.Diagnostics.Add(ClickRules.ArgumentMismatch, element.ArgumentSpan, $"`{element.Name}`: {mistake}",
                $"expected {CompoundParameters.Describe(definition.Parameters)}");
        Body = Read(owner, definition, values);
        var (inputs, outputs) = Count(Body);
        foreach (var connection in scope.Connections.Where(connection => connection.To == element && connection.ToPort >= inputs).Take(1))
            ReportPort(connection, connection.From, $"input {connection.ToPort}", Number(inputs, "input"));
        foreach (var connection in scope.Connections.Where(connection => connection.From == element && connection.FromPort >= outputs).Take(1))
            ReportPort(connection, connection.To, $"output {connection.FromPort}", Number(outputs, "output"));
        return mistake is null ? owner : null;
    }

    void ReportPort(ScopeConnection connection, ScopeElement neighbour, string port, string count)
    {
        neighbour.IsDoubtful = true;
        reading.Diagnostics.Add(ClickRules.PortCount, connection.Span, $"found a connection of {port} of `{element.Name}`",
            $"the compound element has {count}");
    }

    static List<(CompoundClassDefinition Owner, CompoundDefinition Definition)> Candidates(CompoundClassDefinition compound, out PrimitiveClass? last)
    {
        List<(CompoundClassDefinition, CompoundDefinition)> candidates = [];
        ClassDefinition? owner = compound;
        for (; owner is CompoundClassDefinition next; owner = next.Base)
            candidates.AddRange(next.Syntax.Definitions.Select(definition => (next, definition)));
        last = owner as PrimitiveClass;
        return candidates;
    }

    Scope Read(CompoundClassDefinition owner, CompoundDefinition definition, Dictionary<string, string> values)
    {
        VariableScope variables = new(owner.Variables);
        foreach (var (name, value) in values)
            variables.Bind(name, value);
        var place = definition.Span with { End = Math.Min(definition.Span.Start + 1, definition.Span.End) };
        Scope body = new($"{scope.Prefix}{element.Name}/", owner.Classes, variables)
        {
            Owner = (scope, element),
            Ends = (new("input", place, ScopeRole.Input), new("output", place, ScopeRole.Output)),
        };
        StatementReader.Read(reading, body, definition.Statements);
        return body;
    }

    static (int Inputs, int Outputs) Count(Scope body) =>
        (ScopeElement.Count(body.Ends!.Value.Input.Outputs), ScopeElement.Count(body.Ends!.Value.Output.Inputs));

    ClassDefinition? ReportNone(CompoundClassDefinition compound, List<(CompoundClassDefinition Owner, CompoundDefinition Definition)> candidates, int arguments)
    {
        reading.Diagnostics.Add(new Diagnostic(ClickRules.NoOverload, element.Span,
            $"no definition of `{compound.Name}` takes {Number(arguments, "argument")}, {Number(InputCount, "input")} and {Number(OutputCount, "output")}")
        {
            Notes = [.. candidates.Select(candidate => $"one takes {CompoundParameters.Describe(candidate.Definition.Parameters)}")],
        });
        return null;
    }

    static string Number(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}
