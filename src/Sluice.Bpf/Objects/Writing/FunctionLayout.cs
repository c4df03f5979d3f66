using Sluice.Bpf.Instructions;

namespace Sluice.Bpf.Objects.Writing;

/// <summary>Which function goes where: one section of instructions of the file to be.</summary>
/// <param name="Name">The section's name.</param>
sealed record FunctionLayout(string Name)
{
    /// <summary>The functions in order, with their first byte.</summary>
    public List<(FunctionSpec Function, int Offset)> Functions { get; } = [];

    /// <summary>Bytes so far.</summary>
    public int Size { get; private set; }

    /// <summary>Lays out the functions of an object: sub-programs first, then by the order of the programs.</summary>
    public static List<FunctionLayout> Of(BpfObject @object)
    {
        var programs = @object.Programs.Select(program => program.Function);
        var sections = @object.Functions.Where(function => !@object.Programs.Any(program => program.Function.Section == function.Section))
            .Concat(programs).Concat(@object.Functions)
            .Select(function => function.Section).Distinct().Select(name => new FunctionLayout(name)).ToList();
        foreach (var section in sections)
        {
            foreach (var function in programs.Concat(@object.Functions)
                .Where(function => function.Section == section.Name).OrderBy(function => function.SectionOffset))
            {
                section.Functions.Add((function, section.Size));
                section.Size += function.Instructions.Length * BpfInstruction.Size;
            }
        }

        return sections;
    }
}
