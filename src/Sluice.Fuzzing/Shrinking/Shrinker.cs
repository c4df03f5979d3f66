using Sluice.Bpf.Assembly;
using Sluice.Bpf.Objects;
using Sluice.Fuzzing.Generation;
using Sluice.Fuzzing.Running;

namespace Sluice.Fuzzing.Shrinking;

/// <summary>Makes a counter-example as short as it can be: line by line of its text, as long as what is left still breaks.</summary>
/// <remarks>Delta debugging (Zeller and Hildebrandt, 2002), from halves down to single lines.</remarks>
sealed class Shrinker(TrialSettings settings)
{
    const int Runs = 64, MaxAttempts = 4_000;

    static readonly DisassemblyOptions s_plain = new() { SourceLines = false, Types = false };

    static readonly DisassemblyOptions s_typed = new() { SourceLines = false };

    int _attempts;

    /// <summary>Shrinks a program.</summary>
    /// <param name="subject">It.</param>
    /// <param name="seed">The seed that it broke with.</param>
    /// <param name="failure">What happened.</param>
    /// <returns>Its text, and what happens when that runs. Where it cannot be made to break again, the whole text.</returns>
    public (string Text, string Failure) Shrink(Subject subject, int seed, string failure)
    {
        // Types are many lines that rarely matter: only to find locks and timers in values.
        var lines = LinesOf(subject, s_plain);
        if (FailureOf(lines, subject, seed) is not { } first)
        {
            lines = LinesOf(subject, s_typed);
            if (FailureOf(lines, subject, seed) is not { } second)
                return (string.Join('\n', lines), failure);
            first = second;
        }

        failure = first;
        for (var size = lines.Count / 2; size > 0; size /= 2)
        {
            for (var changed = true; changed;)
            {
                changed = false;
                for (var start = lines.Count - size; start >= 0 && _attempts < MaxAttempts; start -= size)
                {
                    var shorter = lines.Where((line, index) => index < start || index >= start + size || !CanGo(line)).ToList();
                    if (shorter.Count == lines.Count || FailureOf(shorter, subject, seed) is not { } still)
                        continue;
                    (lines, failure, changed) = (shorter, still, true);
                    start = Math.Min(start, lines.Count);
                }
            }
        }

        return (string.Join('\n', lines) + "\n", failure);
    }

    static List<string> LinesOf(Subject subject, DisassemblyOptions options)
    {
        var bpf = subject.Object with { Programs = [subject.Program] };
        return [.. Disassembler.ToText(Disassembler.Disassemble(bpf, options)).Split('\n').Where(line => line.Trim().Length > 0)];
    }

    // Whatever is left must be a program still; all else shows when it is assembled.
    static bool CanGo(string line) => !line.StartsWith(".program", StringComparison.Ordinal) && !line.StartsWith(".license", StringComparison.Ordinal);

    string? FailureOf(List<string> lines, Subject subject, int seed)
    {
        _attempts++;
        try
        {
            var bpf = Assembler.AssembleObject(string.Join('\n', lines), "shrunk");
            using var runner = new TrialRunner(settings);
            var trial = runner.Try(new(bpf, bpf.Programs[0], subject.Origin), seed, Runs);
            return trial.Outcome == TrialOutcome.Broken ? trial.Failure : null;
        }
        catch (Exception error) when (error is AssemblyException or BpfFormatException)
        {
            return null; // It lacks a label or a function.
        }
    }
}
