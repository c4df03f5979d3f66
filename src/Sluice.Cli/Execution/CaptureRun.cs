using System.Diagnostics;
using Sluice.Bpf.Btf;
using Sluice.Bpf.Engine;
using Sluice.Bpf.Instructions;
using Sluice.Bpf.Linking;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Cli.Execution.Engines;
using Sluice.Cli.Output;
using Sluice.Kernel;
using Sluice.Kernel.Errors;
using Sluice.Kernel.Programs;
using Sluice.Kernel.Tracing;
using Sluice.Packets;
using Sluice.Runtime;
using Sluice.Runtime.Execution;
using Sluice.Runtime.Routes;
using Sluice.Verifier.Policies;

namespace Sluice.Cli.Execution;

/// <summary><c>sluice run</c>: a capture through a program.</summary>
sealed class CaptureRun(Terminal terminal, RunSettings settings)
{
    const int PacketsBetweenLooks = 4096;

    static readonly int[] s_printing = [Helpers.TracePrintk.Id, Helpers.TraceVprintk.Id];

    readonly BoundedLog<PrintedLine> _printed = new();
    PacketRunner? _runner;
    OutputCaptures? _output;

    /// <summary>Runs it, and gives what came of it to <paramref name="present"/> while the maps are there.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public int Run(Action<RunReport> present)
    {
        var clock = settings.Clock == ClockSource.Capture ? new CaptureClock() : null;
        var source = ProgramSource.Open(terminal, settings);
        var @object = Assignments.SetVariables(source.Object, settings.Variables);
        var spec = settings.Object.Choose(@object);
        var table = VerdictTable.Of(spec.Type);
        using var capture = OpenInput();
        var filled = settings.MapFiles.Select(text => Assignments.Split("--map", text).Name)
            .Concat(settings.RecordTypes.Select(text => Assignments.Split("--records", text).Name)).Concat(source.Filled).ToArray();
        using IRunEngine engine = settings.Engine == EngineKind.Kernel
            ? LoadKernel(Needed(@object), source.OtherForms.Select(form => Needed(Assignments.SetVariables(form, settings.Variables))), source.Policy)
            : Load(new(Options(clock) with { Policy = source.Policy }), Needed(@object));
        source.Fill(engine.Live);
        foreach (var file in settings.MapFiles)
            Assignments.FillMap(engine, file, settings.Format);
        var rings = OpenRings(engine, @object);
        try
        {
            var preparation = Stopwatch.StartNew();
            using var program = engine.Open(spec.Name);
            preparation.Stop();
            using var output = settings.OutputFolder is { } folder ? new OutputCaptures(folder, table) : null;
            _output = output;
            _runner = new(program, table, settings) { Clock = clock, Output = output, Rings = [.. rings] };
            var (error, wasInterrupted) = Process(capture);
            RunReport report = new()
            {
                Settings = settings,
                Object = @object,
                Program = spec,
                Runner = _runner,
                Preparation = preparation.Elapsed,
                Printed = _printed,
                Maps = Contents(engine, source, isData: false),
                Data = Contents(engine, source, isData: true),
                Rings = rings,
                Files = [.. output?.Files ?? []],
                WasInterrupted = wasInterrupted,
                InputError = error,
            };
            present(report);
            return report.IsClean ? ExitCode.Success : ExitCode.Failure;
        }
        finally
        {
            rings.ForEach(ring => ring.Dispose());
        }

        BpfObject Needed(BpfObject form) => ObjectSubset.Of(form, form.Programs.First(program => program.Name == spec.Name), filled.Select(name => FindMap(form, name)),
            settings.MapFiles.SelectMany(file => Assignments.NamesIn(file)));
    }

    RuntimeOptions Options(CaptureClock? clock) => new()
    {
        CpuCount = 1,
        Mode = settings.Mode,
        Time = clock ?? TimeProvider.System,
        Seed = settings.Seed,
        Trace = line => _printed.Add(new(_runner!.Count, line)),
        Faults = fault => _runner!.Faults.Add(new(_runner.Count, fault)),
        Clones = (target, packet) => _runner!.AddClone(target.InterfaceIndex, packet),
        Link = new() { TargetTypes = settings.TargetTypes },
        Routes = settings.Routes is { } routes ? RoutingTableFile.Load(routes) : RoutingTable.Empty,
    };

    LinuxEngine LoadKernel(BpfObject needed, IEnumerable<BpfObject> others, ILoadPolicy? policy)
    {
        if (!OperatingSystem.IsLinux())
            throw new CommandException("--engine kernel: there is no Linux kernel here");
        using var engine = new KernelEngine(new() { TargetTypes = settings.TargetTypes, Policy = policy, RecordRedirects = true });
        var live = LoadFirst(engine, needed, others);
        return new(live, live.Programs.Values.Any(Prints) ? OpenLines() : null, line => _printed.Add(new(_runner!.Count, line)));
    }

    // If the kernel takes none of them, what it says of the usual form is told.
    static KernelCollection LoadFirst(KernelEngine engine, BpfObject needed, IEnumerable<BpfObject> others)
    {
        try
        {
            return engine.Load(needed);
        }
        catch (ProgramRejectedException)
        {
            foreach (var other in others)
            {
                try
                {
                    return engine.Load(other);
                }
                catch (ProgramRejectedException)
                {
                    // The next form may do.
                }
            }

            throw;
        }
    }

    static bool Prints(KernelProgram program) => program.Linked.Instructions.Any(instruction =>
        InstructionSet.Find(instruction)?.Operation == Operation.CallHelper && s_printing.Contains(instruction.Immediate));

    // A run is of use without them.
    TracePipe? OpenLines()
    {
        try
        {
            return TracePipe.Open(onlyThisThread: true);
        }
        catch (KernelException refusal)
        {
            terminal.Error.WriteLine($"sluice: what the program prints is not shown: {refusal.Message}");
            return null;
        }
    }

    ProcessEngine Load(BpfRuntime runtime, BpfObject needed)
    {
        try
        {
            return new(runtime, runtime.Load(needed));
        }
        catch (NotProvedException refusal)
        {
            runtime.Dispose();
            var (report, reason) = (refusal.Report, refusal.Report.Rejections[0]);
            var place = reason.Line is { } line ? $" ({Path.GetFileName(line.File)}:{line.Line})" : reason.Slot >= 0 ? $" (instruction {reason.Slot})" : "";
            throw new CommandException($"program '{report.Program}' is not proved safe: {reason.Reason}{place}; it may run with its accesses checked, by "
                + $"--mode sandbox ('sluice verify {settings.Object.Path}:{report.Program}' explains)");
        }
    }

    CaptureReader OpenInput() => settings.Input == TextInput.Standard
        ? CaptureReader.Open(terminal.In, "standard input", leaveOpen: true)
        : CaptureReader.Open(settings.Input);

    List<RecordLog> OpenRings(IRunEngine engine, BpfObject @object)
    {
        var types = new Dictionary<string, BtfType>();
        foreach (var (name, type) in settings.RecordTypes.Select(text => Assignments.Split("--records", text)))
        {
            var map = engine.Live.Maps[name].Spec;
            if (!RecordLog.IsNeededFor(map))
                throw new CommandException($"--records {name}: found a map of type {Names.Of(map.Type)}, expected ringbuf or perf_event_array");
            types[name] = (BtfType?)@object.Types?.Find<BtfStruct>(type)
                ?? @object.Types?.FindAll(type).FirstOrDefault()
                ?? throw new CommandException($"--records {name}: found no type '{type}' in {settings.Object.Path}");
        }

        return [.. Maps(engine).Where(map => RecordLog.IsNeededFor(map.Spec))
            .Select(map => RecordLog.Open(engine, map, types.GetValueOrDefault(map.Spec.Name)))];
    }

    // In the order of the object.
    static IEnumerable<IBpfMap> Maps(IRunEngine engine) => engine.Spec.Maps.Select(map => engine.Live.Maps[map.Name]);

    List<MapContents> Contents(IRunEngine engine, ProgramSource source, bool isData) =>
        [.. Maps(engine).Where(map => map.Spec.IsGlobalData == isData && !source.IsInner(map.Spec.Name) && !RecordLog.IsNeededFor(map.Spec))
            .Select(map => new MapContents(map, settings.Format))];

    (string? Error, bool WasInterrupted) Process(CaptureReader capture)
    {
        using var interruption = new Interruption();
        using var progress = new ProgressBar(terminal, InputSize(), Units.Bytes);
        _output?.CopyFormat(capture);
        var store = settings.Repeat > 1 ? new PacketStore() : null;
        string? error = null;
        if (store is null)
            _runner!.Watch.Start();
        try
        {
            Read(capture, store, progress, interruption);
        }
        catch (CaptureFormatException damage)
        {
            error = damage.Message;
        }

        if (store is not null)
            Repeat(store, interruption);
        _runner!.Watch.Stop();
        return (error, interruption.IsRequested);
    }

    void Read(CaptureReader capture, PacketStore? store, ProgressBar progress, Interruption interruption)
    {
        var left = settings.Limit ?? long.MaxValue;
        for (var sinceLook = 0; left > 0 && !_runner!.HasStopped && capture.TryRead(out var packet); left--)
        {
            if (store is null)
                _runner.Run(packet);
            else
                store.Add(packet);
            if (++sinceLook < PacketsBetweenLooks)
                continue;
            sinceLook = 0;
            progress.Report(capture.Position);
            if (interruption.IsRequested)
                return;
        }
    }

    void Repeat(PacketStore store, Interruption interruption)
    {
        var period = store.Period;
        _runner!.Watch.Start();
        for (var pass = 0L; pass < settings.Repeat && !interruption.IsRequested; pass++)
        {
            for (var i = 0; i < store.Count && !_runner.HasStopped; i++)
                _runner.Run(store.Get(i, pass * period));
            _runner.Output = null; // Once is enough.
        }
    }

    // The size is of no use where the position is one within the unzipped data.
    long InputSize() =>
        settings.Input == TextInput.Standard || settings.Input.EndsWith(".gz", StringComparison.Ordinal) ? 0 : new FileInfo(settings.Input).Length;

    static MapSpec FindMap(BpfObject @object, string name) => @object.FindMap(name) ?? throw new CommandException(
        $"{@object.Name}: found no map '{name}', expected one of {string.Join(", ", @object.Maps.Select(known => known.Name))}");
}
