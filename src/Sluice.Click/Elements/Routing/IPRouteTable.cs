using System.Globalization;
using System.Text;
using Sluice.Click.Arguments;
using Sluice.Click.Handlers;
using Sluice.Click.Packets;
using Sluice.Packets;

namespace Sluice.Click.Elements.Routing;

/// <summary><c>RadixIPLookup(ADDR/MASK [GATEWAY] OUTPUT, ...)</c> and its like: sends packets out by the longest prefix that matches their
/// destination annotation, which becomes the gateway where the route has one. Packets without a route are dropped.</summary>
/// <remarks>Click's tables differ in how they are searched; here all are searched the fastest way that is known.</remarks>
/// <param name="isFixed">Whether routes stay as configured.</param>
sealed class IPRouteTable(bool isFixed) : Element
{
    const int AnyPort = -1;

    readonly RouteTrie _trie = new();
    bool _warned;

    /// <inheritdoc/>
    public override bool CanReconfigure => true;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var routes = new List<Route>();
        foreach (var argument in arguments.Everything())
        {
            try
            {
                var route = Parse(argument, arguments.Scope, portNeeded: true);
                if (routes.RemoveAll(other => other.Prefix == route.Prefix) > 0)
                    Router.Options.Output.WriteLine($"{Name}: warning: route {route.Prefix} replaced by a later one");
                routes.Add(route);
            }
            catch (HandlerException error)
            {
                arguments.Error(error.Message);
            }
        }

        if (!arguments.Complete())
            return;
        _trie.Clear();
        routes.ForEach(_trie.Set);
    }

    /// <inheritdoc/>
    public override bool TakeState(Element old)
    {
        // Routes that came by handlers stay, unless the configuration now says something else.
        if (isFixed || old is not IPRouteTable table || old.Arguments != Arguments)
            return false;
        var ports = OutputCount;
        var routes = table._trie.Routes.Where(route => route.Port < ports).ToList();
        _trie.Clear();
        routes.ForEach(_trie.Set);
        return true;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.ReadWith("lookup", Lookup, "output and gateway for an address");
        handlers.Read("table", Table, "all routes");
        if (isFixed)
            return;
        handlers.Write("add", text => Change([(Command.Add, text)]), "adds a route: ADDR/MASK [GATEWAY] OUTPUT");
        handlers.Write("set", text => Change([(Command.Set, text)]), "adds or replaces a route: ADDR/MASK [GATEWAY] OUTPUT");
        handlers.Write("remove", text => Change([(Command.Remove, text)]), "removes a route: ADDR/MASK [[GATEWAY] OUTPUT]");
        handlers.Write("ctrl", Control, "several changes, all or none: lines of add, set or remove and a route");
        handlers.Button("flush", _trie.Clear, "removes all routes");
    }

    /// <inheritdoc/>
    public override void Push(int port, PacketBatch batch)
    {
        const int maxOnStack = 64;
        var outputs = OutputCount;
        Span<PacketBatch> parts = outputs <= maxOnStack ? stackalloc PacketBatch[outputs] : new PacketBatch[outputs];
        foreach (var packet in batch)
        {
            if (_trie.Lookup(System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(packet.DestinationWord)) is not { } route)
            {
                Refuse(packet);
                continue;
            }

            if (route.GatewayWord != 0)
                packet.DestinationWord = route.GatewayWord;
            parts[route.Port].Append(packet);
        }

        PushAll(parts);
    }

    void Refuse(Packet packet)
    {
        if (!_warned)
            Router.Options.Output.WriteLine($"{Name}: no route for {packet.Destination}");
        _warned = true;
        packet.Kill();
    }

    string Lookup(string text)
    {
        var address = ParseValue(text, ArgumentTypes.IPv4Address);
        if (_trie.Lookup(address.Value) is not { } route)
            return "-1";
        return route.Gateway.Value == 0 ? route.Port.ToString(CultureInfo.InvariantCulture) : $"{route.Port} {route.Gateway}";
    }

    string Table()
    {
        var text = new StringBuilder();
        foreach (var route in _trie.Routes)
            text.Append($"{route.Prefix}\t{(route.Gateway.Value == 0 ? "-" : route.Gateway)}\t{route.Port}\n");
        return text.ToString();
    }

    void Control(string text) => Change(
    [
        .. text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(static line =>
        {
            var words = line.Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries);
            return words.Length == 2 && Enum.TryParse<Command>(words[0], ignoreCase: true, out var command)
                ? (command, words[1])
                : throw new HandlerException($"found `{line}`, expected add, set or remove, and a route");
        }),
    ]);

    /// <summary>Makes all changes; at the first that cannot be made those before it are undone.</summary>
    void Change(List<(Command Command, string Route)> changes)
    {
        var undo = new Stack<(IPv4Prefix Prefix, Route? Route)>();
        try
        {
            foreach (var (command, text) in changes)
            {
                var route = Parse(text, new ArgumentScope(Router, this), command != Command.Remove);
                var known = _trie.Find(route.Prefix);
                if (command == Command.Add && known is not null)
                    throw new HandlerException($"conflict with existing route '{known}'");
                if (command == Command.Remove && (known is null || (route.Port != AnyPort && known != route)))
                    throw new HandlerException($"found no route '{text.Trim()}' to remove");
                undo.Push((route.Prefix, known));
                if (command == Command.Remove)
                    _trie.Remove(route.Prefix);
                else
                    _trie.Set(route);
            }
        }
        catch (HandlerException)
        {
            foreach (var (prefix, route) in undo)
            {
                if (route is null)
                    _trie.Remove(prefix);
                else
                    _trie.Set(route);
            }

            throw;
        }
    }

    Route Parse(string text, ArgumentScope scope, bool portNeeded)
    {
        var words = ArgumentText.SplitWords(text);
        if (words.Count == 0 || words.Count > 3 || !ArgumentTypes.IPv4Prefix.Parse(words[0], scope, out var prefix))
            throw new HandlerException($"found route `{text.Trim()}`, expected ADDR/MASK [GATEWAY] OUTPUT");
        if (words.Count == 1 && !portNeeded)
            return new Route(prefix, default, AnyPort);
        var gateway = default(IPv4Address);
        if (words.Count == 3 && words[1] != "-" && !ArgumentTypes.IPv4Address.Parse(words[1], scope, out gateway))
            throw new HandlerException($"found gateway `{words[1]}` in route `{text.Trim()}`, expected an IPv4 address or -");
        if (words.Count == 1 || !int.TryParse(words[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port >= OutputCount)
        {
            throw new HandlerException(
                $"found output `{(words.Count == 1 ? "" : words[^1])}` in route `{text.Trim()}`, expected one of the {OutputCount} outputs");
        }

        return new Route(prefix, gateway, port);
    }

    enum Command
    {
        Add,
        Set,
        Remove,
    }
}
