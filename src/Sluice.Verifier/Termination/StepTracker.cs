using Sluice.Bpf.Instructions;
using Sluice.Verifier.Domain;
using Sluice.Verifier.Flow;
using Sluice.Verifier.States;

namespace Sluice.Verifier.Termination;

/// <summary>Follows, through one block, where each variable came from and what was added to it.</summary>
/// <remarks>Only sums that provably do not wrap around count, so that a variable which keeps growing must come to an end.</remarks>
sealed class StepTracker(ProgramCode code)
{
    const long MostAdded = 1L << 40;

    readonly Step[] _registers = new Step[Variable.Registers];

    readonly Dictionary<int, Step> _cells = [];

    /// <summary>Begins a block.</summary>
    public void Begin(AbstractState state)
    {
        for (var register = 0; register < _registers.Length; register++)
            _registers[register] = Step.Same(register);
        _cells.Clear();
        foreach (ref readonly var cell in state.Frame.Cells)
        {
            var variable = Variable.Cell(cell.Start, cell.Size);
            _cells[variable] = Step.Same(variable);
        }
    }

    /// <summary>Where each variable that is known came from.</summary>
    public Dictionary<int, Step> Result()
    {
        var result = new Dictionary<int, Step>(_cells);
        for (var register = 0; register < _registers.Length; register++)
        {
            if (_registers[register].IsKnown)
                result[register] = _registers[register];
        }

        return result;
    }

    /// <summary>Forgets what a called function may have changed.</summary>
    public void Call(AbstractState state)
    {
        Array.Fill(_registers, Step.Unknown, 0, 6);
        for (var register = 1; register <= 5; register++)
        {
            if (state.Registers[register].Kind == ValueKind.Stack)
                _cells.Clear();
        }
    }

    /// <summary>Forgets all values on the stack.</summary>
    public void ForgetStack() => _cells.Clear();

    /// <summary>Forgets the values on the stack that were overwritten.</summary>
    public void Prune(AbstractState state)
    {
        foreach (var variable in _cells.Keys)
        {
            var (start, size) = Variable.PlaceOf(variable);
            if (state.Frame.Find(start, size) < 0)
                _cells.Remove(variable);
        }
    }

    /// <summary>Follows the instruction that is about to be run.</summary>
    public void Follow(AbstractState state, int slot)
    {
        var (instruction, form) = (code.Instructions[slot], code.Forms[slot]!);
        switch (form.Operation)
        {
            case Operation.Move when form.HasSourceRegister:
                var moved = form.Bits == 64 || state.Registers[instruction.Source] is { Kind: ValueKind.Scalar, Number.IsHalf: true };
                Set(instruction.Destination, moved ? Get(instruction.Source) : Step.Unknown);
                return;
            case Operation.Add or Operation.Subtract:
                Set(instruction.Destination, Added(state, instruction, form));
                return;
            case Operation.Load:
                Set(instruction.Destination, Loaded(state, instruction, form));
                return;
            case Operation.Store or Operation.StoreImmediate:
                Store(state, instruction, form);
                return;
        }

        var written = Liveness.Effects(code, slot).Written;
        for (var register = 0; register < _registers.Length; register++)
        {
            if ((written >> register & 1) != 0)
                _registers[register] = Step.Unknown;
        }

        if (form.IsAtomic && state.Registers[instruction.Destination].Kind == ValueKind.Stack)
            _cells.Clear();
    }

    Step Get(int register) => register < _registers.Length ? _registers[register] : Step.Unknown;

    void Set(int register, Step step) => _registers[register] = step;

    Step Added(AbstractState state, in BpfInstruction instruction, InstructionForm form)
    {
        ref readonly var left = ref state.Registers[instruction.Destination];
        var right = form.HasSourceRegister ? state.Registers[instruction.Source] : Value.Constant(instruction.Immediate);
        if (!right.IsScalar || left.Kind < ValueKind.Scalar || right.Number.SignedMin < -MostAdded || right.Number.SignedMax > MostAdded)
            return Step.Unknown;
        var (least, most) = form.Operation == Operation.Add
            ? (right.Number.SignedMin, right.Number.SignedMax)
            : (-right.Number.SignedMax, -right.Number.SignedMin);
        if (left.IsScalar && !StaysInRange(left.Number, least, most, form.Bits == 32))
            return Step.Unknown;
        return left.IsPointer && form.Bits == 32 ? Step.Unknown : Get(instruction.Destination).Plus(least, most);
    }

    static bool StaysInRange(in Scalar number, long least, long most, bool half) => half
        ? number.IsHalf && (long)number.Min + least >= 0 && (long)number.Max + most <= uint.MaxValue
        : number.SignedMin >= long.MinValue + MostAdded && number.SignedMax <= long.MaxValue - MostAdded;

    Step Loaded(AbstractState state, in BpfInstruction instruction, InstructionForm form) =>
        PlaceOf(state, instruction.Source, instruction.Offset) is >= 0 and var start
            ? _cells.GetValueOrDefault(Variable.Cell(start, form.Size), Step.Unknown)
            : Step.Unknown;

    void Store(AbstractState state, in BpfInstruction instruction, InstructionForm form)
    {
        if (state.Registers[instruction.Destination].Kind != ValueKind.Stack)
            return;
        var start = PlaceOf(state, instruction.Destination, instruction.Offset);
        if (start < 0)
        {
            if (state.Registers[instruction.Destination].Region == state.FrameCount - 1)
                _cells.Clear();
            return;
        }

        foreach (var variable in _cells.Keys)
        {
            var (first, size) = Variable.PlaceOf(variable);
            if (first < start + form.Size && start < first + size)
                _cells.Remove(variable);
        }

        if (!form.HasSourceRegister || Get(instruction.Source) is not { IsKnown: true } step)
            return;
        ref readonly var value = ref state.Registers[instruction.Source];
        if (form.Size == 8 || (value.IsScalar && value.Number.Max >> form.Size * 8 == 0))
            _cells[Variable.Cell(start, form.Size)] = step;
    }

    // The byte of this function's frame that is accessed, if it is one.
    static int PlaceOf(AbstractState state, int register, int offset)
    {
        ref readonly var pointer = ref state.Registers[register];
        return pointer.Kind == ValueKind.Stack && pointer.Region == state.FrameCount - 1 && pointer.Number.IsConstant
            ? (int)(pointer.Offset + pointer.Number.SignedMin + offset + StackFrame.Size)
            : -1;
    }
}
