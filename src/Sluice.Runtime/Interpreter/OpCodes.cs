using Sluice.Bpf.Instructions;

namespace Sluice.Runtime.Interpreter;

/// <summary>Finds the operation for a row of the instruction set, by the name that the row composes.</summary>
static class OpCodes
{
    static readonly Dictionary<InstructionForm, OpCode> s_byForm = new(ReferenceEqualityComparer.Instance);

    static readonly Dictionary<OpCode, OpCode> s_safe = Enum.GetValues<OpCode>()
        .Where(code => Enum.IsDefined(typeof(OpCode), $"Safe{code}"))
        .ToDictionary(code => code, code => Enum.Parse<OpCode>($"Safe{code}"));

    /// <summary>The operation for <paramref name="form"/>.</summary>
    public static OpCode Find(InstructionForm form)
    {
        lock (s_byForm)
        {
            if (!s_byForm.TryGetValue(form, out var code))
                s_byForm[form] = code = Enum.Parse<OpCode>(Name(form));
            return code;
        }
    }

    /// <summary>The form of a memory access that needs no check.</summary>
    public static OpCode WithoutCheck(OpCode code) => s_safe[code];

    static string Name(InstructionForm form) => form.Operation switch
    {
        Operation.Negate => $"Negate{form.Bits}",
        Operation.MoveSignExtend => $"MoveSignExtend{form.Bits}From{form.Size * 8}",
        Operation.ToLittleEndian or Operation.ToBigEndian or Operation.ByteSwap => $"{form.Operation}{form.Bits}",
        Operation.Load or Operation.LoadSignExtend or Operation.Store or Operation.StoreImmediate => $"{form.Operation}{form.Size * 8}",
        _ when form.IsAtomic => $"{form.Operation}{form.Size * 8}",
        Operation.Jump or Operation.MayGoto or >= Operation.CallHelper and <= Operation.Exit => form.Operation.ToString(),
        Operation.LoadPacketAbsolute or Operation.LoadPacketIndirect => form.Operation.ToString(),
        >= Operation.LoadImmediate64 and <= Operation.LoadMapValueByIndex => nameof(OpCode.LoadImmediate64),
        _ => $"{form.Operation}{form.Bits}{(form.HasSourceRegister ? "Register" : "Immediate")}",
    };
}
