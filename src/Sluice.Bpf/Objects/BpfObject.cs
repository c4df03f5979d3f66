using System.Collections.Immutable;
using Sluice.Bpf.Btf;
using Sluice.Bpf.Platform;

namespace Sluice.Bpf.Objects;

/// <summary>
/// Everything an object file says, as plain data: programs, sub-programs, maps, global variables, types. Nothing in it
/// depends on the machine; the same file gives the same object everywhere.
/// </summary>
public sealed partial record BpfObject
{
    /// <summary>The object's name: the file's, without its folder and without <c>.bpf.o</c> or <c>.o</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The text of the <c>license</c> section, or empty.</summary>
    public string License { get; init; } = "";

    /// <summary>Was it compiled for a big-endian machine? Instructions are decoded either way; engines refuse it.</summary>
    public bool IsBigEndian { get; init; }

    /// <summary>Entry points, in the order of the file.</summary>
    public ImmutableArray<ProgramSpec> Programs { get; init; } = [];

    /// <summary>Sub-programs (<c>.text</c>), in the order of the file.</summary>
    public ImmutableArray<FunctionSpec> Functions { get; init; } = [];

    /// <summary>Maps, global data included, in the order of the file.</summary>
    public ImmutableArray<MapSpec> Maps { get; init; } = [];

    /// <summary>Global variables.</summary>
    public ImmutableArray<VariableSpec> Variables { get; init; } = [];

    /// <summary>The object's types, or null if it was built without.</summary>
    public BtfTypes? Types { get; init; }

    /// <summary>This object with its programs as programs of a type, where their sections leave that open.</summary>
    /// <remarks>A section <c>bpffilter</c> does, and a section whose name says nothing: whoever runs such a program decides. Rewriters among them may call helpers
    /// by the numbers of those that were published: these become Sluice's.</remarks>
    public BpfObject WithProgramType(ProgramType type)
    {
        var typed = this with { Programs = [.. Programs.Select(program => program.HasOpenType ? program with { Type = type } : program)] };
        return type == ProgramType.ClickRewriter ? PublishedRewriters.Translate(typed) : typed;
    }

    /// <summary>The program called <paramref name="name"/>, or null.</summary>
    public ProgramSpec? FindProgram(string name) => Programs.FirstOrDefault(program => program.Name == name);

    /// <summary>The map called <paramref name="name"/>, or null.</summary>
    public MapSpec? FindMap(string name) => Maps.FirstOrDefault(map => map.Name == name);

    /// <summary>The function called <paramref name="name"/>, an entry point or a sub-program, or null.</summary>
    public FunctionSpec? FindFunction(string name) =>
        Functions.FirstOrDefault(function => function.Name == name) ?? FindProgram(name)?.Function;
}
