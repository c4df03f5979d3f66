using System.Runtime.CompilerServices;
using Sluice.Click.Arguments;
using Sluice.Click.Configuration;
using Sluice.Click.Handlers;
using Sluice.Click.Packets;
using Sluice.Click.Routing;

namespace Sluice.Click.Elements;

/// <summary>A vertex of a router's graph: takes packets, does one thing to them, and hands them on, batch by batch.</summary>
/// <remarks>
/// Life: made by its class, connected, <see cref="Configure"/>d, <see cref="Initialize"/>d once all elements are configured, given the
/// state of its predecessor in a hot swap (<see cref="TakeState"/>), run, and <see cref="Cleanup"/>ed. Whoever gets a batch owns its
/// packets: each is handed on, kept or killed. An element on the path of several threads is called by all of them at once.
/// </remarks>
public abstract class Element
{
    OutputPort[] _outputs = [];
    InputPort[] _inputs = [];
    bool[] _pushInputs = [];
    bool[] _pushOutputs = [];

    /// <summary>The element's full name.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Its class.</summary>
    public ElementClass Class { get; private set; } = ElementClass.None;

    /// <summary>The router that it is part of.</summary>
    public Router Router { get; private set; } = null!;

    /// <summary>Its index among the router's elements.</summary>
    public int Index { get; private set; }

    /// <summary>Where it is declared.</summary>
    public SourcePosition Position { get; private set; }

    /// <summary>Its configuration string, as it is in force.</summary>
    public string Arguments { get; internal set; } = "";

    /// <summary>Input ports in use.</summary>
    public int InputCount => _inputs.Length;

    /// <summary>Output ports in use.</summary>
    public int OutputCount => _outputs.Length;

    /// <summary>When it is configured: elements of a lower phase come first.</summary>
    public virtual int ConfigurePhase => ConfigurePhases.Default;

    /// <summary>May its arguments be replaced while it runs, by writing to the handler <c>config</c>? <see cref="Configure"/> is called
    /// again then, between two tasks, and must leave everything as it is when they are wrong.</summary>
    public virtual bool CanReconfigure => false;

    /// <summary>May <see cref="Configure"/> be called again by any thread while the element works, so that nothing stands for it?</summary>
    public virtual bool ReconfiguresWhileRunning => false;

    /// <summary>The pool that packets come from.</summary>
    public PacketPool Pool => Router.Pool;

    /// <summary>The clock that the router lives by.</summary>
    protected RouterClock Clock => Router.Clock;

    /// <summary>Reads the element's arguments. Says what is wrong by the reader; takes nothing over until its
    /// <see cref="ArgumentReader.Complete"/> has said yes.</summary>
    public virtual void Configure(ArgumentReader arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        _ = arguments.Complete();
    }

    /// <summary>Makes ready to run: opens files, makes tasks and timers, looks at neighbours. All elements are configured and connected.
    /// Says what is wrong by <see cref="Error"/>.</summary>
    public virtual void Initialize()
    {
    }

    /// <summary>Takes over state of the element of the same name in the router that this one replaces, before it runs. The old one does
    /// not run any more.</summary>
    /// <returns>Whether it did; an element of another kind is left alone.</returns>
    public virtual bool TakeState(Element old) => false;

    /// <summary>Gives back what it holds: kills packets that it keeps, closes files. Called once, also when it was never initialized.</summary>
    public virtual void Cleanup()
    {
    }

    /// <summary>Takes packets at a push input.</summary>
    /// <param name="port">The input port.</param>
    /// <param name="batch">The packets, at least one; they are the element's now.</param>
    public virtual void Push(int port, PacketBatch batch) =>
        throw new NotSupportedException($"{this} takes no packets by push");

    /// <summary>Gives packets at a pull output.</summary>
    /// <param name="port">The output port.</param>
    /// <param name="limit">Most packets to give, at least one.</param>
    /// <returns>The packets, the caller's now; empty when there is none at the moment.</returns>
    public virtual PacketBatch Pull(int port, int limit) =>
        throw new NotSupportedException($"{this} gives no packets by pull");

    /// <summary>Does a piece of the element's own work, when one of its tasks is due.</summary>
    /// <returns>Whether anything was done. A task that wants to go on schedules itself again.</returns>
    public virtual bool RunTask(RouterTask task) =>
        throw new NotSupportedException($"{this} has no tasks");

    /// <summary>Called when one of the element's timers goes off.</summary>
    public virtual void RunTimer(RouterTimer timer) =>
        throw new NotSupportedException($"{this} has no timers");

    /// <summary>Called by the element's thread when a file descriptor that it watches is ready.</summary>
    public virtual void RunDescriptor(int descriptor) =>
        throw new NotSupportedException($"{this} watches no descriptors");

    /// <summary>The element's own signal of that kind at that port, or null for none: the search goes on through the element then.</summary>
    /// <param name="kind">Are packets looked for upstream, or room downstream?</param>
    /// <param name="port">The output (packets) or input (room) that the search came to.</param>
    public virtual Notifier? FindNotifier(NotifierKind kind, int port) => null;

    /// <summary>Adds the element's own handlers; those that all elements have are there already.</summary>
    public virtual void AddHandlers(HandlerTable handlers)
    {
    }

    /// <summary>An output port.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public OutputPort Output(int port) => _outputs[port];

    /// <summary>An input port.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public InputPort Input(int port) => _inputs[port];

    /// <summary>Do packets come to that input by push?</summary>
    public bool IsPushInput(int port) => _pushInputs[port];

    /// <summary>Do packets leave that output by push?</summary>
    public bool IsPushOutput(int port) => _pushOutputs[port];

    /// <summary>Name and class, as messages show elements.</summary>
    public override string ToString() => $"{Name} :: {Class.Name}";

    /// <summary>Reports that the element cannot work as configured; only while it is initialized.</summary>
    protected internal void Error(string message) => Router.Report(new ConfigurationError(Position, $"{this}: {message}"));

    /// <summary>Pushes a packet to an output that may not be there, and kills it then.</summary>
    protected void PushOrKill(int port, Packet packet)
    {
        if ((uint)port < (uint)_outputs.Length)
            _outputs[port].Push(new PacketBatch(packet));
        else
            packet.Kill();
    }

    /// <summary>Pushes a batch to an output that may not be there, and kills it then. An empty batch goes nowhere.</summary>
    protected void PushOrKill(int port, PacketBatch batch)
    {
        if (batch.IsEmpty)
            return;
        if ((uint)port < (uint)_outputs.Length)
            _outputs[port].Push(batch);
        else
            batch.Kill();
    }

    /// <summary>Pushes what a batch was divided into, each part to the output of its index; empty parts go nowhere.</summary>
    protected void PushAll(ReadOnlySpan<PacketBatch> parts)
    {
        for (var port = 0; port < parts.Length; port++)
            PushOrKill(port, parts[port]);
    }

    /// <summary>Reads the value written to a handler.</summary>
    /// <exception cref="HandlerException">It is something else.</exception>
    protected T ParseValue<T>(string text, ArgumentType<T> type) => ElementValues.Parse(this, text, type);

    /// <summary>Puts the element into a router.</summary>
    internal void Place(Router router, int index, ElementDeclaration declaration, ElementClass type)
    {
        (Router, Index, Class) = (router, index, type);
        (Name, Position, Arguments) = (declaration.Name, declaration.Position, declaration.Arguments);
    }

    /// <summary>Connects the element.</summary>
    internal void Connect(InputPort[] inputs, OutputPort[] outputs, bool[] pushInputs, bool[] pushOutputs) =>
        (_inputs, _outputs, _pushInputs, _pushOutputs) = (inputs, outputs, pushInputs, pushOutputs);
}
