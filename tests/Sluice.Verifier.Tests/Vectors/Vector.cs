using Sluice.Bpf.Assembly;
using Sluice.Bpf.Objects;

namespace Sluice.Verifier.Tests.Vectors;

/// <summary>A program, and what the verifier must say of it.</summary>
/// <param name="File">The file's name, without its ending.</param>
/// <param name="Line">The line it begins at.</param>
/// <param name="Name">What it is about.</param>
/// <param name="Section">The section, which decides the program's type.</param>
/// <param name="Mode">What the proof is for; null for both.</param>
/// <param name="Expected">The class of the rejection; null if it must pass.</param>
/// <param name="Fragment">What the reason must contain.</param>
/// <param name="Code">The program, and directives for maps and functions.</param>
public sealed record Vector(
    string File, int Line, string Name, string Section, VerifierMode? Mode, string? Expected, string Fragment, string Code)
{
    /// <summary>The program as an object.</summary>
    public BpfObject Assemble()
    {
        var lines = Code.Split('\n');
        var directives = string.Join('\n', lines.Where(IsDirective));
        var code = string.Join('\n', lines.Where(line => !IsDirective(line)));
        return Assembler.AssembleObject($".license \"GPL\"\n{directives}\n.program main section=\"{Section}\"\n{code}", $"{File}.{Line}");
    }

    /// <summary>The modes it is checked in.</summary>
    public IEnumerable<VerifierMode> Modes => Mode is { } mode ? [mode] : [VerifierMode.Sluice, VerifierMode.Linux];

    static bool IsDirective(string line) => line.StartsWith(".map", StringComparison.Ordinal) || line.StartsWith(".bytes", StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => $"{File}.txt:{Line} {Name}";
}
