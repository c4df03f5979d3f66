namespace Sluice.Bpf.Linking;

/// <summary>A program that cannot be linked: something that it names does not exist.</summary>
public sealed class BpfLinkException(string program, string function, int instruction, string symbol, string message)
    : Exception($"{program}: {function} instruction {instruction}: {message}")
{
    /// <summary>The program.</summary>
    public string Program { get; } = program;

    /// <summary>The function that names the symbol.</summary>
    public string Function { get; } = function;

    /// <summary>Slot within that function.</summary>
    public int Instruction { get; } = instruction;

    /// <summary>What it names.</summary>
    public string Symbol { get; } = symbol;
}
