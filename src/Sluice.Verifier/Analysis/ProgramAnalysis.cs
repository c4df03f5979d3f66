using Sluice.Bpf.Assembly;
using Sluice.Bpf.Linking;
using Sluice.Verifier.Domain;
using Sluice.Verifier.Flow;
using Sluice.Verifier.States;

namespace Sluice.Verifier.Analysis;

/// <summary>Analyses one program: its shape, its entry, and the callbacks that run on their own.</summary>
sealed class ProgramAnalysis
{
    readonly AnalysisContext _context;

    ProgramAnalysis(AnalysisContext context) => _context = context;

    /// <summary>Analyses a program whose instructions are well-formed; tries again more carefully before it rejects.</summary>
    public static ProgramReport Run(LinkedProgram program, VerifierOptions options, ProgramReport report, GlobalResults globals)
    {
        var code = new ProgramCode(program);
        if ((StructureCheck.Find(code, options.Mode) ?? KernelCallCheck.Find(code, options.Mode) ?? MapUseCheck.Find(code, options.Mode)) is { } flaw)
            return report with { Rejections = [flaw] };
        var pool = new StatePool();
        foreach (var precision in Precision.Levels)
        {
            var analysis = new ProgramAnalysis(new(code, options, precision, pool, globals));
            analysis.Run(ref report);
            if (report.Passed || IsCertain(report.Rejections[0].Kind))
                break;
        }

        return report;
    }

    // What no other way of joining states would change.
    static bool IsCertain(RejectionKind kind) => kind is RejectionKind.UnknownHelper or RejectionKind.UnavailableHelper
        or RejectionKind.Licence or RejectionKind.Unsupported or RejectionKind.ContextAccess or RejectionKind.TooComplex;

    void Run(ref ProgramReport report)
    {
        var bound = 0ul;
        try
        {
            bound = RunEntry();
            RunAsynchronous();
            CheckStack();
        }
        catch (RejectedException exception)
        {
            _context.Report(exception.Rejection);
        }

        report = report with
        {
            Rejections = [.. _context.Rejections],
            InstructionBound = _context.Rejections.Count == 0 ? bound : 0,
            StackBytes = StackDepth.Of(_context).Bytes,
            InstructionsVisited = report.InstructionsVisited + _context.Visited,
            States = report.States + _context.States,
            ProvedStates = _context.Kept,
        };
    }

    ulong RunEntry()
    {
        if (_context.Code.Program.Spec.IsFunction)
            return RunFunction();
        var analysis = new FunctionAnalysis(_context, 0, FunctionRole.Program, null);
        var entry = _context.Pool.Empty();
        analysis.Transfer.Enter(entry);
        return analysis.Run(entry).Bound;
    }

    // What may call it is not known: it must be safe for whatever its signature allows.
    ulong RunFunction()
    {
        var name = _context.Code.Program.Name;
        if (_context.Signature(0) is not { } function)
            throw new RejectedException(new(RejectionKind.Unsupported, $"'{name}' has no BTF type that says what it is called with") { Suggestion = "build with -g" });
        if (function.Fault.Length > 0)
        {
            throw new RejectedException(new(RejectionKind.Unsupported, $"'{name}' is verified alone, but it {function.Fault}")
            {
                Suggestion = "make it static, or give it a signature of numbers, the context and memory of a fixed size",
            });
        }

        return _context.BoundOf(function);
    }

    // Callbacks of timers and work queues: map, key, value. They may set others.
    void RunAsynchronous()
    {
        var done = new HashSet<(int, int, bool)>();
        for (var found = true; found;)
        {
            found = false;
            foreach (var (function, map, maySleep) in _context.AsynchronousCallbacks.ToArray())
            {
                if (!done.Add((function, map, maySleep)))
                    continue;
                found = true;
                _context.GoOn(maySleep || _context.Code.Program.Spec.IsSleepable);
                var entry = _context.Pool.Empty();
                entry.PushFrame();
                entry.Registers[1] = Value.Pointer(ValueKind.Map, map);
                entry.Registers[2] = Value.Pointer(ValueKind.MapKey, map) with { IsReadOnly = true };
                entry.Registers[3] = Value.Pointer(ValueKind.MapValue, map) with { Id = _context.Ids.Next() };
                entry.Registers[10] = Value.Pointer(ValueKind.Stack);
                new FunctionAnalysis(_context, function, FunctionRole.AsynchronousCallback, null).Run(entry);
            }
        }
    }

    void CheckStack()
    {
        if (StackDepth.FindFlaw(_context) is not var (reason, slot))
            return;
        var program = _context.Code.Program;
        throw new RejectedException(new(RejectionKind.CallDepth, reason)
        {
            Slot = slot,
            Function = program.FunctionAt(slot).Name,
            Instruction = Disassembler.Format(program.Instructions.AsSpan(), slot),
            Line = program.LineAt(slot),
            Suggestion = "keep large buffers in a per-CPU array",
        });
    }
}
