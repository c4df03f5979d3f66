using System.Runtime.InteropServices;
using Sluice.Bpf.Instructions;
using Sluice.Runtime.Code;
using Sluice.Runtime.Execution;
using Sluice.Runtime.Helpers;

namespace Sluice.Runtime.Interpreter;

/// <summary>A program as the interpreter runs it: operations in unmanaged memory, bindings of helpers beside them.</summary>
/// <remarks>Where somebody observes the program, each slot has two operations: one that tells the observer, and its own.</remarks>
sealed unsafe class DecodedProgram
{
    readonly IExecutionObserver? _observer;

    // How many operations a slot has, as a power of two.
    readonly int _shift;

    /// <summary>Decodes <paramref name="code"/>, which is that of <paramref name="owner"/>.</summary>
    public DecodedProgram(RuntimeProgram owner, ProgramCode code)
    {
        Owner = owner;
        Code = code;
        _observer = code.Runtime.Options.Observer;
        _shift = _observer is null ? 0 : 1;
        var count = (nuint)code.Instructions.Length << _shift;
        Ops = (DecodedOp*)NativeMemory.AlignedAlloc(count * (nuint)sizeof(DecodedOp), 64);
        NativeMemory.Clear(Ops, count * (nuint)sizeof(DecodedOp));
        var bindings = new List<HelperBinding>();
        foreach (var instruction in code.Instructions)
        {
            if (instruction is not null)
                Ops[instruction.Slot] = Decode(instruction, code, bindings);
        }

        if (_observer is null)
            Fusion.Apply(Ops, code.Instructions.Length);
        else
            Interleave(code);
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
    public int SlotOf(DecodedOp* op) => (int)(op - Ops) >> _shift;

    /// <summary>The first operation of a function.</summary>
    public DecodedOp* EntryOf(int function) => Ops + (Code.Functions[function].Start << _shift);

    /// <summary>Tells the observer of the operation behind <paramref name="op"/>.</summary>
    public void Observe(Cpu cpu, DecodedOp* op, ulong* registers, int depth) =>
        _observer!.Before(new(Owner, cpu, SlotOf(op), registers, depth));

    // Spreads the operations, from the last: their own at the odd places. Distances are counted from there to an even place.
    void Interleave(ProgramCode code)
    {
        for (var slot = code.Instructions.Length - 1; slot >= 0; slot--)
        {
            var op = Ops[slot];
            var instruction = code.Instructions[slot];
            if (instruction is null)
                op = new() { Code = OpCode.Jump, Offset = 1 }; // Behind a 64-bit immediate, which skips one operation.
            else if (instruction.Target >= 0 || instruction.Operation == Operation.CallLocal)
                op.Offset = (op.Offset * 2) - 1;
            Ops[(slot * 2) + 1] = op;
            Ops[slot * 2] = new() { Code = OpCode.Observe };
        }
    }

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
