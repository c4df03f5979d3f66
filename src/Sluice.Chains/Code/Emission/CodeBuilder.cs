using Sluice.Bpf.Instructions;
using Sluice.Bpf.Objects;

namespace Sluice.Chains.Code.Emission;

/// <summary>Instructions one after the other, with labels for jumps, relocations and source lines.</summary>
sealed class CodeBuilder
{
    const byte LoadRegister = 0x61, StoreImmediate = 0x62, StoreRegister = 0x63, Jump = 0x05, MayJump = 0xe5, ExitOpcode = 0x95;
    const byte Arithmetic = 0x07, Arithmetic32 = 0x04, Byteswap = 0xdc, Move = 0xb0, FromRegister = 0x08;

    static readonly byte[] s_binary = [0x00, 0x10, 0x20, 0x30, 0x30, 0x90, 0x90, 0x50, 0x40, 0xa0, 0x60, 0x70, 0xc0];
    static readonly byte[] s_comparisons = [0x10, 0x50, 0xa0, 0xb0, 0x20, 0x30, 0xc0, 0xd0, 0x60, 0x70, 0x40];

    readonly List<BpfInstruction> _code = [];
    readonly List<Relocation> _relocations = [];
    readonly List<SourceLine> _lines = [];
    readonly List<(int Slot, int Label)> _jumps = [];
    readonly List<int> _labels = [];
    SourcePlace? _place;

    /// <summary>The next instruction's slot.</summary>
    public int Count => _code.Count;

    /// <summary>A label that has no place yet.</summary>
    public int NewLabel()
    {
        _labels.Add(-1);
        return _labels.Count - 1;
    }

    /// <summary>Puts a label before the next instruction.</summary>
    public void Mark(int label) => _labels[label] = _code.Count;

    /// <summary>What follows comes from there.</summary>
    public void At(SourcePlace? place)
    {
        if (place is null || place == _place)
            return;
        _place = place;
        if (_lines.Count > 0 && _lines[^1].Instruction == _code.Count)
            _lines.RemoveAt(_lines.Count - 1);
        _lines.Add(new(_code.Count, place.File, place.Line, place.Column, place.Text));
    }

    public void MoveRegister(int destination, int source)
    {
        if (destination != source)
            Add(Arithmetic | Move | FromRegister, destination, source);
    }

    /// <summary>Copies the lower 32 bits and clears the upper ones.</summary>
    public void MoveRegister32(int destination, int source) => Add(Arithmetic32 | Move | FromRegister, destination, source);

    public void MoveConstant(int destination, long value)
    {
        if (value == (int)value)
            Add(Arithmetic | Move, destination, immediate: (int)value);
        else
            Wide(destination, 0, value);
    }

    public void Binary(BinaryOperator @operator, int destination, int source) =>
        Add(Arithmetic | s_binary[(int)@operator] | FromRegister, destination, source);

    public void BinaryConstant(BinaryOperator @operator, int destination, int value) =>
        Add(Arithmetic | s_binary[(int)@operator], destination, immediate: value);

    public void Negate(int register) => Add(0x87, register);

    /// <summary>The lower bits in the opposite byte order, on the little-endian machines that chains are made for.</summary>
    public void ToBigEndian(int register, int bits) => Add(Byteswap, register, immediate: bits);

    public void Load(int destination, int @base, int offset, int size) => Add(LoadRegister & ~0x18 | SizeCode(size), destination, @base, offset);

    public void Store(int @base, int offset, int source, int size) => Add(StoreRegister & ~0x18 | SizeCode(size), @base, source, offset);

    public void StoreConstant(int @base, int offset, int value, int size) =>
        Add(StoreImmediate & ~0x18 | SizeCode(size), @base, 0, offset, value);

    public void JumpTo(int label) => JumpTo(label, Jump, 0, 0, 0);

    /// <summary>Goes on, or after very many times to the label: <c>may_goto</c>.</summary>
    public void MayGoTo(int label) => JumpTo(label, MayJump, 0, 0, 0);

    public void Branch(Comparison comparison, int left, int right, int label) =>
        JumpTo(label, (byte)(Jump | s_comparisons[(int)comparison] | FromRegister), left, right, 0);

    public void BranchConstant(Comparison comparison, int left, int right, int label) =>
        JumpTo(label, (byte)(Jump | s_comparisons[(int)comparison]), left, 0, right);

    public void Exit() => Add(ExitOpcode, 0);

    public void CallHelper(int id) => Add(InstructionSet.CallOpcode, 0, 0, 0, id);

    public void CallFunction(string symbol)
    {
        _relocations.Add(new(_code.Count, RelocationKind.Call, symbol));
        Add(InstructionSet.CallOpcode, 0, 1, 0, -1);
    }

    public void LoadMap(int destination, string symbol)
    {
        _relocations.Add(new(_code.Count, RelocationKind.Map, symbol));
        Wide(destination, 0, 0);
    }

    /// <summary>The function, with all jumps resolved.</summary>
    public FunctionSpec Build(string name, bool isGlobal)
    {
        foreach (var (slot, label) in _jumps)
            _code[slot] = _code[slot].WithOffset(checked((short)(_labels[label] - slot - 1)));
        return new()
        {
            Name = name,
            Section = ".text",
            Instructions = [.. _code],
            Relocations = [.. _relocations],
            Lines = [.. _lines],
            IsGlobal = isGlobal,
        };
    }

    void JumpTo(int label, byte opcode, int left, int right, int immediate)
    {
        _jumps.Add((_code.Count, label));
        Add(opcode, left, right, 0, immediate);
    }

    void Wide(int destination, int source, long value)
    {
        Add(InstructionSet.LoadImmediate64Opcode, destination, source, 0, (int)value);
        Add(0, 0, 0, 0, (int)(value >> 32));
    }

    void Add(int opcode, int destination, int source = 0, int offset = 0, int immediate = 0) =>
        _code.Add(new((byte)opcode, (byte)destination, (byte)source, checked((short)offset), immediate));

    static int SizeCode(int size) => size switch { 1 => 0x10, 2 => 0x08, 4 => 0x00, _ => 0x18 };
}
