using System.Text;
using Sluice.Click.Arguments;
using Sluice.Click.Elements.Headers;
using Sluice.Click.Handlers;
using Sluice.Click.Packets;
using Sluice.Click.Routing;

namespace Sluice.Click.Elements.Rewriting;

/// <summary>An element that rewrites flows by mappings, and makes mappings of new flows as the input says at which they come.</summary>
/// <remarks>A mapping that was unused for longer than its timeout is no more; memory is given back every REAP_INTERVAL. When there are as many
/// as may be, the one that was longest unused makes room, if it is not guaranteed any more. Mappings survive hot swaps.</remarks>
abstract class RewriterElement : Element
{
    /// <summary>A second, in nanoseconds.</summary>
    protected const long Second = 1_000_000_000;

    const int MaxOnStack = 64;

    static readonly ArgumentType<(int Limit, RewriterElement? Other)> s_capacity = new("a number, or the name of a rewriter to share with", static (text, scope, out value) =>
    {
        if (ArgumentTypes.Range(1, int.MaxValue).Parse(text, scope, out var limit))
        {
            value = (limit, null);
            return true;
        }

        value = (int.MaxValue, ArgumentTypes.Element.Parse(text, scope, out var element) ? element as RewriterElement : null);
        return value.Other is not null;
    });

    RewriterInput[] _inputs = [];
    RouterTimer? _timer;
    long _reapInterval = 900 * Second;
    RewriterElement? _sharesWith;
    MappingCapacity _capacity = new();

    /// <summary>The mappings.</summary>
    public FlowStore Store { get; } = new();

    /// <summary>Whether packets get their new destination as annotation.</summary>
    protected bool SetsAnnotation { get; private set; } = true;

    /// <summary>Whether patterns are of addresses, without ports.</summary>
    protected virtual bool AddressesOnly => false;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var setTimeouts = ReadTimeouts(arguments);
        var reap = arguments.Keyword("REAP_INTERVAL", ArgumentTypes.Time, 900 * Second);
        var (limit, other) = arguments.Keyword(arguments.Has("CAPACITY") ? "CAPACITY" : "MAPPING_CAPACITY", s_capacity, (int.MaxValue, null));
        var annotate = arguments.Keyword("DST_ANNO", ArgumentTypes.Bool, true);
        var inputs = new List<RewriterInput>();
        var texts = arguments.Rest();
        if (texts.Count != InputCount)
            arguments.Error($"found {texts.Count} input specifications and {InputCount} inputs, expected one for each input");
        for (var i = 0; i < texts.Count; i++)
        {
            if (RewriterInput.Parse(texts[i], arguments.Scope, OutputCount, AddressesOnly, out var error) is { } input)
                inputs.Add(input);
            else
                arguments.Error($"input {i}: {error}");
        }

        if (!arguments.Complete())
            return;
        setTimeouts();
        (_inputs, _reapInterval, _sharesWith, SetsAnnotation) = ([.. inputs], Math.Max(reap, Second), other, annotate);
        _capacity.Limit = limit;
    }

    /// <inheritdoc/>
    public override void Initialize()
    {
        foreach (var mapper in _inputs.Select(static input => input.Mapper))
        {
            if (mapper is not null && mapper.HighestOutput >= OutputCount)
                Error($"found output {mapper.HighestOutput} in {mapper}, expected one of the {OutputCount} outputs");
        }

        if (!TryShareCapacity())
            return;
        _timer = new RouterTimer(this);
        _timer.ScheduleAfter(_reapInterval);
    }

    // The last of a row of rewriters that name one another says how many there may be.
    bool TryShareCapacity()
    {
        var owner = this;
        while (owner._sharesWith is { } next)
        {
            if (next == this)
            {
                Error($"MAPPING_CAPACITY: found {this} itself behind {_sharesWith}, expected a rewriter that says a number");
                return false;
            }

            owner = next;
            if (owner == owner._sharesWith)
                return true; // It tells of that itself.
        }

        _capacity = owner._capacity;
        _capacity.Join(this);
        return true;
    }

    /// <inheritdoc/>
    public override void RunTimer(RouterTimer timer)
    {
        lock (Store.Lock)
        {
            var now = Clock.Now;
            foreach (var flow in Store.Flows.Where(flow => now - flow.LastUsed > TimeoutOf(flow)).ToList())
                Store.Remove(flow);
        }

        timer.RescheduleAfter(_reapInterval);
    }

    /// <inheritdoc/>
    public override bool TakeState(Element old)
    {
        if (old is not RewriterElement other || other.GetType() != GetType())
            return false;
        foreach (var flow in other.Store.Flows.ToList())
        {
            // A flow of an input that is no more, or to an output that is no more, begins anew.
            if (flow.Input >= _inputs.Length || Math.Max(flow.Outputs.Forward, flow.Outputs.Reply) >= OutputCount)
                continue;
            other.Store.Unlink(flow);
            flow.Rebind(_inputs[flow.Input].Pattern);
            Store.Add(flow, flow.LastUsed);
        }

        return true;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("table_size", () => Store.Count, "mappings");
        handlers.Read("nmappings", () => Store.Count, "mappings");
        handlers.Read("size", () => _capacity.Count, "mappings of all rewriters that share its capacity");
        handlers.Read("mapping_failures", () => _inputs.Sum(static input => input.Failures), "flows that could not get a mapping");
        handlers.Read("patterns", () => string.Concat(_inputs.Select(static input => $"{input}\n")), "what is done with new flows, an input a line");
        handlers.Read("table", () => Describe(static _ => true), "all mappings");
        handlers.Read("mappings", () => Describe(static _ => true), "all mappings");
        handlers.Read("capacity", () => $"{_capacity.Limit} {Math.Min(50, _capacity.Limit / 8)}", "how many mappings there may be, and how many of these are kept for new flows");
        handlers.Write(
            "capacity",
            text => _capacity.Limit = ParseValue(text.Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(""), ArgumentTypes.Range(1, int.MaxValue)),
            "how many mappings there may be");
        handlers.Button("clear", Store.Clear, "removes all mappings");
    }

    /// <inheritdoc/>
    public override void Push(int port, PacketBatch batch)
    {
        var outputs = OutputCount;
        Span<PacketBatch> parts = outputs <= MaxOnStack ? stackalloc PacketBatch[outputs] : new PacketBatch[outputs];
        lock (Store.Lock)
        {
            var now = Clock.Now;
            foreach (var packet in batch)
            {
                var output = Rewrite(port, packet, now);
                if ((uint)output < (uint)outputs)
                    parts[output].Append(packet);
                else
                    packet.Kill();
            }
        }

        PushAll(parts);
    }

    /// <summary>The mapping of a flow; made by the pattern of <paramref name="input"/> where there is none.</summary>
    /// <returns>Null where there is no room for it.</returns>
    public Flow? FindOrAdd(in FlowId id, RewriterInput input)
    {
        lock (Store.Lock)
        {
            if (Store.TryFind(id, out var entry) && !entry.IsReply)
                return entry.Flow;
            return input.Pattern!.TryRewrite(id, Store, out var rewritten) ? Add(id, rewritten, input, 0, Clock.Now) : null;
        }
    }

    /// <summary>The live mapping of a flow.</summary>
    public bool TryFind(in FlowId id, out FlowEntry entry)
    {
        lock (Store.Lock)
            return TryFindLive(id, Clock.Now, out entry);
    }

    /// <summary>Reads the timeouts that the element has.</summary>
    /// <returns>Takes them over.</returns>
    protected abstract Action ReadTimeouts(ArgumentReader arguments);

    /// <summary>How long a mapping may be unused.</summary>
    protected abstract long TimeoutOf(Flow flow);

    /// <summary>How long a mapping that was used is not removed to make room.</summary>
    protected abstract long GuaranteeOf(Flow flow);

    /// <summary>The flow of a packet.</summary>
    /// <returns>False where it is of no flow that the element rewrites.</returns>
    protected abstract bool TryGetFlow(Packet packet, IPv4View ip, out FlowId id);

    /// <summary>Rewrites a packet.</summary>
    protected abstract void Apply(Packet packet, IPv4View ip, in FlowEntry entry);

    /// <summary>May a flow without mapping have one made, or does only a reply look like that?</summary>
    protected virtual bool CanBegin(Packet packet) => true;

    /// <summary>The mapping of a flow in the store.</summary>
    protected virtual bool TryFindIn(in FlowId id, out FlowEntry entry) => Store.TryFind(id, out entry);

    /// <summary>What of a flow a new mapping is for.</summary>
    protected virtual FlowId KeyOf(in FlowId id) => id;

    /// <summary>Mappings in words, a line each.</summary>
    protected string Describe(Func<Flow, bool> isWanted)
    {
        var now = Clock.Now;
        var text = new StringBuilder();
        foreach (var flow in Store.Flows.Where(isWanted))
        {
            var left = (TimeoutOf(flow) - (now - flow.LastUsed)) / Second;
            text.Append($"{flow.Original} => {flow.Rewritten} [*{flow.Outputs.Forward} {flow.Outputs.Reply}] i{flow.Input} exp{left}\n");
            text.Append($"{flow.Rewritten.Reverse()} => {flow.Original.Reverse()} [{flow.Outputs.Forward} *{flow.Outputs.Reply}] i{flow.Input} exp{left}\n");
        }

        return text.ToString();
    }

    /// <returns>The output, or -1 to drop the packet.</returns>
    int Rewrite(int port, Packet packet, long now)
    {
        var input = _inputs[port];
        if (!IPPart.TryGet(packet, out var ip) || !TryGetFlow(packet, ip, out var id))
            return input.Kind == RewriterInput.What.Pass ? input.Outputs.Forward : -1;
        if (!TryFindLive(id, now, out var entry))
        {
            if (input.Kind == RewriterInput.What.Pass)
                return input.Outputs.Forward;
            if (input.Kind == RewriterInput.What.Drop || !CanBegin(packet))
                return -1;
            if (Begin(KeyOf(id), input, port, now) is not { } flow)
                return -1;
            entry = new FlowEntry(flow, false);
        }

        Store.Use(entry.Flow, now);
        Apply(packet, ip, entry);
        return entry.Output;
    }

    bool TryFindLive(in FlowId id, long now, out FlowEntry entry)
    {
        if (!TryFindIn(id, out entry))
            return false;
        if (now - entry.Flow.LastUsed <= TimeoutOf(entry.Flow))
            return true;
        Store.Remove(entry.Flow);
        return false;
    }

    Flow? Begin(in FlowId id, RewriterInput input, int port, long now)
    {
        var rewritten = id;
        var used = input.Kind switch
        {
            RewriterInput.What.Mapper => input.Mapper!.Map(id, Store, out rewritten),
            RewriterInput.What.Pattern when !input.Pattern!.TryRewrite(id, Store, out rewritten) => null,
            _ => input,
        };
        var flow = used is null ? null : Add(id, rewritten, used, port, now);
        if (flow is null)
            input.Failures++;
        else
            input.Count++;
        return flow;
    }

    Flow? Add(in FlowId id, in FlowId rewritten, RewriterInput input, int port, long now)
    {
        if (_capacity.Count >= _capacity.Limit)
        {
            if (_capacity.FindOldest() is not { } owner)
                return null;
            var oldest = owner.Store.Oldest!;
            if (now - oldest.LastUsed < owner.GuaranteeOf(oldest))
                return null;
            owner.Store.Remove(oldest);
        }

        var flow = Store.Take();
        flow.Begin(id, rewritten, input.Outputs, port, input.Pattern);
        Store.Add(flow, now);
        return flow;
    }
}
