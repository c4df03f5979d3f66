using Sluice.Bpf.Platform;
using Sluice.Runtime.Maps;

namespace Sluice.Runtime.Compiler;

/// <summary>How much memory a helper touches through an argument, where that is known when the program is compiled.</summary>
static class HelperMemory
{
    /// <summary>The most bytes behind the address in <paramref name="register"/>; null if that is not known.</summary>
    public static int? Find(Helper helper, int register, FlowState state, ProgramType type)
    {
        var arguments = helper.SignatureFor(type).Arguments;
        var argument = arguments[register - 1];
        if (!argument.IsMemory)
            return null;
        if (argument.IsSizedByNext)
            return state[register + 1].Max <= int.MaxValue ? (int)state[register + 1].Max : null;
        if (argument.Kind is ArgKind.FixedRead or ArgKind.FixedReadWrite or ArgKind.FixedWrite)
            return argument.Size;
        var map = FindMap(arguments, state);
        return argument.Kind == ArgKind.MapKey ? map?.Spec.KeySize : map?.Spec.ValueSize;
    }

    /// <summary>The map that a call names, if that is known.</summary>
    public static RuntimeMap? FindMap(System.Collections.Immutable.ImmutableArray<Arg> arguments, FlowState state)
    {
        for (var index = 0; index < arguments.Length; index++)
        {
            if (arguments[index].Kind == ArgKind.Map)
                return state[index + 1] is { Kind: ValueKind.Constant, Map: { } map } ? map : null;
        }

        return null;
    }
}
