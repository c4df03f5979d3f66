using Sluice.Bpf.Engine;
using Sluice.Bpf.Linking;
using Sluice.Bpf.Platform;
using Sluice.Fuzzing.Generation;
using Sluice.Runtime;
using Sluice.Runtime.Code;
using Sluice.Runtime.Execution;
using Sluice.Runtime.Maps;
using Sluice.Verifier;

namespace Sluice.Fuzzing.Running;

/// <summary>Verifies programs, and runs what is accepted on random packets, maps and contexts. For one thread.</summary>
public sealed class TrialRunner : IDisposable
{
    // One program of so many runs compiled, too: that takes as long as a hundred interpreted ones.
    const int CompiledShare = 64;

    const int MaxPacket = 96, MaxMetadata = 8;

    readonly BpfRuntime _runtime;
    readonly TrialSettings _settings;
    readonly VerifierOptions _options;
    readonly ContainmentObserver? _observer;
    readonly KernelCheck? _kernel;
    readonly byte[] _packet = new byte[MaxPacket];

    /// <summary>Makes a runner.</summary>
    public TrialRunner(TrialSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _settings = settings;
        _options = settings.Options with { KeepStates = settings.Contains };
        _observer = settings.Contains ? new() : null;
        _kernel = settings.AsksKernel ? new() : null;
        _runtime = new(new() { CpuCount = 1, Budget = (int)Math.Min(int.MaxValue, settings.MaxInstructions), Seed = 1, Time = new SteppingClock(), Observer = _observer });
    }

    /// <summary>Tries a program.</summary>
    /// <param name="subject">It.</param>
    /// <param name="seed">The same seed gives the same packets, maps and contexts.</param>
    /// <param name="runs">How many packets.</param>
    public Trial Try(Subject subject, int seed, int runs)
    {
        ArgumentNullException.ThrowIfNull(subject);
        if (Link(subject) is not { } program)
            return new(TrialOutcome.Rejected, new("", subject.Program.Name, subject.Program.Type));
        var report = _settings.Verifier(program, _options);
        if (!report.Passed)
            return new(TrialOutcome.Rejected, report);
        if (_kernel?.RefusalOf(subject, program) is { } refusal)
            return new(TrialOutcome.Broken, report, $"accepted here, but the kernel says: {refusal}");
        return report.InstructionBound > _settings.MaxInstructions ? new(TrialOutcome.NotRun, report) : Run(program, report, seed, runs);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _runtime.Dispose();
        _kernel?.Dispose();
    }

    // A mutant may call what is not there.
    static LinkedProgram? Link(Subject subject)
    {
        try
        {
            return Linker.Link(subject.Object, subject.Program);
        }
        catch (BpfLinkException)
        {
            return null;
        }
    }

    Trial Run(LinkedProgram program, ProgramReport report, int seed, int runs)
    {
        var trial = Run(program, report, new(seed), runs, ExecutionMode.Interpret);
        return trial.Outcome == TrialOutcome.Held && seed % CompiledShare == 0
            ? Run(program, report, new(seed), runs, ExecutionMode.Sandbox)
            : trial;
    }

    Trial Run(LinkedProgram program, ProgramReport report, Random random, int runs, ExecutionMode mode)
    {
        var maps = new List<RuntimeMap>();
        try
        {
            foreach (var map in program.Maps)
                maps.Add(RuntimeMaps.Create(_runtime, map));
            foreach (var map in maps)
                MapFiller.Fill(map, random);
            using var loaded = _runtime.Load(program, maps, mode);
            using var worker = loaded.OpenWorker();
            _observer?.Watch(loaded, report);
            for (var run = 0; run < runs; run++)
                Run(worker, program.Spec.Type, random);
            return new(TrialOutcome.Held, report);
        }
        catch (Exception error) when (error is BpfLoadException or MapCreationException)
        {
            return new(TrialOutcome.NotRun, report);
        }
        catch (Exception failure) when (failure is BpfFaultException or ContainmentException)
        {
            return new(TrialOutcome.Broken, report, failure.Message);
        }
        finally
        {
            maps.ForEach(map => map.Dispose());
        }
    }

    void Run(ProgramWorker worker, ProgramType type, Random random)
    {
        _observer?.Begin();
        random.NextBytes(_packet);
        var metadata = type == ProgramType.Xdp ? random.Next(MaxMetadata / 4 + 1) * 4 : 0;
        worker.Packet.Load(_packet.AsSpan(0, metadata + random.Next(_packet.Length - metadata)), metadata);
        worker.Run(new RunContext
        {
            InterfaceIndex = random.Next(16),
            RxQueue = random.Next(4),
            Mark = (uint)random.Next(),
            Priority = (uint)random.Next(16),
            Timestamp = random.NextInt64(),
        });
    }
}
