using Sluice.Bpf.Btf.Values;
using Sluice.Bpf.Objects;

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

    /// <summary>The bytes that a variable has before any program runs; none if they are not known.</summary>
    public ReadOnlySpan<byte> InitialValue(VariableSpec variable) =>
        !variable.IsUnresolved && Object.FindMap(variable.Map) is { InitialData: { IsDefaultOrEmpty: false } data }
            ? data.AsSpan(variable.Offset, variable.Size)
            : [];

    /// <summary>Shows values of a variable by its type.</summary>
    public BtfValueFormatter Formatter(VariableSpec variable) => new(variable.Type, BtfValueFormat.Auto, Object.IsBigEndian);
}
