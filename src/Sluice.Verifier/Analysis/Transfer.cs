using Sluice.Bpf.Assembly;
using Sluice.Bpf.Instructions;
using Sluice.Bpf.Platform;
using Sluice.Verifier.Domain;
using Sluice.Verifier.Flow;
using Sluice.Verifier.States;

namespace Sluice.Verifier.Analysis;

/// <summary>What each instruction does to a state, and what it demands of it.</summary>
/// <param name="context">What the parts of the analysis share.</param>
/// <param name="function">The first slot of the function that is analysed.</param>
sealed partial class Transfer(AnalysisContext context, int function)
{
    delegate void Step(Transfer transfer, in BpfInstruction instruction, InstructionForm form);

    static readonly Step[] s_steps = Steps();

    AbstractState _state = null!;

    /// <summary>The instruction that is being run.</summary>
    public int Slot { get; private set; }

    ProgramCode Code => context.Code;

    ref Value Register(int number) => ref _state.Registers[number];

    /// <summary>Runs one instruction that neither jumps nor calls a function of the program.</summary>
    /// <exception cref="RejectedException">The state does not allow it.</exception>
    public void Run(AbstractState state, int slot)
    {
        At(state, slot);
        var form = Code.Forms[slot]!;
        s_steps[(int)form.Operation](this, Code.Instructions[slot], form);
    }

    /// <summary>Moves to an instruction, so that what is said from now on is about it.</summary>
    public void At(AbstractState state, int slot) => (_state, Slot) = (state, slot);

    /// <summary>An error at the current instruction.</summary>
    public RejectedException Reject(RejectionKind kind, string reason, string suggestion = "") => new(new(kind, reason)
    {
        Slot = Slot,
        Suggestion = suggestion,
    });

    /// <summary>Demands that a register may be read.</summary>
    public ref Value Read(int number)
    {
        ref var value = ref Register(number);
        if (value.Kind == ValueKind.Uninitialised)
        {
            throw Reject(RejectionKind.UninitialisedRegister,
                $"reads r{number}, which holds no value here on some path{ClobberedBy(number)}", $"set r{number} on every path to this instruction");
        }

        if (value.Kind == ValueKind.Conflict)
        {
            throw Reject(RejectionKind.MixedTypes, $"uses r{number}, which holds values of different kinds on different paths",
                "use the value where its kind is known, before the paths meet");
        }

        if (value.Kind == ValueKind.Dead)
        {
            throw Reject(RejectionKind.StalePointer, $"uses r{number}, a pointer that died when the packet was moved or the resource released",
                "read data and data_end from the context again, and check again, after the call");
        }

        return ref value;
    }

    static string ClobberedBy(int number) =>
        number is >= 1 and <= 5 ? " (calls do not keep r1 to r5)" : "";

    void Set(int register, in Value value) => Register(register) = value;

    static Step[] Steps()
    {
        var steps = new Step[Enum.GetValues<Operation>().Length];
        for (var operation = Operation.Add; operation <= Operation.ArithmeticShiftRight; operation++)
            steps[(int)operation] = static (transfer, in instruction, form) => transfer.Arithmetic(instruction, form);
        steps[(int)Operation.Move] = static (transfer, in instruction, form) => transfer.Move(instruction, form);
        steps[(int)Operation.MoveSignExtend] = static (transfer, in instruction, form) => transfer.MoveSignExtend(instruction, form);
        steps[(int)Operation.Negate] = static (transfer, in instruction, form) => transfer.Negate(instruction, form);
        foreach (var operation in new[] { Operation.ToLittleEndian, Operation.ToBigEndian, Operation.ByteSwap })
            steps[(int)operation] = static (transfer, in instruction, form) => transfer.Swap(instruction, form);

        steps[(int)Operation.Load] = static (transfer, in instruction, form) => transfer.Load(instruction, form);
        steps[(int)Operation.LoadAcquire] = steps[(int)Operation.Load];
        steps[(int)Operation.LoadSignExtend] = steps[(int)Operation.Load];
        steps[(int)Operation.Store] = static (transfer, in instruction, form) => transfer.Store(instruction, form);
        steps[(int)Operation.StoreRelease] = steps[(int)Operation.Store];
        steps[(int)Operation.StoreImmediate] = steps[(int)Operation.Store];
        for (var operation = Operation.AtomicAdd; operation <= Operation.AtomicCompareExchange; operation++)
            steps[(int)operation] = static (transfer, in instruction, form) => transfer.Atomic(instruction, form);

        for (var operation = Operation.LoadImmediate64; operation <= Operation.LoadMapValueByIndex; operation++)
            steps[(int)operation] = static (transfer, in instruction, form) => transfer.LoadWide(instruction, form);
        foreach (var operation in new[] { Operation.LoadPacketAbsolute, Operation.LoadPacketIndirect })
            steps[(int)operation] = static (transfer, in instruction, form) => transfer.LoadPacket(instruction, form);
        steps[(int)Operation.CallHelper] = static (transfer, in instruction, _) => transfer.CallHelper(instruction.Immediate);
        steps[(int)Operation.CallKernelFunction] = static (transfer, in _, _) => transfer.CallKernelFunction();
        steps[(int)Operation.AddressSpaceCast] = static (transfer, in instruction, form) => transfer.CastAddress(instruction, form);
        steps[(int)Operation.CallRegister] = static (transfer, in _, form) => throw transfer.Unsupported(form);
        return steps;
    }

    RejectedException Unsupported(InstructionForm form) => Reject(RejectionKind.Unsupported, form.Operation switch
    {
        Operation.CallRegister => "calls through a register, whose target cannot be proved",
        _ => $"'{Disassembler.Format(Code.Instructions.AsSpan(), Slot)}' is not supported",
    });

    // kernel/bpf/verifier.c: from the program's addresses to the kernel's and back, by the arena's map.
    void CastAddress(in BpfInstruction instruction, InstructionForm form)
    {
        const int toKernel = 1;
        if (!context.ForLinux || !Code.Program.Maps.Any(map => map.Type == MapType.Arena))
            throw Unsupported(form);
        Read(instruction.Source);
        Set(instruction.Destination, instruction.Immediate == toKernel ? Value.Pointer(ValueKind.Arena) : Value.AnyScalar);
    }

    void LoadWide(in BpfInstruction instruction, InstructionForm form)
    {
        var next = Code.Instructions[Slot + 1].Immediate;
        Set(instruction.Destination, form.Operation switch
        {
            Operation.LoadImmediate64 => Value.Constant((long)BpfInstruction.WideImmediate(Code.Instructions.AsSpan(), Slot)),
            Operation.LoadMapByIndex => Value.Pointer(ValueKind.Map, CheckMap(instruction.Immediate)),
            Operation.LoadMapValueByIndex => MapValueAt(CheckMap(instruction.Immediate), next),
            Operation.LoadVariable => KernelVariable(instruction.Immediate),
            Operation.LoadFunction => Value.Pointer(ValueKind.Function, Code.CalleeOf(Slot)),
            _ => throw Reject(RejectionKind.Unsupported, "names a map or a variable by a number that only a running kernel knows"),
        });
    }

    int CheckMap(int index) => (uint)index < (uint)Code.Program.Maps.Length ? index
        : throw Reject(RejectionKind.Malformed, $"names map {index}, but the program has {Code.Program.Maps.Length}");

    Value MapValueAt(int map, int offset)
    {
        var spec = context.Map(map);
        if (spec.Type == MapType.Arena)
            return Value.Pointer(ValueKind.Arena);
        if ((uint)offset >= (uint)spec.ValueSize)
            throw Reject(RejectionKind.MapValueBounds, $"takes the address of byte {offset} of map '{spec.Name}', whose value has {spec.ValueSize}");
        return Value.Pointer(ValueKind.MapValue, map) with
        {
            Offset = offset,
            Id = context.Ids.Next(),
            IsReadOnly = IsReadOnly(map),
        };
    }

    // RFC 9669 section 5.5: the program ends, with verdict 0, where the packet is too short. r6 holds the context.
    void LoadPacket(in BpfInstruction instruction, InstructionForm form)
    {
        if (!context.Type.HasLegacyLoads)
            throw Reject(RejectionKind.Unsupported, $"program type {context.Type.Name} has no legacy packet loads");
        if (Read(6).Kind != ValueKind.Context)
            throw Reject(RejectionKind.HelperArgument, $"a legacy packet load needs the context in r6, which holds {ValueText.Noun(Register(6))}");
        if (form.HasSourceRegister && !Read(instruction.Source).IsScalar)
            throw Reject(RejectionKind.HelperArgument, $"r{instruction.Source} must be a number, but is {ValueText.Noun(Register(instruction.Source))}");
        DemandNumberReturned("loads from the packet in the legacy way");
        if (_state.ReferenceCount > 0)
            throw Reject(RejectionKind.ReferenceLeak, "a legacy packet load may end the program, which holds resources that it must release first");
        if (_state.LockId != 0)
            throw Reject(RejectionKind.Lock, "a legacy packet load may end the program, which holds a spin lock");
        Clobber();
        Set(0, context.ForLinux ? Value.AnyScalar : Value.Of(Scalar.OfBytes(form.Size)));
    }

    /// <summary>After a call r0 to r5 hold nothing.</summary>
    public void Clobber()
    {
        for (var register = 0; register <= 5; register++)
            Set(register, Value.Uninitialised);
    }
}
