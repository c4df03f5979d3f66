using Sluice.Bpf.Platform;
using Sluice.Runtime.Code;
using Sluice.Runtime.Helpers;

namespace Sluice.Runtime.Compiler;

/// <summary>Which calls of helpers need no check while the program runs, by what is known of the arguments.</summary>
/// <remarks>Answers for what <see cref="HelperArguments"/> would check.</remarks>
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

        return argument.Kind switch
        {
            ArgKind.Map => value is { Kind: ValueKind.Constant, Map: { } map } && HelperArguments.Takes(helper, map),
            ArgKind.Context => value is { Kind: ValueKind.Context, Offset: 0 },
            ArgKind.Zero => value is { IsNumber: true, Number: 0 },
            ArgKind.Callback => value.IsNumber && CodeHandle.IsHandle(value.Number) && CodeHandle.Program(value.Number) == code.Id
                && CodeHandle.Function(value.Number) < code.Functions.Length,
            ArgKind.SpinLock => AccessRules.IsSafe(value, 0, sizeof(uint), true, state, code),
            ArgKind.Timer => AccessRules.IsSafe(value, 0, 16, true, state, code),
            ArgKind.ConstantString or ArgKind.RingBufferRecord => false,
            _ => true,
        };
    }
}
