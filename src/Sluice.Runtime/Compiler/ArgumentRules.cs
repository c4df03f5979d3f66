using Sluice.Bpf.Platform;
using Sluice.Runtime.Code;
using Sluice.Runtime.Helpers;

namespace Sluice.Runtime.Compiler;

/// <summary>Which calls of helpers need no check while the program runs, by what is known of the arguments.</summary>
/// <remarks>Answers before the run what <see cref="HelperArguments"/> asks of the values in it: a yes here leaves that out.</remarks>
static class ArgumentRules
{
    /// <summary>Is every argument certainly what the prototype asks for?</summary>
    public static bool AreSafe(Helper helper, FlowState state, ProgramCode code)
    {
        var arguments = helper.SignatureFor(code.Adapter.Type).Arguments;
        for (var index = 0; index < arguments.Length; index++)
        {
            if (!IsSafe(helper, arguments[index], index + 1, state, code))
                return false;
        }

        return true;
    }

    static bool IsSafe(Helper helper, Arg argument, int register, FlowState state, ProgramCode code)
    {
        var value = state[register];
        if (argument.IsNullable && value is { IsNumber: true, Number: 0 })
            return !argument.IsSizedByNext || state[register + 1] is { IsNumber: true, Number: 0 };
        if (argument.IsMemory)
        {
            return HelperMemory.Find(helper, register, state, code.Adapter.Type) is { } size
                && AccessRules.IsSafe(value, 0, size, argument.IsWritten, state, code);
        }

        if (argument.StructureSize is > 0 and var structure)
            return AccessRules.IsSafe(value, 0, structure, true, state, code);
        return argument.Kind switch
        {
            ArgKind.Map => value is { Kind: ValueKind.Constant, Map: { } map } && HelperArguments.Takes(helper, map),
            ArgKind.Context => value is { Kind: ValueKind.Context, Offset: 0 },
            ArgKind.Zero => value is { IsNumber: true, Number: 0 },
            ArgKind.Callback => value.IsNumber && CodeHandle.IsFunctionOf(code, value.Number),
            ArgKind.ConstantString or ArgKind.RingBufferRecord => false,
            _ => true,
        };
    }
}
