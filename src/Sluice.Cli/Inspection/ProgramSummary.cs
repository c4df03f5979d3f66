using Sluice.Bpf.Linking;
using Sluice.Bpf.Objects;

namespace Sluice.Cli.Inspection;

/// <summary>What <c>sluice inspect</c> says about a program.</summary>
/// <param name="Program">The program.</param>
/// <param name="Instructions">Slots of the program with all functions that it reaches; of the entry alone if it does not link.</param>
/// <param name="Functions">The functions that it reaches, the entry not among them.</param>
/// <param name="Maps">The maps that it names.</param>
/// <param name="CoreRelocations">CO-RE relocations in it and in those functions.</param>
/// <param name="Tags">The tags that kernels give it; null if it does not link, or CO-RE changes it from kernel to kernel.</param>
/// <param name="LinkError">Why it does not link; null if it does.</param>
sealed record ProgramSummary(
    ProgramSpec Program,
    int Instructions,
    IReadOnlyList<string> Functions,
    IReadOnlyList<string> Maps,
    int CoreRelocations,
    ProgramTags? Tags,
    string? LinkError)
{
    /// <summary>Links <paramref name="program"/> and looks at what comes of it.</summary>
    public static ProgramSummary Of(BpfObject @object, ProgramSpec program)
    {
        var entry = program.Function;
        try
        {
            var linked = Linker.Link(@object, program);
            var reached = linked.Functions.Skip(1).Select(function => function.Name).ToArray();
            var relocations = entry.CoreRelocations.Length + reached.Sum(name => @object.FindFunction(name)?.CoreRelocations.Length ?? 0);
            return new(
                program,
                linked.Instructions.Length,
                reached,
                [.. linked.Maps.Select(map => map.Name)],
                relocations,
                relocations == 0 ? ProgramTags.Of(linked) : null,
                null);
        }
        catch (BpfLinkException error)
        {
            return new(program, entry.Instructions.Length, [], [], entry.CoreRelocations.Length, null, error.Message);
        }
    }
}
