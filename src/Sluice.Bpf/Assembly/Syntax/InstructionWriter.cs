using Sluice.Bpf.Instructions;

namespace Sluice.Bpf.Assembly.Syntax;

/// <summary>Writes one instruction as tokens; the operands read its fields.</summary>
sealed class InstructionWriter(CodeView code, DisassemblyOptions options, List<AssemblyToken> tokens)
{
    public CodeView Code => code;

    public int Slot { get; private set; }

    public BpfInstruction Instruction { get; private set; }

    /// <summary>The immediate of the second slot, or 0.</summary>
    public int NextImmediate => Slot + 1 < code.Instructions.Length ? code.Instructions[Slot + 1].Immediate : 0;

    /// <summary>The symbol that an operand names.</summary>
    public string Symbol { get; private set; } = "";

    /// <summary>Bytes added to the symbol.</summary>
    public int Addend { get; private set; }

    public void Write(int slot, SyntaxPattern pattern, string symbol = "", int addend = 0)
    {
        (Slot, Instruction, Symbol, Addend) = (slot, code.Instructions[slot], symbol, addend);
        foreach (var element in pattern.Elements)
        {
            if (element.Operand is { } operand)
                operand.Write(this);
            else
                Add(AssemblyTokenKind.Text, element.Text);
        }
    }

    public void Add(AssemblyTokenKind kind, string text) => tokens.Add(new(kind, text));

    public void AddRegister(char letter, int number) => Add(AssemblyTokenKind.Register, $"{letter}{number}");

    public void AddNumber(long value) => Add(AssemblyTokenKind.Number, Magnitude(value, value < 0 ? "-" : ""));

    /// <summary>The offset of an address: <c> + 4</c> or <c> - 4</c>.</summary>
    public void AddOffset(long value)
    {
        Add(AssemblyTokenKind.Text, value < 0 ? " - " : " + ");
        Add(AssemblyTokenKind.Number, Magnitude(value, ""));
    }

    /// <summary>A jump's target: its label, or the distance.</summary>
    /// <param name="distance">Slots from the next instruction.</param>
    /// <param name="origin">What to print before a distance.</param>
    public void AddTarget(int distance, string origin = "")
    {
        if (code.Labels.TryGetValue(Slot + 1 + distance, out var label))
            Add(AssemblyTokenKind.Label, label);
        else
            AddDistance(origin, distance);
    }

    void AddDistance(string origin, long value) =>
        Add(AssemblyTokenKind.Number, origin + Magnitude(value, value < 0 ? "-" : "+"));

    string Magnitude(long value, string sign)
    {
        var magnitude = (UInt128)Int128.Abs(value);
        return options.HexNumbers ? $"{sign}0x{magnitude:x}" : $"{sign}{magnitude}";
    }
}
