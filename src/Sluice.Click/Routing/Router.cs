using Sluice.Click.Arguments;
using Sluice.Click.Configuration;
using Sluice.Click.Elements;
using Sluice.Click.Handlers;
using Sluice.Click.Language;
using Sluice.Click.Packets;

namespace Sluice.Click.Routing;

/// <summary>A configuration come to life: elements, connected, configured and initialized, ready to be run by a
/// <see cref="RouterDriver"/>. The graph never changes; a hot swap puts another router in this one's place.</summary>
public sealed class Router : IDisposable
{
    readonly Dictionary<string, Element> _byName = new(StringComparer.Ordinal);
    readonly List<ConfigurationError> _errors = [];
    readonly List<RouterTask> _tasks = [];
    readonly List<RouterTimer> _timers = [];
    readonly Dictionary<Element, int> _threads = [];
    readonly Dictionary<Element, HandlerTable> _handlers = [];
    readonly List<(int Descriptor, Element Element)> _watched = [];
    Element[] _elements = [];
    HandlerTable? _global;
    bool _initializing;
    bool _disposed;

    /// <summary>Makes a router of a configuration.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="options">What it runs with.</param>
    /// <exception cref="ConfigurationException">It cannot run; all that is wrong is told, and nothing is left open.</exception>
    public Router(RouterConfiguration configuration, RouterOptions options)
        : this(configuration, options, initialize: true)
    {
    }

    Router(RouterConfiguration configuration, RouterOptions options, bool initialize)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(options);
        (Configuration, Options) = (configuration, options);
        try
        {
            MakeElements(isKnownToBeWrong: !initialize);
            ConfigureElements();
            if (initialize)
                InitializeElements();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The configuration it was made of.</summary>
    public RouterConfiguration Configuration { get; }

    /// <summary>What it runs with.</summary>
    public RouterOptions Options { get; }

    /// <summary>Where its packets come from.</summary>
    public PacketPool Pool => Options.Pool;

    /// <summary>The time it lives by.</summary>
    public RouterClock Clock => Options.Clock;

    /// <summary>Its elements, in the order of their declaration.</summary>
    public IReadOnlyList<Element> Elements => _elements;

    /// <summary>Its elements that took over state from the router before it; empty without one.</summary>
    public IReadOnlyList<Element> Inherited { get; private set; } = [];

    /// <summary>Names that information elements gave.</summary>
    public NameTable Names { get; } = new();

    /// <summary>The driver that runs it; null while none does.</summary>
    public RouterDriver? Driver
    {
        get;
        internal set
        {
            field = value;
            HasRun |= value is not null;
        }
    }

    /// <summary>Did a driver ever run it? If not, it was refused, and must leave no traces.</summary>
    internal bool HasRun { get; private set; }

    /// <summary>Was there something that an element could not do while the router ran, such as read a capture to its end?</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Called instead of stopping when an element wants the router to stop: by a DriverManager that has other plans. It says
    /// whether it took care of the matter.</summary>
    public Func<bool>? StopHandler { get; set; }

    /// <summary>The handlers of the router as a whole.</summary>
    public HandlerTable GlobalHandlers => _global ??= Routing.GlobalHandlers.Of(this);

    /// <summary>Descriptors that elements watch.</summary>
    internal IReadOnlyList<(int Descriptor, Element Element)> Watched => _watched;

    /// <summary>All tasks of its elements.</summary>
    internal IReadOnlyList<RouterTask> Tasks => _tasks;

    /// <summary>All timers of its elements.</summary>
    internal IReadOnlyList<RouterTimer> Timers => _timers;

    /// <summary>Says on <see cref="RouterOptions.Output"/> what an element could not do while the router ran.</summary>
    internal void ReportFailure(Element element, string failure)
    {
        HasFailed = true;
        Options.Output.WriteLine($"{element}: {failure}");
    }

    /// <summary>The element of that name, or null.</summary>
    public Element? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The element that <paramref name="from"/> means by that name: in its own compound element, or in those around it; or null.</summary>
    public Element? Find(string name, Element from)
    {
        ArgumentNullException.ThrowIfNull(from);
        for (var prefix = ElementNames.Prefix(from.Name); prefix.Length > 0; prefix = ElementNames.Prefix(prefix[..^1]))
        {
            if (Find(prefix + name) is { } element)
                return element;
        }

        return Find(name);
    }

    /// <summary>Says what is wrong with a configuration, but for what only starting can tell: nothing is opened, nothing runs. Of its
    /// <see cref="RouterConfiguration.Doubtful"/> elements only the arguments are checked.</summary>
    public static IReadOnlyList<ConfigurationError> Check(RouterConfiguration configuration, RouterOptions options)
    {
        try
        {
            using Router router = new(configuration, options, initialize: false);
            return [];
        }
        catch (ConfigurationException error)
        {
            return error.Errors;
        }
    }

    /// <summary>The handlers of an element.</summary>
    public HandlerTable HandlersOf(Element element)
    {
        lock (_handlers)
        {
            if (!_handlers.TryGetValue(element, out var table))
                _handlers[element] = table = ElementHandlers.Of(element);
            return table;
        }
    }

    /// <summary>Asks whoever runs the router to stop doing so, as Click's driver is asked by elements with STOP.</summary>
    public void RequestStop()
    {
        if (StopHandler is not { } handler || !handler())
            Driver?.Stop();
    }

    /// <summary>From when the router runs, <see cref="Element.RunDescriptor"/> is called when there is something to read. Only while the
    /// element is initialized.</summary>
    public void Watch(Element element, int descriptor) => _watched.Add((descriptor, element));

    /// <summary>Random numbers for an element, of a sequence of its own.</summary>
    internal RouterRandom RandomOf(Element element) => new(Options.Seed * 0x9e3779b97f4a7c15 + (ulong)element.Index * 0xd1342543de82ef95);

    /// <summary>Says that an element's tasks and timers belong to a thread; before they are made.</summary>
    internal void AssignThread(Element element, int thread) => _threads[element] = thread;

    /// <summary>The thread that an element's tasks and timers belong to.</summary>
    internal int ThreadOf(Element element) => _threads.GetValueOrDefault(element);

    /// <summary>Was the element put on a thread by hand?</summary>
    internal bool IsAssigned(Element element) => _threads.ContainsKey(element);

    internal void Add(RouterTask task) => _tasks.Add(task);

    internal void Add(RouterTimer timer) => _timers.Add(timer);

    /// <summary>Takes an error of an element that is being initialized.</summary>
    internal void Report(ConfigurationError error)
    {
        if (!_initializing)
            throw new InvalidOperationException($"reported after the router was initialized: {error}");
        _errors.Add(error);
    }

    /// <summary>Takes over the state of the router that this one replaces, element by element of the same name; neither is running.</summary>
    internal void TakeState(Router old) =>
        Inherited = [.. _elements.Where(element => old.Find(element.Name) is { } predecessor && element.TakeState(predecessor))];

    /// <summary>Cleans up all elements. Not while the router is run.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        foreach (var element in _elements)
            element.Cleanup();
    }

    void MakeElements(bool isKnownToBeWrong)
    {
        var classes = new List<ElementClass>();
        foreach (var (index, declaration) in Configuration.Elements.Index())
        {
            classes.Add(Options.FindClass(declaration.ClassName) ?? ElementClass.Unknown);
            if (classes[index] == ElementClass.Unknown && !(isKnownToBeWrong && Configuration.Doubtful.Contains(index)))
                _errors.Add(new ConfigurationError(declaration.Position,
                    $"{declaration}: found no element class {declaration.ClassName}: 'sluice click elements' lists all")
                { Rule = ClickRules.UnknownClass });
        }

        // Whatever is wrong here, elements still say what is wrong with their arguments: nothing is hidden behind another mistake.
        var ports = PortResolver.Resolve(Configuration, classes, _errors);
        _elements = new Element[classes.Count];
        for (var i = 0; i < _elements.Length; i++)
        {
            _elements[i] = classes[i].Factory();
            _elements[i].Place(this, i, Configuration.Elements[i], classes[i]);
            _byName.TryAdd(_elements[i].Name, _elements[i]);
        }

        Connect(ports);
    }

    void Connect(IReadOnlyList<ElementPorts> ports)
    {
        var inputs = ports.Select(static p => new InputPort[p.Inputs.Length]).ToArray();
        var outputs = ports.Select(static p => new OutputPort[p.Outputs.Length]).ToArray();
        foreach (var connection in Configuration.Connections)
        {
            outputs[connection.From][connection.FromPort] = new OutputPort(_elements[connection.To], connection.ToPort);
            inputs[connection.To][connection.ToPort] = new InputPort(_elements[connection.From], connection.FromPort);
        }

        for (var i = 0; i < _elements.Length; i++)
        {
            _elements[i].Connect(inputs[i], outputs[i],
                [.. ports[i].Inputs.Select(static p => p == PortProcessing.Push)], [.. ports[i].Outputs.Select(static p => p == PortProcessing.Push)]);
        }
    }

    void ConfigureElements()
    {
        foreach (var element in _elements.OrderBy(static element => element.ConfigurePhase))
            element.Configure(new ArgumentReader(element, element.Arguments, _errors));
        ThrowErrors();
    }

    void InitializeElements()
    {
        _initializing = true;
        foreach (var element in _elements.OrderBy(static element => element.ConfigurePhase))
            element.Initialize();
        _initializing = false;
        ThrowErrors();
    }

    void ThrowErrors()
    {
        if (_errors.Count > 0)
            throw new ConfigurationException([.. _errors]);
    }
}
