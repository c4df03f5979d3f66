using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;

namespace Sluice.Kernel.Errors;

/// <summary>A program that the kernel's verifier rejects.</summary>
public sealed class ProgramRejectedException : KernelException
{
    internal ProgramRejectedException(string program, Errno error, VerifierReport report, SourceLine? line, string log)
        : base($"program '{program}'", "load", error, Explain(report, line))
    {
        Program = program;
        Cause = report.Cause;
        Instruction = report.Instruction;
        Line = line;
        Log = log;
    }

    /// <summary>The program.</summary>
    public string Program { get; }

    /// <summary>The verifier's reason, in its own words; one line.</summary>
    public string Cause { get; }

    /// <summary>The slot of the whole program at which it stopped; -1 if the log does not say.</summary>
    public int Instruction { get; }

    /// <summary>The source line of that slot, if the object knows it.</summary>
    public SourceLine? Line { get; }

    /// <summary>All that the verifier wrote.</summary>
    public string Log { get; }

    static string Explain(VerifierReport report, SourceLine? line)
    {
        var where = report.Instruction < 0 ? "" : $"instruction {report.Instruction}: ";
        return line is { } source
            ? $"{report.Cause}, at {source.File}:{source.Line}: {where}{source.Text}"
            : $"{where}{report.Cause}";
    }
}
