using System.Globalization;
using System.Runtime.InteropServices;
using Sluice.Bpf.Assembly.Syntax;
using Sluice.Click.Arguments;
using Sluice.Click.Control;
using Sluice.Click.Handlers;
using Sluice.Click.Language;
using Sluice.Click.Packets;
using Sluice.Click.Routing;

namespace Sluice.Click.Elements.Control;

/// <summary><c>Script</c>: instructions that set variables, call handlers, wait, and stop the router.</summary>
/// <remarks>Script(n). Handlers are called between two tasks of the router, wherever the script itself runs.</remarks>
sealed partial class Script(ScriptType? usualType = null) : Element
{
    // So many jumps without waiting are a loop that would never end.
    const int MostJumps = 1000;

    static readonly Dictionary<string, ScriptType> s_types = new()
    {
        ["ACTIVE"] = ScriptType.Active,
        ["PASSIVE"] = ScriptType.Passive,
        ["DRIVER"] = ScriptType.Driver,
        ["PACKET"] = ScriptType.Packet,
        ["PUSH"] = ScriptType.Packet,
        ["SIGNAL"] = ScriptType.Signal,
    };

    static readonly Dictionary<string, PosixSignal> s_signals = new(StringComparer.OrdinalIgnoreCase)
    {
        ["HUP"] = PosixSignal.SIGHUP,
        ["INT"] = PosixSignal.SIGINT,
        ["QUIT"] = PosixSignal.SIGQUIT,
        ["TERM"] = PosixSignal.SIGTERM,
        ["USR1"] = (PosixSignal)10,
        ["USR2"] = (PosixSignal)12,
    };

    readonly Dictionary<string, string> _variables = [];
    readonly Dictionary<string, int> _labels = [];
    readonly List<PosixSignalRegistration> _registrations = [];
    List<ScriptInstruction> _program = [];
    IReadOnlyList<PosixSignal> _signals = [];
    ScriptType _type;
    RouterTimer? _timer;
    string _arguments = "";

    /// <summary>Random numbers, the same for the same seed of the router.</summary>
    public Random Random { get; private set; } = new(0);

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var type = arguments.Has("TYPE") ? arguments.Keyword("TYPE", ArgumentTypes.Raw, "") : "";
        var instructions = arguments.Everything();
        List<ScriptInstruction> program = [];
        _labels.Clear();
        ReadType(arguments, type);
        foreach (var text in instructions.Where(text => text.Length > 0))
        {
            if (ScriptInstruction.Parse(text) is not { } instruction)
            {
                var word = ScriptInstruction.Cut(text).Word;
                arguments.Error($"found `{text}`, expected an instruction" + (Spelling.Closest(word, ScriptInstruction.Words) is { } closest && closest != word ? $": did you mean `{closest}`?" : ""));
                continue;
            }

            if (instruction.Operation == ScriptOperation.Label && !_labels.TryAdd(instruction.Name, program.Count))
                arguments.Error($"found the label `{instruction.Name}` twice");
            program.Add(instruction);
        }

        foreach (var jump in program.Where(jump => jump.Operation == ScriptOperation.Goto && FindLabel(jump.Name) is null))
            arguments.Error($"found no label `{jump.Name}`");
        if (arguments.Complete())
            _program = program;
    }

    /// <inheritdoc/>
    public override void Initialize()
    {
        _timer = new(this);
        Random = new((int)(Router.Options.Seed ^ (ulong)Index));
        foreach (var instruction in _program.Where(instruction => instruction.Operation is ScriptOperation.Initialize or ScriptOperation.Export))
        {
            try
            {
                _variables[instruction.Name] = Expand(instruction);
            }
            catch (HandlerException error)
            {
                Error(error.Message);
            }
        }

        if (_type is ScriptType.Active or ScriptType.Driver)
            _timer.ScheduleAfter(0);
        if (_type == ScriptType.Driver)
            Router.StopHandler = TakeStop;
        foreach (var signal in _signals)
            _registrations.Add(PosixSignalRegistration.Create(signal, TakeSignal));
    }

    /// <inheritdoc/>
    public override void Cleanup()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _registrations.Clear();
    }

    /// <inheritdoc/>
    public override void RunTimer(RouterTimer timer) => Exclusively(() =>
    {
        if (_isWaiting)
            _position++;
        Proceed();
    });

    /// <inheritdoc/>
    public override void Push(int port, PacketBatch batch)
    {
        while (!batch.IsEmpty)
        {
            var packet = batch.RemoveFirst();
            if (PortFor(port) is var chosen and >= 0)
                PushOrKill(chosen, packet);
            else
                packet.Kill();
        }
    }

    /// <inheritdoc/>
    public override PacketBatch Pull(int port, int limit)
    {
        var batch = Input(Math.Min(port, InputCount - 1)).Pull(limit);
        PacketBatch kept = default;
        while (!batch.IsEmpty)
        {
            var packet = batch.RemoveFirst();
            var chosen = PortFor(port);
            if (chosen == port)
                kept.Append(packet);
            else if ((uint)chosen < (uint)OutputCount && IsPushOutput(chosen))
                PushOrKill(chosen, packet);
            else
                packet.Kill();
        }

        return kept;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        ArgumentNullException.ThrowIfNull(handlers);
        handlers.Write("step", text => Step(text.Trim().Length == 0 ? 1 : ParseValue(text, ArgumentTypes.Count)), "goes on behind a pause or a wait", HandlerFlags.Button);
        handlers.Write("goto", text => Jump(text.Trim()), "goes on at a label");
        handlers.Add("run", HandlerFlags.Read | HandlerFlags.Write | HandlerFlags.ReadParameters, RunWith, text => RunWith(text), "runs the script, and gives what it returns");
        handlers.ReadWith("get", name => Value(name.Trim()) ?? throw new HandlerException($"found no variable `{name.Trim()}`"), "the value of a variable");
        handlers.Write("set", text => _variables[ScriptInstruction.Cut(text).Word] = ScriptInstruction.Cut(text).Remainder, "sets a variable");
        foreach (var export in _program.Where(instruction => instruction.Operation == ScriptOperation.Export))
            handlers.Read(export.Name, () => _variables.GetValueOrDefault(export.Name, ""), "a variable of the script");
        ScriptFunctions.AddTo(handlers, this);
    }

    /// <summary>The handler that a script means by a path: its own, one of an element near by, or a global one; null if there is none.</summary>
    public Handler? FindHandler(string path)
    {
        var dot = path.LastIndexOf('.');
        if (dot < 0)
            return Router.HandlersOf(this).Find(path) ?? Router.GlobalHandlers.Find(path);
        return Router.Find(path[..dot], this) is { } element ? Router.HandlersOf(element).Find(path[(dot + 1)..]) : null;
    }

    void ReadType(ArgumentReader arguments, string text)
    {
        var words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        _type = usualType ?? (InputCount + OutputCount > 0 ? ScriptType.Packet : ScriptType.Active);
        if (words.Length == 0)
            return;
        if (!s_types.TryGetValue(words[0], out _type) || (_type == ScriptType.Signal) != words.Length > 1)
        {
            arguments.Error($"TYPE: found `{text}`, expected ACTIVE, PASSIVE, DRIVER, PACKET or SIGNAL with signals");
            return;
        }

        List<PosixSignal> signals = [];
        foreach (var word in words.Skip(1))
        {
            if (s_signals.TryGetValue(word.StartsWith("SIG", StringComparison.OrdinalIgnoreCase) ? word[3..] : word, out var known))
                signals.Add(known);
            else if (int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 65)
                signals.Add((PosixSignal)number);
            else
                arguments.Error($"TYPE: found the signal `{word}`, expected {string.Join(", ", s_signals.Keys)} or a number");
        }

        _signals = signals;
    }

    void Exclusively(Action action)
    {
        if (Router.Driver is { } driver)
            driver.Invoke(action);
        else
            action();
    }

    void TakeSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        Exclusively(() =>
        {
            _position = 0;
            Proceed();
        });
    }

    // A wish to stop is a step of a script that decides about them; the router stops when the script is over.
    bool TakeStop()
    {
        Exclusively(() =>
        {
            // In the middle of a wait it counts for the pause behind it as well.
            if (_isWaiting)
                _stops++;
            Step(1);
        });
        return !_isOver;
    }

    string Expand(ScriptInstruction instruction)
    {
        var text = ConfigurationText.Expand(instruction.Text, Value, Call);
        return instruction.IsUnquoted ? ArgumentText.UnquoteText(text) : text;
    }

    string? Value(string name) => name switch
    {
        "?" => _status.ToString(CultureInfo.InvariantCulture),
        "$" => Environment.ProcessId.ToString(CultureInfo.InvariantCulture),
        "args" => _arguments,
        "#" => ArgumentText.SplitWords(_arguments).Count.ToString(CultureInfo.InvariantCulture),
        _ when int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 =>
            ArgumentText.SplitWords(_arguments).ElementAtOrDefault(number - 1) ?? "",
        _ => _variables.GetValueOrDefault(name),
    };

    string Call(string text)
    {
        var (path, parameters) = ScriptInstruction.Cut(text);
        var handler = FindHandler(path) ?? throw new HandlerException($"found no handler `{path}`");
        var value = handler.Flags.HasFlag(HandlerFlags.Concurrent) || Router.Driver is not { } driver ? handler.Read(parameters) : driver.Invoke(() => handler.Read(parameters));
        return value.TrimEnd('\n');
    }

    TextWriter PrintOutput => Router.Options.Service<ScriptOutput>()?.Writer ?? Router.Options.Output;
}
