using Sluice.Bpf.Instructions;
using Sluice.Bpf.Platform;
using Sluice.Runtime.Code;
using Sluice.Runtime.Execution;
using Sluice.Runtime.Helpers;
using Sluice.Runtime.Maps;

namespace Sluice.Runtime.Compiler;

/// <summary>
/// What is known of every variable at every place of a function: constants, addresses by region and offset, bounds of
/// numbers, how far the packet reaches. A forward analysis to a fixed point.
/// </summary>
/// <remarks>
/// Sound whatever the program does, so that the sandbox may leave out the checks that it answers. It relies on this: r10 is
/// the frame; the context's packet fields hold the packet's addresses, since no program may write them; a value of a map
/// stays where it is while the program runs; only helpers that say so, and functions, move the packet.
/// </remarks>
sealed partial class ValueAnalysis
{
    const int RegisterCount = 11;
    const int FramePointer = 10;

    // Visits of a block after which numbers that still change are given up.
    const int Patience = 4;

    // Packet offsets beyond this are not tracked, so that sums of them cannot wrap.
    const int MaxOffset = 1 << 20;
    const ulong MaxStep = 0xffff;

    readonly ProgramCode _code;
    readonly CodeFunction _function;
    readonly List<List<CodeInstruction>> _blocks;
    readonly FlowState[] _entry;

    ValueAnalysis(ProgramCode code, CodeFunction function, List<List<CodeInstruction>> blocks, StackSlots slots)
    {
        _code = code;
        _function = function;
        _blocks = blocks;
        Slots = slots;
        VariableCount = RegisterCount + slots.Count;
        _entry = [.. function.Blocks.Select(_ => new FlowState(VariableCount))];
    }

    /// <summary>Registers and slots.</summary>
    public int VariableCount { get; }

    /// <summary>The slots that are variables.</summary>
    public StackSlots Slots { get; }

    /// <summary>The program's functions.</summary>
    public CodeFunction[] Functions => _code.Functions;

    /// <summary>The program's type.</summary>
    public ProgramType Type => _code.Adapter.Type;

    /// <summary>Analyses a function, first to choose its slots, then with them.</summary>
    /// <param name="code">The program.</param>
    /// <param name="function">The function.</param>
    /// <param name="blocks">Its instructions, by block.</param>
    public static ValueAnalysis Run(ProgramCode code, CodeFunction function, List<List<CodeInstruction>> blocks)
    {
        var first = new ValueAnalysis(code, function, blocks, StackSlots.None);
        first.Solve();
        var slots = StackSlots.Choose(first, RegisterCount);
        if (slots.Count == 0)
            return first;
        var second = new ValueAnalysis(code, function, blocks, slots);
        second.Solve();
        return second;
    }

    /// <summary>Calls <paramref name="visitor"/> for every instruction that can be reached, with what is known before it.</summary>
    public void Visit(Action<CodeInstruction, FlowState> visitor)
    {
        foreach (var block in _function.Blocks)
        {
            if (!_entry[block.Index].IsReached)
                continue;
            var state = _entry[block.Index].Clone();
            foreach (var instruction in _blocks[block.Index])
            {
                visitor(instruction, state);
                Apply(instruction, state);
            }
        }
    }

    /// <summary>Does any run reach the block, as far as is known?</summary>
    public bool IsReached(BasicBlock block) => _entry[block.Index].IsReached;

    /// <summary>What is known where a block begins; a copy.</summary>
    public FlowState AtStartOf(BasicBlock block) => _entry[block.Index].Clone();

    /// <summary>For a lookup that is compiled in place: where on the stack its key lies, if the key is a slot's size.</summary>
    public static (int Offset, int Size)? KeyOfInlinedLookup(CodeInstruction instruction, FlowState state) =>
        InlinedLookup(instruction, state) is not null && state[2] is { Kind: ValueKind.Frame } key
            && key.Offset >= -Cpu.FrameSize && key.Offset + sizeof(uint) <= 0
            ? (key.Offset, sizeof(uint))
            : null;

    /// <summary>The map of a lookup that is compiled in place, as an index into an array; else null.</summary>
    public static RuntimeMap? InlinedLookup(CodeInstruction instruction, FlowState state) =>
        instruction is { Operation: Operation.CallHelper, Helper: { } binding } && binding.Function == MapHelpers.Lookup
            && state[1] is { Kind: ValueKind.Constant, Map: { } map } && map.Spec.Type is MapType.Array or MapType.PerCpuArray
            ? map
            : null;

    void Solve()
    {
        var start = _entry[0];
        for (var variable = 0; variable < VariableCount; variable++)
            start[variable] = Value.Constant(0);
        for (var register = 1; register <= 5; register++)
            start[register] = Value.Unknown;
        var isOnlyEntered = _function is { Index: 0, IsCallback: false } && !Array.Exists(Functions, function => function.Callees.Contains(0));
        if (isOnlyEntered && _code.Adapter.ContextSize > 0)
            start[1] = new Value(ValueKind.Context);
        if (isOnlyEntered && _code.Adapter.PassesBuffer)
        {
            // An empty packet has neither, but nothing in it can be reached either.
            start[1] = new Value(ValueKind.Packet, Id: Value.PacketStart);
            start[2] = new Value(ValueKind.PacketLength);
        }

        start[FramePointer] = new Value(ValueKind.Frame);
        start.Reach();

        var visits = new int[_entry.Length];
        // Always the first block that waits: in the order of the code, what comes before it is mostly settled.
        var isPending = new bool[_entry.Length];
        isPending[0] = true;
        var (state, along) = (new FlowState(VariableCount), new FlowState(VariableCount));
        for (var index = 0; index >= 0; index = Array.IndexOf(isPending, true))
        {
            isPending[index] = false;
            var block = _function.Blocks[index];
            state.CopyFrom(_entry[index]);
            foreach (var instruction in _blocks[index])
                Apply(instruction, state);
            var last = _blocks[index] is [.., var end] ? end : null;
            Flow(block.FallThrough, last, false);
            Flow(block.Branch, last, true);

            void Flow(BasicBlock? target, CodeInstruction? condition, bool taken)
            {
                if (target is null)
                    return;
                along.CopyFrom(state);
                if (condition is { Form.IsConditionalJump: true } && block.Branch != block.FallThrough)
                    Refine(condition, along, taken);
                if (_entry[target.Index].Join(along, ++visits[target.Index] > Patience))
                    isPending[target.Index] = true;
            }
        }
    }

    /// <summary>Takes <paramref name="state"/> across an instruction.</summary>
    public void Apply(CodeInstruction instruction, FlowState state)
    {
        switch (instruction.Operation)
        {
            case var _ when instruction.Form.IsArithmetic:
                var result = Compute(instruction, state);
                if (result is { Kind: ValueKind.Packet } && result.Id == instruction.Slot)
                    state.Renew(instruction.Slot);
                state[instruction.Destination] = result;
                break;
            case Operation.LoadImmediate64:
                state[instruction.Destination] = instruction switch
                {
                    { Map: { } map, IsMapValue: true } => new(ValueKind.MapValue, Map: map, Offset: OffsetInValue(map, instruction.Immediate), Id: instruction.Slot),
                    _ => Value.Constant((ulong)instruction.Immediate) with { Map = instruction.Map },
                };
                break;
            case Operation.Load or Operation.LoadSignExtend or Operation.LoadAcquire:
                state[instruction.Destination] = Load(instruction, state);
                break;
            case Operation.Store or Operation.StoreImmediate:
                if (Slots.Find(instruction, state[instruction.Destination]) is >= 0 and var slot)
                    state[slot] = Stored(instruction, state);
                break;
            case >= Operation.AtomicFetchAdd and <= Operation.AtomicExchange:
                state[instruction.Source] = Value.Unknown;
                break;
            case Operation.AtomicCompareExchange:
                state[0] = Value.Unknown;
                break;
            case Operation.CallHelper:
                Call(instruction, state);
                break;
            case Operation.CallLocal or Operation.CallRegister:
                state.ForgetPacket();
                state[0] = Value.Unknown;
                break;
            case Operation.LoadPacketAbsolute or Operation.LoadPacketIndirect:
                state[0] = Value.AtMost(Ones(instruction.Form.Size));
                break;
        }
    }

    static unsafe int OffsetInValue(RuntimeMap map, long address) => (int)(address - (long)map.Header->Values);

    Value Load(CodeInstruction instruction, FlowState state)
    {
        var address = state[instruction.Source];
        var size = instruction.Form.Size;
        var isSigned = instruction.Operation == Operation.LoadSignExtend;
        if (instruction.Operation != Operation.LoadAcquire && Slots.Find(instruction, address) is >= 0 and var slot)
            return isSigned ? Value.Unknown : state[slot];
        if (isSigned)
            return Value.Unknown;
        if (address.Kind == ValueKind.Context)
        {
            switch (_code.Adapter.FieldAt(address.Offset + instruction.Offset, size))
            {
                case PacketField.Data:
                    return new(ValueKind.Packet, Id: Value.PacketStart);
                case PacketField.DataEnd:
                    return new(ValueKind.PacketEnd);
            }
        }

        return Value.AtMost(Ones(size));
    }

    static Value Stored(CodeInstruction instruction, FlowState state)
    {
        var size = instruction.Form.Size;
        if (instruction.Operation == Operation.StoreImmediate)
            return Value.Constant((ulong)instruction.Immediate & Ones(size));
        var value = state[instruction.Source];
        if (size == 8)
            return value;
        return value.IsNumber ? Value.Constant(value.Number & Ones(size)) : Value.AtMost(Math.Min(value.Max, Ones(size)));
    }

    void Call(CodeInstruction instruction, FlowState state)
    {
        if (instruction.Helper is not { } binding)
            return;
        var (returns, arguments) = binding.Helper.SignatureFor(Type);
        var map = HelperMemory.FindMap(arguments, state);
        if (binding.Helper.Has(Effects.MovesPacket) || arguments.Any(argument => argument.Kind == ArgKind.Callback))
            state.ForgetPacket();
        state.Renew(instruction.Slot);
        state[0] = binding.Function == MapHelpers.Lookup && map is { HasReachableValues: true }
            ? new(ValueKind.MapValue, Map: map, Id: instruction.Slot, IsNullable: returns.IsNullable)
            : Value.Unknown;
    }

    static ulong Ones(int size) => size == 8 ? ulong.MaxValue : (1ul << (size * 8)) - 1;
}
