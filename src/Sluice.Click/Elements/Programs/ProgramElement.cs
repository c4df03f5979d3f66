using System.Globalization;
using Sluice.Bpf.Platform;
using Sluice.Click.Arguments;
using Sluice.Click.Packets;
using Sluice.Click.Programs;
using Sluice.Runtime.Execution;

namespace Sluice.Click.Elements.Programs;

/// <summary>An element whose logic is an eBPF program, which can be replaced while packets pass.</summary>
/// <remarks>
/// Network Function Virtualization with UniBPF, section 5.3, with its arguments and three more: TYPE, SET and MAPS. A batch takes the
/// program that is there when it begins; a new one is made ready beside it and put in place by one write, and the old one is given up
/// once no batch holds it.
/// </remarks>
abstract partial class ProgramElement : Element
{
    /// <summary>The arguments that all these elements have.</summary>
    public const string Synopsis =
        "[ID n,] FILE object [, SIGNATURE attestation|none, PROGRAM name, TYPE click|xdp, SET \"variable value\", MAPS set, JIT bool, DUMP_JIT bool]";

    /// <summary>Packets that are taken at once: their results lie on the stack.</summary>
    protected const int MostAtOnce = 256;

    // What happens to the program at the moment. An element that is closed while its program changes is given up by whoever changes it.
    const int Idle = 0, Changing = 1, Closed = 2;

    static readonly ArgumentType<bool> s_type = ArgumentTypes.Choice(new Dictionary<string, bool> { ["click"] = false, ["xdp"] = true });

    int _state = Idle;
    LoadedProgram? _current;
    volatile ProgramChange? _lastChange;
    MapSet? _maps;
    ErrorLog? _errors;
    string _setName = "";
    RunCount _runs = new(0);
    long _drops, _aborts, _changes;

    // The CPU that batches had last.
    int _cpu;

    /// <summary>The number by which control packets name it; -1 for none.</summary>
    public long Id { get; private set; } = -1;

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    /// <inheritdoc/>
    public override bool ReconfiguresWhileRunning => true;

    /// <summary>What the router runs programs with.</summary>
    protected ProgramHost Host { get; private set; } = null!;

    /// <summary>The type that a program gets here whose object leaves it open.</summary>
    protected abstract ProgramType Type { get; }

    /// <summary>The program in place.</summary>
    protected LoadedProgram Current => Volatile.Read(ref _current)!;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var id = arguments.Keyword("ID", ArgumentTypes.Int64, -1);
        var set = arguments.Keyword("MAPS", ArgumentTypes.Word, "");
        (Id, _setName) = _current is null ? (id, set) : (Id, _setName);
        var request = ReadRequest(arguments, null);
        if (request is null || !arguments.Complete())
            return;
        if (Router.Options.Service<ProgramHost>() is not { } host)
        {
            arguments.Error("this router runs no programs: it has no host for them");
            return;
        }

        if (_current is not null && set != _setName)
        {
            arguments.Error($"MAPS {set}: a running element keeps its maps, those of '{_setName}'");
            return;
        }

        if (Host != host)
            (Host, _runs) = (host, new RunCount(host.Runtime.Options.CpuCount));
        _errors ??= new ErrorLog(host.Output, ToString(), host.Policy.Time);
        try
        {
            _maps ??= host.Acquire(set.Length > 0 ? set : Name, set.Length > 0);
            if (_current is null)
                Start(request);
            else
                _ = Replace(request);
        }
        catch (ProgramException error)
        {
            arguments.Error(error.Message);
        }
    }

    /// <inheritdoc/>
    public override void Initialize()
    {
        if (Id >= 0 && Router.Elements.OfType<ProgramElement>().First(other => other.Id == Id) is var first && first != this)
            Error($"ID {Id} is that of {first} already, expected another one");
    }

    /// <inheritdoc/>
    public override bool TakeState(Element old)
    {
        if (old is not ProgramElement program)
            return false;
        _runs.Set(program._runs.Value);
        (_drops, _aborts, _changes, _lastChange) = (program._drops, program._aborts, program._changes, program._lastChange);
        return true;
    }

    /// <inheritdoc/>
    public override void Cleanup()
    {
        if (Interlocked.Exchange(ref _state, Closed) == Idle)
            Close();
    }

    /// <summary>Makes what is asked for ready beside the program in place, and puts it there.</summary>
    /// <returns>What changed, in a line.</returns>
    /// <exception cref="ProgramException">It cannot be, or may not; nothing has changed.</exception>
    public string Replace(ProgramRequest request)
    {
        // Nobody waits: whoever did, on a thread of the router, would wait for one who waits for that thread to stand.
        if (!Host.TryBeginChange())
            throw new ProgramException("the router is gone");
        try
        {
            var state = Interlocked.CompareExchange(ref _state, Changing, Idle);
            return state == Idle ? ReplaceAlone(request) : throw new ProgramException(
                state == Changing ? "another change of the program is under way: try again" : "the router is gone");
        }
        finally
        {
            Host.EndChange();
        }
    }

    string ReplaceAlone(ProgramRequest request)
    {
        try
        {
            return Replace(LoadNow(request));
        }
        finally
        {
            if (Interlocked.CompareExchange(ref _state, Idle, Changing) == Closed)
                Close();
        }
    }

    string Replace(LoadedProgram next)
    {
        try
        {
            if (next.Migration is null)
                Swap(next);
            else if (Router.Driver is { } driver)
                driver.Invoke(() => Migrate(next));
            else
                Migrate(next);
            return (_lastChange = ProgramChange.Of(next)).ToString();
        }
        catch
        {
            next.Dispose();
            throw;
        }
    }

    /// <summary>Compiles a program for the batches that elements give to programs of its type.</summary>
    public static void Prepare(RuntimeProgram program)
    {
        switch (program.Spec.Type)
        {
            case ProgramType.ClickFilter:
                program.Prepare<FixedRun>();
                break;
            case ProgramType.ClickClassifier:
                program.Prepare<SortingRun>();
                break;
            case ProgramType.ClickRewriter:
                program.Prepare<ResizingRun>();
                break;
            default:
                program.Prepare();
                break;
        }
    }

    /// <summary>Runs the program in place over a batch, and says whether it is an XDP program.</summary>
    /// <param name="batch">The packets.</param>
    /// <param name="results">What the program returned for each.</param>
    protected unsafe bool Run(PacketBatch batch, Span<int> results)
    {
        fixed (int* first = results)
        {
            using var runner = OpenRunner(batch.Count);
            var current = Current; // Not before the runner is open: it is what keeps it.
            if (current.IsFilter)
            {
                var packets = new FixedRun(batch, first, this);
                runner.Run(current.Program, ref packets);
            }
            else
            {
                var packets = new ResizingRun(batch, first, this);
                runner.Run(current.Program, ref packets, new() { InterfaceIndex = batch.First.Device });
            }

            return current.IsXdp;
        }
    }

    /// <summary>A program failed on a packet, and said so; of a fault <see cref="Note"/> has told.</summary>
    public void NoteAbort(int result)
    {
        if (result == VerdictTables.Fault)
            return;
        _errors!.Write(() => Type == ProgramType.ClickClassifier && !Current.IsXdp
            ? $"program '{Current.Program.Spec.Name}' returned output {(uint)result}, and there are {OutputCount}: the packet is dropped"
            : $"program '{Current.Program.Spec.Name}' returned {Bpf.Platform.Verdicts.Name(Current.Program.Spec.Type, result)}: the packet is dropped");
    }

    /// <summary>A program in the sandbox did what it may not.</summary>
    public void Note(BpfFaultException fault) => _errors!.Write(() => $"{fault.Message}: the packet is dropped");

    /// <summary>Takes a CPU for a batch, and counts its packets.</summary>
    protected BatchRunner OpenRunner(int packets)
    {
        var runner = Host.Runtime.OpenRunner(ref _cpu);
        _runs.Add(runner.Cpu, packets);
        return runner;
    }

    /// <summary>Counts what was dropped, and what the program failed on.</summary>
    protected void CountDropped(int drops, int aborts)
    {
        if (drops > 0)
            Interlocked.Add(ref _drops, drops);
        if (aborts > 0)
            Interlocked.Add(ref _aborts, aborts);
    }

    /// <summary>Loads what is asked for.</summary>
    protected virtual LoadedProgram Load(ProgramRequest request) => Host.Loader.Load(request, Type, _maps!);

    /// <summary>The live maps.</summary>
    protected MapSet Maps => _maps!;

    /// <summary>Reads what is asked for; what is not said stays as it is in <paramref name="now"/>.</summary>
    protected virtual ProgramRequest? ReadRequest(ArgumentReader arguments, ProgramRequest? now)
    {
        var file = now is null
            ? arguments.MandatoryKeyword("FILE", ArgumentTypes.String)
            : arguments.Keyword("FILE", ArgumentTypes.String, now.File);
        var signature = arguments.Keyword("SIGNATURE", ArgumentTypes.String, now is not null && file == now.File ? now.Signature : "");
        var program = arguments.Keyword("PROGRAM", ArgumentTypes.Word, now is not null && file == now.File ? now.Program : "");
        var isCompiled = arguments.Keyword("JIT", ArgumentTypes.Bool, now?.IsCompiled ?? true);
        var isDumped = arguments.Keyword("DUMP_JIT", ArgumentTypes.Bool, now is { Dump.Length: > 0 });
        var isXdp = arguments.Keyword("TYPE", s_type, now?.IsXdp ?? false);
        var settings = arguments.Keywords("SET", ArgumentTypes.String);
        return arguments.Failed
            ? null
            : new ProgramRequest
            {
                File = file,
                Signature = signature,
                Program = program,
                IsCompiled = isCompiled,
                Dump = isDumped ? $"jit_dump_{(Id >= 0 ? Id.ToString(CultureInfo.InvariantCulture) : Name.Replace('/', '_'))}.bin" : "",
                IsXdp = isXdp,
                Settings = settings.Count > 0 || now is null ? [.. settings] : now.Settings,
            };
    }

    LoadedProgram LoadNow(ProgramRequest request)
    {
        if (request.Dump.Length == 0)
            return Load(request);
        if (!request.IsCompiled)
            throw new ProgramException("DUMP_JIT: found JIT false, expected true: what is interpreted has no machine code");
        var (program, code) = MachineCode.Record(() => Load(request));
        try
        {
            File.WriteAllBytes(Path.Combine(Host.Folder, request.Dump), code);
            return program;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            program.Dispose();
            throw new ProgramException($"DUMP_JIT: {error.Message}");
        }
    }

    // The first program: nothing is there yet that it could disturb.
    void Start(ProgramRequest request)
    {
        var first = LoadNow(request);
        Maps.Commit(first.Collection);
        Volatile.Write(ref _current, first);
    }

    // Between two packets: no program runs, so the state that is carried over is complete, and nothing is lost.
    void Migrate(LoadedProgram next)
    {
        ulong result;
        try
        {
            result = next.Migration!.Run([]).ReturnValue;
        }
        catch (BpfFaultException fault)
        {
            throw new ProgramException($"migration: {fault.Message}");
        }

        if ((long)result != 0)
            throw new ProgramException($"migration '{next.Migration.Spec.Name}' returned {(long)result}, expected 0: the program in place stays");
        Swap(next);
    }

    void Swap(LoadedProgram next)
    {
        var old = Current;
        Maps.Commit(next.Collection);
        Volatile.Write(ref _current, next);
        _changes++;
        Host.Runtime.Synchronize(); // No batch holds the old one now.
        old.Dispose();
    }

    void Close()
    {
        _current?.Dispose();
        if (_maps is { } maps)
            Host.Release(maps);
    }
}
