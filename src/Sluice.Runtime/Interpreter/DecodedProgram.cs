using System.Runtime.InteropServices;
using Sluice.Bpf.Instructions;
using Sluice.Runtime.Code;
using Sluice.Runtime.Execution;
using Sluice.Runtime.Helpers;

namespace Sluice.Runtime.Interpreter;

/// <summary>A program as the interpreter runs it: operations in unmanaged memory, bindings of helpers beside them.</summary>
sealed unsafe class DecodedProgram
{
    /// <summary>Decodes <paramref name="code"/>, which is that of <paramref name="owner"/>.</summary>
    public DecodedProgram(RuntimeProgram owner, ProgramCode code)
    {
        Owner = owner;
        Code = code;
        var count = (nuint)code.Instructions.Length;
        Ops = (DecodedOp*)NativeMemory.AlignedAlloc(count * (nuint)sizeof(DecodedOp), 64);
        NativeMemory.Clear(Ops, count * (nuint)sizeof(DecodedOp));
        var bindings = new List<HelperBinding>();
        foreach (var instruction in code.Instructions)
        {
            if (instruction is not null)
                Ops[instruction.Slot] = Decode(instruction, code, bindings);
        }

        Fusion.Apply(Ops, code.Instructions.Length);
        Bindings = [.. bindings];
    }

    /// <summary>Frees the operations.</summary>
    ~DecodedProgram() => NativeMemory.AlignedFree(Ops);

    /// <summary>The loaded program.</summary>
    public RuntimeProgram Owner { get; }

    /// <summary>Its code.</summary>
    public ProgramCode Code { get; }

    /// <summary>An operation for each slot.</summary>
    public DecodedOp* Ops { get; }

    /// <summary>The helpers that it calls.</summary>
    public HelperBinding[] Bindings { get; }

    /// <summary>The slot of an operation.</summary>
    public int SlotOf(DecodedOp* op) => (int)(op - Ops);

    static DecodedOp Decode(CodeInstruction instruction, ProgramCode code, List<HelperBinding> bindings)
    {
        var op = new DecodedOp
        {
            Code = OpCodes.Find(instruction.Form),
            Destination = (byte)instruction.Destination,
            Source = (byte)instruction.Source,
            Offset = instruction.Target >= 0 ? instruction.Target - instruction.Slot : instruction.Offset,
            Immediate = instruction.Immediate,
        };
        switch (instruction.Operation)
        {
            case Operation.CallHelper when instruction.Helper is null:
                op.Code = OpCode.Unresolved;
                break;
            case Operation.CallHelper when instruction.Helper.Helper.Id == HelperCalls.TailCall:
                op.Code = OpCode.TailCall;
                break;
            case Operation.CallHelper:
                op.Immediate = bindings.Count;
                bindings.Add(instruction.Helper);
                break;
            case Operation.CallRegister:
                op.Destination = (byte)instruction.CalledRegister;
                break;
            case Operation.CallLocal:
                op.Offset = code.Functions[instruction.Callee].Start - instruction.Slot;
                break;
            case Operation.LoadPacketAbsolute or Operation.LoadPacketIndirect:
                op.Offset = instruction.Form.Size;
                break;
            case Operation.Load or Operation.LoadSignExtend when IsOwnFrame(instruction, instruction.Source):
            case Operation.Store or Operation.StoreImmediate when IsOwnFrame(instruction, instruction.Destination):
                op.Code = OpCodes.WithoutCheck(op.Code);
                break;
        }

        return op;
    }

    // r10 never changes, so an access relative to it is known when the program is loaded.
    static bool IsOwnFrame(CodeInstruction instruction, int register) => register == 10
        && instruction.Offset >= -Cpu.FrameSize && instruction.Offset + instruction.Form.Size <= 0;
}
