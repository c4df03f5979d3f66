using Sluice.Bpf.Objects;
using Sluice.Cli.Output;

namespace Sluice.Cli.Inspection;

/// <summary>What <c>sluice inspect</c> says about an object; text and JSON are made of it.</summary>
/// <param name="Object">The object.</param>
/// <param name="Programs">Its programs.</param>
/// <param name="Types">Its types, or null if it has none.</param>
sealed record ObjectSummary(BpfObject Object, IReadOnlyList<ProgramSummary> Programs, TypeSummary? Types)
{
    /// <summary>Looks at an object.</summary>
    public static ObjectSummary Of(BpfObject @object) => new(
        @object,
        [.. @object.Programs.Select(program => ProgramSummary.Of(@object, program))],
        @object.Types is { } types ? TypeSummary.Of(types) : null);

    /// <summary>The value that a variable has before any program runs.</summary>
    public string InitialText(VariableSpec variable) =>
        Object.FindMap(variable.Map) is { InitialData: { IsDefaultOrEmpty: false } data }
            ? ValueText.Of(variable.Type, data.AsSpan(variable.Offset, variable.Size))
            : "";
}
