using Sluice.Bpf.Instructions;

namespace Sluice.Runtime.Code;

/// <summary>Which registers an instruction reads and writes, as bit sets.</summary>
static class RegisterEffects
{
    /// <summary>r1 to r5.</summary>
    public const int Arguments = 0b11_1110;

    /// <summary>The registers written.</summary>
    /// <remarks>Calls keep r1 to r5: nothing may rely on it, but it makes every mode give the same results for any code.</remarks>
    public static int Writes(CodeInstruction instruction) => instruction.Form.Writes switch
    {
        Fields.Destination => 1 << instruction.Destination,
        Fields.Source => 1 << instruction.Source,
        _ => instruction.Operation is Operation.AtomicCompareExchange or Operation.CallHelper or Operation.CallLocal
            or Operation.CallRegister or Operation.LoadPacketAbsolute or Operation.LoadPacketIndirect ? 1 : 0,
    };

    /// <summary>The registers read. <paramref name="functions"/> tells what local calls take.</summary>
    public static int Reads(CodeInstruction instruction, CodeFunction[] functions)
    {
        var destination = 1 << instruction.Destination;
        var source = instruction.HasSource ? 1 << instruction.Source : 0;
        return instruction.Operation switch
        {
            Operation.Move or Operation.MoveSignExtend => source,
            _ when instruction.Form.IsArithmetic => destination | source,
            Operation.Jump or Operation.MayGoto or Operation.LoadImmediate64 => 0,
            _ when instruction.Form.IsConditionalJump => destination | source,
            Operation.CallHelper => HelperArguments(instruction),
            Operation.CallLocal => functions[instruction.Callee].LiveIn & Arguments,
            Operation.CallRegister => 1 << instruction.CalledRegister | Arguments,
            Operation.Exit => 1,
            Operation.Load or Operation.LoadSignExtend or Operation.LoadAcquire => source,
            Operation.StoreImmediate => destination,
            Operation.AtomicCompareExchange => destination | source | 1,
            Operation.LoadPacketAbsolute or Operation.LoadPacketIndirect => source | 1 << 6,
            _ => destination | source,
        };
    }

    static int HelperArguments(CodeInstruction instruction) =>
        instruction.Helper is { } binding ? ((1 << binding.Helper.RegisterCount) - 1) << 1 : 0;
}
