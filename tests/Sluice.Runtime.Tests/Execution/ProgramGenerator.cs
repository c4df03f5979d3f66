using Sluice.Bpf.Instructions;

namespace Sluice.Runtime.Tests.Execution;

/// <summary>Makes random programs that are structurally valid and otherwise do anything.</summary>
/// <remarks>
/// r6 holds the memory, r2 its length, map 0 is an array and map 1 a hash. Functions first fill the stack slots that they
/// read, since what an unwritten slot holds is not defined.
/// </remarks>
sealed class ProgramGenerator(Random random)
{
    static readonly InstructionForm[] s_arithmetic = [.. InstructionSet.Forms.Where(form => form.IsArithmetic)];

    static readonly InstructionForm[] s_jumps =
        [.. InstructionSet.Forms.Where(form => form.IsConditionalJump && form.Operation != Operation.MayGoto)];

    static readonly InstructionForm[] s_memory = [.. InstructionSet.Forms.Where(form =>
        form.Operation is Operation.Load or Operation.LoadSignExtend or Operation.Store or Operation.StoreImmediate)];

    static readonly InstructionForm[] s_atomics = [.. InstructionSet.Forms.Where(form => form.IsAtomic)];

    static readonly (short Offset, int Size)[] s_slots = [(-8, 8), (-16, 8), (-20, 4), (-24, 4), (-26, 2), (-27, 1), (-40, 8)];

    readonly List<BpfInstruction> _code = [];

    /// <summary>A program with up to three functions.</summary>
    public BpfInstruction[] Generate()
    {
        var functions = random.Next(1, 4);
        var starts = new List<int>();
        var calls = new List<(int Slot, int Function)>();
        for (var function = 0; function < functions; function++)
        {
            starts.Add(_code.Count);
            Prologue(function);
            var first = _code.Count;
            var length = random.Next(8, 60);
            while (_code.Count < first + length)
                Step(function, functions, first, first + length, calls);
            Epilogue(first);
        }

        foreach (var (slot, function) in calls)
            _code[slot] = _code[slot].WithImmediate(starts[function] - slot - 1);
        return [.. _code];
    }

    void Prologue(int function)
    {
        if (function == 0)
            _code.Add(new(0xbf, 6, 1, 0, 0)); // r6 = r1
        foreach (var (offset, size) in s_slots)
            _code.Add(new(StoreImmediate(size), 10, 0, offset, random.Next()));
        if (function != 0)
            return;
        for (byte register = 7; register <= 9; register++)
            _code.Add(new(0x79, register, 6, (short)random.Next(0, 56), 0)); // r7.. = *(u64 *)(r6 + n)
    }

    // Every jump of the function may lead to its end, so the exit stands there twice.
    void Epilogue(int first)
    {
        _code.Add(new(0xbf, 0, Register(), 0, 0));
        _code.Add(new(0x95, 0, 0, 0, 0));
        for (var slot = first; slot < _code.Count; slot++)
        {
            var form = InstructionSet.Find(_code[slot]);
            if (form is null || !form.IsJump)
                continue;
            var target = Math.Clamp(slot + 1 + _code[slot].Offset, first, _code.Count - 2);
            while (target > 0 && _code[target - 1].IsWide)
                target--; // Not into a 64-bit immediate.
            _code[slot] = _code[slot].WithOffset((short)(target - slot - 1));
        }
    }

    void Step(int function, int functions, int first, int end, List<(int, int)> calls)
    {
        switch (random.Next(100))
        {
            case < 45:
                Arithmetic();
                break;
            case < 65:
                Memory();
                break;
            case < 70:
                Atomic();
                break;
            case < 85:
                Jump(first, end);
                break;
            case < 88:
                Constant();
                break;
            case < 94:
                Lookup();
                break;
            case < 97 when function + 1 < functions:
                calls.Add((_code.Count, random.Next(function + 1, functions)));
                _code.Add(new(0x85, 0, 1, 0, 0));
                break;
            default:
                Update();
                break;
        }
    }

    void Arithmetic()
    {
        var form = s_arithmetic[random.Next(s_arithmetic.Length)];
        var immediate = form.Selector == Selector.Immediate ? form.SelectorValue
            : (form.Uses & Fields.Immediate) != 0 ? Number() : 0;
        _code.Add(new(form.Opcode, Register(), (byte)(form.HasSourceRegister ? AnyRegister() : 0),
            (short)(form.Selector == Selector.Offset ? form.SelectorValue : 0), immediate));
    }

    void Memory()
    {
        var form = s_memory[random.Next(s_memory.Length)];
        var isLoad = form.Operation is Operation.Load or Operation.LoadSignExtend;
        var (address, offset) = Address(form.Size);
        var other = isLoad ? Register() : AnyRegister();
        _code.Add(isLoad ? new(form.Opcode, other, address, offset, 0)
            : new(form.Opcode, address, (byte)(form.HasSourceRegister ? other : 0), offset, form.HasSourceRegister ? 0 : Number()));
    }

    void Atomic()
    {
        var form = s_atomics[random.Next(s_atomics.Length)];
        var (address, offset) = Address(form.Size);
        if (random.Next(8) != 0)
            offset = (short)(offset / form.Size * form.Size);
        var (destination, source) = form.Operation == Operation.LoadAcquire ? (Register(), address) : (address, Register());
        _code.Add(new(form.Opcode, destination, source, offset, form.SelectorValue));
    }

    // The memory or a slot of the stack, and now and then something else.
    (byte Register, short Offset) Address(int size)
    {
        switch (random.Next(20))
        {
            case < 9:
                return (6, (short)random.Next(0, 64 - size));
            case < 17:
                var fitting = Array.FindAll(s_slots, slot => slot.Size == size);
                return (10, fitting[random.Next(fitting.Length)].Offset);
            case 17:
                return (6, (short)random.Next(-9, 73));
            case 18:
                return (0, (short)random.Next(-1, 17)); // A value of a map, perhaps.
            default:
                return (AnyRegister(), (short)random.Next(-8, 8));
        }
    }

    void Jump(int first, int end)
    {
        var form = s_jumps[random.Next(s_jumps.Length)];
        var target = random.Next(4) == 0 ? random.Next(first, end) : random.Next(_code.Count + 1, end + 1);
        _code.Add(new(form.Opcode, AnyRegister(), (byte)(form.HasSourceRegister ? AnyRegister() : 0),
            (short)(target - _code.Count - 1), form.HasSourceRegister ? 0 : Number()));
    }

    void Constant()
    {
        _code.Add(new(0x18, Register(), 0, 0, random.Next()));
        _code.Add(new(0, 0, 0, 0, random.Next(2) == 0 ? 0 : random.Next()));
    }

    void Lookup()
    {
        var map = random.Next(2);
        Call(map, 1);
        if (map == 0 && random.Next(5) == 0)
            return;
        _code.Add(new(0x15, 0, 0, 1, 0)); // if r0 == 0 goto +1
        _code.Add(new(0x7b, 0, (byte)random.Next(6, 10), (short)(random.Next(0, 2) * 8), 0)); // *(u64 *)(r0 + n) = r
        if (map == 1)
            _code.Add(new(0xb7, 0, 0, 0, 1)); // r0 = 1: where a hash keeps its values differs from run to run.
    }

    void Update()
    {
        _code.Add(new(0xbf, 3, 10, 0, 0)); // r3 = r10
        _code.Add(new(0x07, 3, 0, 0, -16)); // r3 += -16
        _code.Add(new(0xb7, 4, 0, 0, 0)); // r4 = 0
        Call(1, random.Next(2, 4));
    }

    void Call(int map, int helper)
    {
        _code.Add(new(0x62, 10, 0, -20, random.Next(0, 6))); // *(u32 *)(r10 - 20) = key
        _code.Add(new(0x18, 1, 5, 0, map));
        _code.Add(default);
        _code.Add(new(0xbf, 2, 10, 0, 0)); // r2 = r10
        _code.Add(new(0x07, 2, 0, 0, random.Next(30) == 0 ? 4 : -20)); // r2 += -20
        _code.Add(new(0x85, 0, 0, 0, helper));
    }

    static byte StoreImmediate(int size) => size switch { 1 => 0x72, 2 => 0x6a, 4 => 0x62, _ => 0x7a };

    byte Register() => (byte)random.Next(20) switch { 0 => 6, 1 => 1, 2 => 2, 3 => 0, var n => (byte)(n % 2 == 0 ? 3 + (n % 3) : 7 + (n % 3)) };

    byte AnyRegister() => random.Next(25) == 0 ? (byte)10 : Register();

    int Number() => random.Next(4) switch
    {
        0 => random.Next(-2, 66),
        1 => random.Next(int.MinValue, int.MaxValue),
        2 => 1 << random.Next(32),
        _ => random.Next(0, 256),
    };
}
