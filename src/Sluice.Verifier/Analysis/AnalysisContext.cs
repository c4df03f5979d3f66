using Sluice.Bpf.Linking;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Verifier.Flow;
using Sluice.Verifier.Inspection;
using Sluice.Verifier.KernelObjects;
using Sluice.Verifier.States;

namespace Sluice.Verifier.Analysis;

/// <summary>What all parts of the analysis of one program share.</summary>
sealed class AnalysisContext
{
    readonly MapSpec?[] _maps;

    readonly FunctionSignatures _signatures;

    readonly Dictionary<int, ulong> _bounds = [];

    /// <summary>Prepares the analysis of a program.</summary>
    public AnalysisContext(ProgramCode code, VerifierOptions options, Precision precision, StatePool pool, GlobalResults globals)
    {
        (Code, Pool, Globals) = (code, pool, globals);
        Options = options;
        Precision = precision;
        Type = ProgramTypeTable.Find(code.Type)!;
        _signatures = new(code, Type);
        MaySleep = code.Program.Spec.IsSleepable;
        AccessKinds = new int[code.Instructions.Length];
        Objects = new(options.Link.TargetTypes);
        Arguments = new(code.Program.Spec, options.Link.TargetTypes);
        Kernel = new(code, Type, options.Link.TargetTypes);
        _maps = [.. code.Program.Maps, .. code.Program.Maps.Select(map => map.Inner)];
        MapFields = [.. _maps.Select(SpecialFields.Of)];
        Kept = options.KeepStates ? new(code.Instructions.Length) : null;
        Widening = new Widening(Thresholds.Of(code), precision != Precision.Levels[0]);
        Join = new StateJoin(Ids);
        Summaries = new(Order, Pool, Ids);
        Layouts = [Type.Context, ContextLayouts.Socket, ContextLayouts.SocketCommon, ContextLayouts.TcpSocket, ContextLayouts.XdpSocket, ContextLayouts.FlowKeys];
    }

    /// <summary>The program.</summary>
    public ProgramCode Code { get; }

    /// <summary>What to prove.</summary>
    public VerifierOptions Options { get; }

    /// <summary>How finely.</summary>
    public Precision Precision { get; }

    /// <summary>The program's type.</summary>
    public ProgramTypeInfo Type { get; }

    /// <summary>The locks and timers in each map's values.</summary>
    public SpecialFields[] MapFields { get; }

    /// <summary>The layouts that <see cref="Domain.ValueKind.Struct"/> values name by index.</summary>
    public ContextLayout[] Layouts { get; }

    /// <summary>What each instruction accesses, for Linux; 0 where it was not reached.</summary>
    public int[] AccessKinds { get; }

    /// <summary>The types of kernel objects.</summary>
    public ObjectTypes Objects { get; }

    /// <summary>What the kernel gives a program that is bound to one of its types.</summary>
    public BoundArguments Arguments { get; }

    /// <summary>The contracts of kernel functions.</summary>
    public KernelContracts Kernel { get; }

    /// <summary>Numbers for values that belong together.</summary>
    public Ids Ids { get; } = new();

    /// <summary>States to use again.</summary>
    public StatePool Pool { get; }

    /// <summary>What was proved of the object's global functions.</summary>
    public GlobalResults Globals { get; }

    /// <summary>Where states before instructions are kept, or null.</summary>
    public ProgramStates? Kept { get; }

    /// <summary>Compares states.</summary>
    public StateOrder Order { get; } = new();

    /// <summary>Joins states.</summary>
    public StateJoin Join { get; }

    /// <summary>What static functions did.</summary>
    public FunctionSummaries Summaries { get; private set; }

    /// <summary>Widens states.</summary>
    public Widening Widening { get; }

    /// <summary>Does the proof hold for Linux?</summary>
    public bool ForLinux => Options.Mode == VerifierMode.Linux;

    /// <summary>Where the program expects to be attached.</summary>
    public AttachType? Place => Code.Program.Spec.AttachType;

    /// <summary>Instructions looked at so far.</summary>
    public long Visited { get; set; }

    /// <summary>States told apart so far.</summary>
    public int States { get; set; }

    /// <summary>What was found.</summary>
    public List<Rejection> Rejections { get; } = [];

    /// <summary>Callbacks that run on their own later: the function's slot, the map's index, and whether it may sleep.</summary>
    public HashSet<(int Function, int Map, bool MaySleep)> AsynchronousCallbacks { get; } = [];

    /// <summary>May what is analysed now sleep: a program that may, or a callback?</summary>
    public bool MaySleep { get; private set; }

    /// <summary>The lowest stack byte that each function uses, as a positive number, by its first slot.</summary>
    public Dictionary<int, int> StackUse { get; } = [];

    /// <summary>Is the licence one that lets a program call all helpers?</summary>
    public bool IsGplCompatible => Licenses.IsGplCompatible(Code.Program.License);

    /// <summary>May the program keep addresses where others see them? Tracing programs are about addresses.</summary>
    public bool MayLeakPointers => ProgramTypes.Probes.Contains(Type.Type);

    /// <summary>The map behind an index; see <see cref="InnerMap"/>.</summary>
    public MapSpec Map(int index) => _maps[index]!;

    /// <summary>The index that stands for the maps in a map of maps; -1 if the object does not describe them.</summary>
    public int InnerMap(int outer) => outer < Code.Program.Maps.Length && _maps[Code.Program.Maps.Length + outer] is not null
        ? Code.Program.Maps.Length + outer
        : -1;

    /// <summary>The function that starts at a slot, if it is verified alone; null if it is analysed where it is called.</summary>
    /// <remarks>In process, a signature that says too little does no harm: the function is analysed in context.</remarks>
    public GlobalFunction? GlobalAt(int start) =>
        Signature(start) is { } function && (ForLinux || function.Fault.Length == 0) ? function : null;

    /// <summary>What the global function at a slot takes; null if it is not global, or has no BTF type.</summary>
    public GlobalFunction? Signature(int start) => _signatures.At(start);

    /// <summary>The instructions that a function executes at most which is verified alone; verifies it at the first question.</summary>
    /// <exception cref="RejectedException">It is not safe.</exception>
    public ulong BoundOf(GlobalFunction function)
    {
        var start = function.Function.Start;
        if (_bounds.TryGetValue(start, out var bound))
            return bound;
        if (Kept is null && Globals.Find(this, function) is { } known)
            return _bounds[start] = known;
        var analysis = new FunctionAnalysis(this, start, FunctionRole.Global, null);
        var entry = Pool.Empty();
        analysis.Transfer.Enter(entry, function);
        bound = analysis.Run(entry).Bound;
        Globals.Add(this, function, bound);
        return _bounds[start] = bound;
    }

    /// <summary>Goes on with a function that may sleep, or not: what static functions did otherwise says nothing of that.</summary>
    public void GoOn(bool maySleep)
    {
        if (MaySleep == maySleep)
            return;
        MaySleep = maySleep;
        Summaries = new(Order, Pool, Ids);
    }

    /// <summary>Notes a rejection, once for each instruction and class.</summary>
    public void Report(Rejection rejection)
    {
        if (!Rejections.Exists(known => known.Slot == rejection.Slot && known.Kind == rejection.Kind))
            Rejections.Add(rejection);
    }

    /// <summary>Notes that a function uses its stack down to <paramref name="offset"/>.</summary>
    public void UseStack(int function, long offset)
    {
        var bytes = (int)-offset;
        if (bytes > StackUse.GetValueOrDefault(function))
            StackUse[function] = bytes;
    }
}
