using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;

namespace Sluice.Kernel.Attachments;

/// <summary>What a program reaches by tail calls.</summary>
sealed class TailCalls
{
    readonly BpfObject _spec;
    readonly HashSet<string> _functions = new(StringComparer.Ordinal);
    readonly HashSet<string> _programs = new(StringComparer.Ordinal);
    readonly HashSet<string> _arrays = new(StringComparer.Ordinal);

    TailCalls(BpfObject spec) => _spec = spec;

    /// <summary>The programs; itself only if an array leads back to it.</summary>
    public IReadOnlySet<string> Programs => _programs;

    /// <summary>The arrays of programs that it and those use.</summary>
    public IReadOnlySet<string> Arrays => _arrays;

    /// <summary>Follows a program.</summary>
    public static TailCalls Of(BpfObject spec, string program)
    {
        var found = new TailCalls(spec);
        found.Follow(program);
        return found;
    }

    void Follow(string function)
    {
        if (!_functions.Add(function) || _spec.FindFunction(function) is not { } spec)
            return;
        foreach (var relocation in spec.Relocations)
        {
            if (relocation.Kind is RelocationKind.Call or RelocationKind.FunctionAddress)
                Follow(relocation.Symbol);
            else if (relocation.Kind == RelocationKind.Map && _spec.FindMap(relocation.Symbol) is { Type: MapType.ProgramArray } array && _arrays.Add(array.Name))
                FollowSlots(array);
        }
    }

    void FollowSlots(MapSpec array)
    {
        foreach (var (_, symbol) in array.InitialSlots)
        {
            if (_spec.FindProgram(symbol) is null)
                continue;
            _programs.Add(symbol);
            Follow(symbol);
        }
    }
}
