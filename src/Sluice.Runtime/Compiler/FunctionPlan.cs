using System.Reflection.Emit;
using Sluice.Bpf.Instructions;
using Sluice.Runtime.Code;
using Sluice.Runtime.Execution;
using Sluice.Runtime.Helpers;

namespace Sluice.Runtime.Compiler;

/// <summary>Everything that is decided about a function before its IL is written.</summary>
sealed class FunctionPlan
{
    /// <summary>Analyses <paramref name="function"/>.</summary>
    public FunctionPlan(ProgramCode code, CodeFunction function, bool isChecked)
    {
        Code = code;
        Function = function;
        IsChecked = isChecked;
        Blocks = Simplifier.Simplify(function);
        Analysis = ValueAnalysis.Run(code, function, Blocks);
        var operands = new OperandTable(function, Blocks, Analysis);
        Webs = new Webs(function, operands, Analysis);
        Widths = new Widths(function, operands, Analysis, Webs);
        Arguments = [.. Enumerable.Range(1, 5).Where(register => (function.LiveIn & 1 << register) != 0)];
        HasBackwardJumps = Instructions.Any(instruction => instruction.IsBackwardJump);
        ChecksPacket = isChecked && FindPacketChecks();
        HasMayGoto = Instructions.Any(instruction => instruction.Operation == Operation.MayGoto);
    }

    public ProgramCode Code { get; }

    public CodeFunction Function { get; }

    /// <summary>Is it compiled for the sandbox?</summary>
    public bool IsChecked { get; }

    /// <summary>The instructions of each block.</summary>
    public List<List<CodeInstruction>> Blocks { get; }

    public ValueAnalysis Analysis { get; }

    public Webs Webs { get; }

    public Widths Widths { get; }

    /// <summary>The registers that a sub-program gets as arguments.</summary>
    public int[] Arguments { get; }

    public bool HasBackwardJumps { get; }

    public bool HasMayGoto { get; }

    /// <summary>Is any access compared with the packet's bounds while the program runs?</summary>
    public bool ChecksPacket { get; }

    /// <summary>Does it change where a packet of Click's begins or ends?</summary>
    public bool MovesPacket => Instructions.Any(instruction => instruction.Helper?.Function == ClickHelpers.AddSpace);

    /// <summary>Is the context used for nothing but reading the packet's ends out of it?</summary>
    /// <remarks>Copies in registers are followed; whatever else is done with its address counts as a use. Where paths meet that hold
    /// different things, nothing is known of a register, and no program that is proved reads memory by it.</remarks>
    public bool ReadsEndsOnly()
    {
        var isUsed = false;
        Analysis.Visit((instruction, state) =>
        {
            var isMove = instruction is { Operation: Operation.Move, Form.Bits: 64 };
            if (isMove || EndReadBy(instruction, state) != PacketField.None)
                return;
            var (registers, _) = Operands.Read(instruction, state, Analysis);
            for (var register = 0; register <= 10; register++)
                isUsed |= (registers & 1 << register) != 0 && state[register].Kind == ValueKind.Context;
        });
        return !isUsed;
    }

    /// <summary>The end of the packet that a load reads out of the context.</summary>
    public PacketField EndReadBy(CodeInstruction instruction, FlowState state) =>
        instruction.Operation == Operation.Load && state[instruction.Source] is { Kind: ValueKind.Context } address
            ? Code.Adapter.FieldAt(address.Offset + instruction.Offset, instruction.Form.Size)
            : PacketField.None;

    /// <summary>The compiled function.</summary>
    public DynamicMethod Method { get; set; } = null!;

    /// <summary>Is it the entry, which is called with the program's arguments, and never by another function?</summary>
    public bool IsEntry => Function.Index == 0;

    /// <summary>Does anything need the frame's address?</summary>
    public bool UsesFrame => Webs.AtStartOf(Function.Blocks[0])[10] >= 0
        || Instructions.Any(instruction => instruction.Operation is Operation.CallHelper or Operation.CallLocal or Operation.CallRegister);

    bool FindPacketChecks()
    {
        var found = false;
        Analysis.Visit((instruction, state) =>
        {
            var isLoad = instruction.Operation is Operation.Load or Operation.LoadSignExtend;
            if (!isLoad && instruction.Operation is not (Operation.Store or Operation.StoreImmediate))
                return;
            var address = state[isLoad ? instruction.Source : instruction.Destination];
            found |= Analysis.Slots.Find(instruction, address) < 0
                && !AccessRules.IsSafe(address, instruction.Offset, instruction.Form.Size, !isLoad, state, Code);
        });
        return found;
    }

    IEnumerable<CodeInstruction> Instructions => Blocks.SelectMany(block => block);
}
