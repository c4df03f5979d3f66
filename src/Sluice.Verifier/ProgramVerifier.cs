using System.Collections.Immutable;
using System.Diagnostics;
using Sluice.Bpf.Instructions;
using Sluice.Bpf.Linking;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Verifier.Analysis;

namespace Sluice.Verifier;

/// <summary>Proves programs safe by abstract interpretation, or says why it cannot.</summary>
/// <remarks>The same program gives the same verdict on every machine. Nothing is shared between calls: use it from any
/// number of threads.</remarks>
public static class ProgramVerifier
{
    /// <summary>Verifies every program of an object, and every function that is for the programs of others.</summary>
    /// <remarks>See <see cref="ObjectFunctions"/>.</remarks>
    /// <param name="object">The object.</param>
    /// <param name="options">How; null for <see cref="VerifierOptions.Default"/>.</param>
    /// <exception cref="BpfLinkException">A program names something that does not exist.</exception>
    public static VerificationReport Verify(BpfObject @object, VerifierOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(@object);
        options ??= VerifierOptions.Default;
        var programs = ImmutableArray.CreateBuilder<ProgramReport>();
        var globals = new GlobalResults();
        foreach (var program in @object.Programs.Concat(ObjectFunctions.Of(@object)))
            programs.Add(Verify(Link(@object, program, options), options, globals));
        return new(@object.Name, options.Mode, programs.ToImmutable());
    }

    /// <summary>Links a program as <see cref="Verify(BpfObject, VerifierOptions?)"/> does: where the options name no kernel,
    /// all kernel functions whose contracts are known are taken to exist.</summary>
    /// <exception cref="BpfLinkException">The program names something else that does not exist.</exception>
    public static LinkedProgram Link(BpfObject @object, ProgramSpec program, VerifierOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(@object);
        var link = (options ?? VerifierOptions.Default).Link;
        return Linker.Link(@object, program, link.KernelSymbols is null ? link with { KernelSymbols = new KnownKernel(link.TargetTypes) } : link);
    }

    /// <summary>Verifies a linked program.</summary>
    /// <param name="program">The program.</param>
    /// <param name="options">How; null for <see cref="VerifierOptions.Default"/>.</param>
    public static ProgramReport Verify(LinkedProgram program, VerifierOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(program);
        return Verify(program, options ?? VerifierOptions.Default, new());
    }

    static ProgramReport Verify(LinkedProgram program, VerifierOptions options, GlobalResults globals)
    {
        var (started, allocated) = (Stopwatch.GetTimestamp(), GC.GetAllocatedBytesForCurrentThread());
        var type = ProgramTypeTable.Find(program.Spec.Type);
        var section = program.Spec.IsFunction ? "function" : program.Spec.Section.Length > 0 ? program.Spec.Section : type?.Name ?? "";
        var report = new ProgramReport(section, program.Name, program.Spec.Type) { Instructions = program.Instructions.Length };
        report = type is null || program.Spec.Type == ProgramType.Extension
            ? report with { Rejections = [Untyped(program.Spec)] }
            : Shape(program) is { } rejection
                ? report with { Rejections = [rejection] }
                : ProgramAnalysis.Run(program, options, report, globals);
        return report with
        {
            Elapsed = Stopwatch.GetElapsedTime(started),
            AllocatedBytes = GC.GetAllocatedBytesForCurrentThread() - allocated,
        };
    }

    static Rejection Untyped(ProgramSpec program) => program.Type == ProgramType.Extension
        ? new(RejectionKind.Unsupported, $"a program of section '{program.Section}' has the rules of what it replaces, which is not known here") { Suggestion = "say which type that has: --type" }
        : program.Type == ProgramType.Unspecified
        ? new(RejectionKind.Unsupported, $"section '{program.Section}' names no type of programs") { Suggestion = "say which it is: --type" }
        : new(RejectionKind.Unsupported, $"program type {(int)program.Type} is not known");

    static Rejection? Shape(LinkedProgram program)
    {
        try
        {
            ProgramChecker.Check(program);
            return null;
        }
        catch (BpfFormatException exception)
        {
            var slot = (int)(exception.Offset / BpfInstruction.Size);
            return new(RejectionKind.Malformed, $"found {exception.Found}, expected {exception.Expected}")
            {
                Slot = slot,
                Function = program.Instructions.IsEmpty ? program.Name : program.FunctionAt(slot).Name,
                Line = program.LineAt(slot),
            };
        }
    }
}
