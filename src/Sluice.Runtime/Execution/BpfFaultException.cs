using Sluice.Bpf.Objects;

namespace Sluice.Runtime.Execution;

/// <summary>A program did what it may not, and its run was ended. The host, the maps and other programs are intact.</summary>
public sealed class BpfFaultException : Exception
{
    internal BpfFaultException(FaultKind kind, string program, string function, int slot, string what, SourceLine? line)
        : base(Compose(program, function, slot, what, line))
    {
        Kind = kind;
        Program = program;
        Function = function;
        Slot = slot;
        Line = line;
    }

    /// <summary>What went wrong.</summary>
    public FaultKind Kind { get; }

    /// <summary>The program's name.</summary>
    public string Program { get; }

    /// <summary>The function within it.</summary>
    public string Function { get; }

    /// <summary>The slot of the instruction, counted from the program's start.</summary>
    public int Slot { get; }

    /// <summary>Where that comes from, if the object says so.</summary>
    public SourceLine? Line { get; }

    /// <summary>The first byte of the access, for faults of memory; else the value that was refused.</summary>
    public ulong Address { get; init; }

    /// <summary>Bytes of the access; 0 where there was none.</summary>
    public ulong Size { get; init; }

    /// <summary>Was it a write?</summary>
    public bool IsWrite { get; init; }

    /// <summary>The memory nearest to the address that the program may touch: "packet [0x10000100, 0x1000013c)"; or empty.</summary>
    public string Region { get; init; } = "";

    static string Compose(string program, string function, int slot, string what, SourceLine? line)
    {
        var place = function == program ? program : $"{program}, in {function}";
        var source = line is { } at ? $"\n  {at.File}:{at.Line}{(at.Column > 0 ? $":{at.Column}" : "")}  {at.Text}" : "";
        return $"{place}: instruction {slot}: {what}{source}";
    }
}
