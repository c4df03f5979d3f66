using Sluice.Bpf.Objects;

namespace Sluice.Bpf.Linking;

/// <summary>Finds what programs need of their object: what an engine cannot run does not stand in the way.</summary>
public sealed class ObjectSubset
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
    /// <exception cref="BpfLinkException">Something that a program names does not exist.</exception>
    public static BpfObject Of(BpfObject @object, ProgramSpec program, IEnumerable<MapSpec> maps, IEnumerable<string> targets)
    {
        ObjectSubset subset = new(@object);
        subset.AddProgram(program);
        foreach (var map in maps)
            subset.AddMap(map);
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
