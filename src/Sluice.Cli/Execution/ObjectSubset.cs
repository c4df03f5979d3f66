using Sluice.Bpf.Linking;
using Sluice.Bpf.Objects;

namespace Sluice.Cli.Execution;

/// <summary>Finds what a program needs of its object: what runs nowhere but in a kernel does not stand in the way.</summary>
sealed class ObjectSubset
{
    readonly BpfObject _object;
    readonly HashSet<string> _programs = [];
    readonly HashSet<string> _maps = [];

    ObjectSubset(BpfObject @object) => _object = @object;

    /// <summary>The object with just the program, the maps that it names, and what these hold from the start.</summary>
    /// <param name="object">The object.</param>
    /// <param name="program">The program.</param>
    /// <param name="maps">Maps that are needed besides.</param>
    /// <param name="targets">Programs that are needed besides; names that the object does not have count for nothing.</param>
    /// <exception cref="CommandException">There is no such map.</exception>
    /// <exception cref="BpfLinkException">Something that a program names does not exist.</exception>
    public static BpfObject Of(BpfObject @object, ProgramSpec program, IEnumerable<string> maps, IEnumerable<string> targets)
    {
        ObjectSubset subset = new(@object);
        subset.AddProgram(program);
        foreach (var name in maps)
        {
            var map = @object.FindMap(name) ?? throw new CommandException(
                $"{@object.Name}: found no map '{name}', expected one of {string.Join(", ", @object.Maps.Select(known => known.Name))}");
            subset.AddMap(map);
        }

        foreach (var target in targets.Select(@object.FindProgram).OfType<ProgramSpec>())
            subset.AddProgram(target);

        return @object with
        {
            Programs = [.. @object.Programs.Where(known => subset._programs.Contains(known.Name)).Select(known => known with { AutoLoad = true })],
            Maps = [.. @object.Maps.Where(known => subset._maps.Contains(known.Name))],
        };
    }

    void AddProgram(ProgramSpec program)
    {
        if (!_programs.Add(program.Name))
            return;
        foreach (var map in Linker.Link(_object, program).Maps)
            AddMap(map);
    }

    void AddMap(MapSpec map)
    {
        if (!_maps.Add(map.Name))
            return;
        foreach (var (_, symbol) in map.InitialSlots)
        {
            if (_object.FindProgram(symbol) is { } program)
                AddProgram(program);
            else if (_object.FindMap(symbol) is { } inner)
                AddMap(inner);
        }
    }
}
