using Sluice.Bpf.Instructions;

namespace Sluice.Chains.Machine.Words;

/// <summary>Decodes chain bytecode into the words that the VM executes.</summary>
/// <remarks>
/// What can be checked once is checked here. Constants are put where they are used: an argument that is one costs no word of
/// its own, and a value that nobody reads is never made. Comparisons lose their negations, since a word has two targets.
/// </remarks>
public sealed class WordCompiler
{
    /// <summary>Instructions that a chain may have.</summary>
    public const int MaxInstructions = 4096;

    const int FramePointer = 10;

    readonly string _name;
    readonly BpfInstruction[] _code;
    readonly ElementNumbers _elements;
    readonly IReadOnlyList<int>? _charges;
    readonly RegisterFlow _flow;
    readonly List<MachineWord> _words = [];
    readonly int[] _starts;
    readonly bool[] _isTarget;
    readonly long?[] _constants = new long?[FramePointer + 1];
    int _slot, _cost;
    bool _usesStack;

    WordCompiler(string name, BpfInstruction[] code, int parameters, ElementNumbers elements, IReadOnlyList<int>? charges)
    {
        (_name, _code, _elements, _charges) = (name, code, elements, charges);
        _starts = new int[code.Length];
        _isTarget = new bool[code.Length];
        Check();
        _flow = new(name, code, parameters);
    }

    /// <summary>Decodes a chain.</summary>
    /// <param name="chain">Its place in the VM's table.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <param name="code">Its bytecode.</param>
    /// <param name="parameters">How many arguments it takes, 0 to 4.</param>
    /// <param name="elements">What it may call.</param>
    /// <param name="charges">What each slot takes from the packet's budget; null: each instruction one.</param>
    /// <exception cref="WordCodeException">The machine refuses it.</exception>
    public static MachineCode Compile(uint chain, string name, ReadOnlySpan<BpfInstruction> code, int parameters, ElementNumbers elements,
        IReadOnlyList<int>? charges = null)
    {
        var compiler = new WordCompiler(name, code.ToArray(), parameters, elements, charges);
        compiler.Run();
        return new(chain, name, [.. compiler._words]);
    }

    void Check()
    {
        if (_code.Length is 0 or > MaxInstructions)
            throw new WordCodeException(_name, 0, $"{_code.Length} instructions", $"1 to {MaxInstructions}");
        for (_slot = 0; _slot < _code.Length; _slot++)
        {
            var instruction = _code[_slot];
            if (InstructionSet.Find(instruction) is not { } form || !WordTable.Knows(instruction, form))
                throw Fault($"opcode 0x{instruction.Opcode:x2}", "an instruction of the machine (64-bit arithmetic, loads and stores, jumps, element calls)");
            if (instruction.Destination > FramePointer || instruction.Source > FramePointer)
                throw Fault("a register beyond r10", "r0 to r10");
            if ((RegisterFlow.Writes(instruction) & 1 << FramePointer) != 0)
                throw Fault("a write to r10", "another register: r10 is the stack's end");
            if (_slot + form.Slots > _code.Length)
                throw Fault("half a 64-bit immediate", "two slots");
            _usesStack |= (RegisterFlow.Reads(instruction) & 1 << FramePointer) != 0;
            if (form.IsJump)
                CheckTarget(_slot + 1 + instruction.Offset);
            if (form.Operation is not (Operation.Exit or Operation.Jump) && _slot + form.Slots == _code.Length)
                throw Fault("the chain's end", "an exit before it");
            _slot += form.Slots - 1;
        }
    }

    void CheckTarget(int target)
    {
        if (target < 0 || target >= _code.Length || target > 0 && _code[target - 1].IsWide)
            throw Fault($"a jump to {target}", "one to an instruction of the chain");
        _isTarget[target] = true;
    }

    void Run()
    {
        if (_usesStack)
            Emit(new(WordOperation.ClearStack, 0, MachineWord.Zero, 0, 0, 0, 0));
        for (_slot = 0; _slot < _code.Length; _slot++)
        {
            if (_isTarget[_slot])
            {
                Flush(_flow.LiveAt(_slot));
                Pay(0);
            }

            _starts[_slot] = _words.Count;
            var instruction = _code[_slot];
            var form = InstructionSet.Find(instruction)!;
            _cost += _charges?[_slot] ?? 1;
            Pay(byte.MaxValue);
            Translate(instruction, form);
            _slot += form.Slots - 1;
        }

        for (var at = 0; at < _words.Count; at++)
        {
            if (_words[at].IsJump)
                _words[at] = _words[at] with { Then = (ushort)_starts[_words[at].Then], Other = (ushort)_starts[_words[at].Other] };
        }
    }

    void Translate(BpfInstruction instruction, InstructionForm form)
    {
        switch (form.Operation)
        {
            case Operation.LoadImmediate64:
                _constants[instruction.Destination] = (long)BpfInstruction.WideImmediate(_code, _slot);
                break;
            case Operation.Move:
                Move(instruction, form);
                break;
            case Operation.Negate:
                Arithmetic(instruction, WordOperation.Multiply, (MachineWord.Zero, -1));
                break;
            case Operation.ToLittleEndian when form.Bits < 64:
                Arithmetic(instruction, WordOperation.And, (MachineWord.Zero, (1L << form.Bits) - 1));
                break;
            case Operation.ToLittleEndian:
                break;
            case Operation.ToBigEndian:
                Arithmetic(instruction, form.Bits switch { 16 => WordOperation.Swap16, 32 => WordOperation.Swap32, _ => WordOperation.Swap64 }, (MachineWord.Zero, 0));
                break;
            case Operation.Load:
                Load(instruction, form);
                break;
            case Operation.Store or Operation.StoreImmediate:
                var value = OperandOf(instruction, form);
                Materialize(instruction.Destination);
                Emit(new(WordTable.StoreOf(form.Size), MachineWord.PlaceOf(instruction.Destination), value.Place, Cost(),
                    (ushort)instruction.Offset, 0, value.Constant));
                break;
            case Operation.Jump:
                Flush(_flow.LiveAt(_slot + 1 + instruction.Offset));
                Emit(new(WordOperation.Jump, 0, MachineWord.Zero, Cost(), (ushort)(_slot + 1 + instruction.Offset), 0, 0));
                break;
            case Operation.CallHelper:
                Call(ElementCalls.Registers(instruction.Immediate));
                break;
            case Operation.Exit:
                Materialize(0);
                Emit(new(WordOperation.Exit, 0, MachineWord.Zero, Cost(), 0, 0, 0));
                Array.Clear(_constants);
                break;
            default:
                if (form.IsConditionalJump)
                    Compare(instruction, form);
                else
                    Arithmetic(instruction, WordTable.ArithmeticOf(form.Operation), OperandOf(instruction, form));
                break;
        }
    }

    void Move(BpfInstruction instruction, InstructionForm form)
    {
        var (place, constant) = OperandOf(instruction, form);
        if (place == MachineWord.Zero)
        {
            _constants[instruction.Destination] = constant;
            return;
        }

        _constants[instruction.Destination] = null;
        Emit(new(WordOperation.Move, MachineWord.PlaceOf(instruction.Destination), place, Cost(), 0, 0, 0));
    }

    void Load(BpfInstruction instruction, InstructionForm form)
    {
        var (place, constant) = _constants[instruction.Source] is { } address
            ? (MachineWord.Zero, address)
            : (MachineWord.PlaceOf(instruction.Source), 0L);
        _constants[instruction.Destination] = null;
        Emit(new(WordTable.LoadOf(form.Size), MachineWord.PlaceOf(instruction.Destination), place, Cost(), 0, 0, constant + instruction.Offset));
    }

    void Arithmetic(BpfInstruction instruction, WordOperation operation, (byte Place, long Constant) operand)
    {
        Materialize(instruction.Destination);
        _constants[instruction.Destination] = null;
        Emit(new(operation, MachineWord.PlaceOf(instruction.Destination), operand.Place, Cost(), 0, 0, operand.Constant));
    }

    void Compare(BpfInstruction instruction, InstructionForm form)
    {
        var (then, other) = ((ushort)(_slot + 1 + instruction.Offset), (ushort)(_slot + 1));
        var (operation, isNegated) = WordTable.ComparisonOf(form.Operation);
        var (place, constant) = OperandOf(instruction, form);
        Materialize(instruction.Destination);
        Flush(_flow.LiveAt(then) | _flow.LiveAt(other));
        Emit(new(operation, MachineWord.PlaceOf(instruction.Destination), place, Cost(), isNegated ? other : then, isNegated ? then : other, constant));
    }

    void Call(int registers)
    {
        if (_constants[1] is not { } number)
            throw Fault("a call of a computed element", "r1 set to a constant right before");
        var element = (uint)number;
        if ((element & ElementNumbers.ChainBit) != 0)
            CallChain(_elements.Chain(element) ?? throw Fault($"a call of chain 0x{element:x}", "a chain that exists"), registers);
        else
            CallFunction(_elements.Function(element) ?? throw Fault($"a call of function {element}", "a function that exists"), registers);
        _constants[0] = null;
    }

    void CallChain(uint chain, int registers)
    {
        for (var register = 1; register <= registers; register++)
            Materialize(register);
        Emit(new(WordOperation.CallChain, 0, MachineWord.Zero, Cost(), 0, (ushort)chain, 0));
    }

    // Constants in r2, or in r2 and r3 if they are small, come with the call; they are then in the registers, too.
    void CallFunction(int function, int registers)
    {
        var (operation, immediate) = (WordOperation.Call, 0L);
        if (registers >= 3 && _constants[2] is { } first && _constants[3] is { } second && first == (int)first && second == (int)second)
        {
            (operation, immediate) = (WordOperation.Call2, (long)((ulong)(uint)(int)first | (ulong)(uint)(int)second << 32));
            _constants[2] = _constants[3] = null;
        }
        else if (registers >= 2 && _constants[2] is { } only)
        {
            (operation, immediate) = (WordOperation.Call1, only);
            _constants[2] = null;
        }

        for (var register = 2; register <= registers; register++)
            Materialize(register);
        Emit(new(operation, 0, MachineWord.Zero, Cost(), (ushort)function, 0, immediate));
    }

    (byte Place, long Constant) OperandOf(BpfInstruction instruction, InstructionForm form)
    {
        if (!form.HasSourceRegister)
            return (MachineWord.Zero, instruction.Immediate);
        return _constants[instruction.Source] is { } constant
            ? (MachineWord.Zero, constant)
            : (MachineWord.PlaceOf(instruction.Source), 0);
    }

    // Where ways meet, registers hold what they should; what nobody will read is dropped.
    void Flush(int live)
    {
        for (var register = 0; register <= FramePointer; register++)
        {
            if ((live & 1 << register) != 0)
                Materialize(register);
            _constants[register] = null;
        }
    }

    void Materialize(int register)
    {
        if (_constants[register] is not { } constant)
            return;
        _constants[register] = null;
        Emit(new(WordOperation.Move, MachineWord.PlaceOf(register), MachineWord.Zero, Cost(), 0, 0, constant));
    }

    // What a word cannot hold, or what another way to the next word does not owe, is paid by words that do nothing else.
    void Pay(int most)
    {
        while (_cost > most)
            Emit(new(WordOperation.Move, MachineWord.Zero, MachineWord.Zero, Cost(), 0, 0, 0));
    }

    void Emit(MachineWord word) => _words.Add(word);

    byte Cost()
    {
        var cost = (byte)Math.Min(_cost, byte.MaxValue);
        _cost -= cost;
        return cost;
    }

    WordCodeException Fault(string found, string expected) => new(_name, _slot, found, expected);
}
