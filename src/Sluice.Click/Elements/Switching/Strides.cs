using Sluice.Click.Arguments;
using Sluice.Click.Handlers;

namespace Sluice.Click.Elements.Switching;

/// <summary>Ports that take turns in proportion to their tickets.</summary>
/// <remarks>Waldspurger and Weihl, "Stride Scheduling: Deterministic Proportional-Share Resource Management".</remarks>
sealed class Strides
{
    /// <summary>Most tickets of a port.</summary>
    public const int MaxTickets = 1 << 16;

    /// <summary>The kind of argument.</summary>
    public static readonly ArgumentType<int> Tickets = ArgumentTypes.Range(0, MaxTickets);

    readonly int[] _tickets;
    readonly long[] _passes;

    Strides(int[] tickets)
    {
        _tickets = tickets;
        _passes = [.. tickets.Select(static count => Stride(count))];
    }

    /// <summary>Reads one number of tickets for each port.</summary>
    /// <returns>Null where they are wrong; that is reported then.</returns>
    public static Strides? Read(ArgumentReader arguments, int ports)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var tickets = Enumerable.Range(0, ports).Select(port => arguments.Mandatory($"TICKETS{port}", Tickets)).ToArray();
        return arguments.Complete() ? new Strides(tickets) : null;
    }

    /// <summary>The port whose turn it is, of those that are not ruled out; -1 when none is left.</summary>
    /// <param name="ruledOut">A bit for each port that is not asked; ports from 64 on are always asked.</param>
    public int First(ulong ruledOut = 0)
    {
        var best = -1;
        for (var port = 0; port < _passes.Length; port++)
        {
            if (_tickets[port] > 0 && (port >= 64 || (ruledOut >> port & 1) == 0) && (best < 0 || _passes[port] < _passes[best]))
                best = port;
        }

        return best;
    }

    /// <summary>The port had its turn.</summary>
    public void Advance(int port) => _passes[port] += Stride(_tickets[port]);

    /// <summary>Adds a handler for each port's tickets.</summary>
    public static void AddHandlers(HandlerTable handlers, Element element, Func<Strides> strides, int ports)
    {
        for (var i = 0; i < ports; i++)
        {
            var port = i;
            handlers.Value(element, $"tickets{port}", Tickets, () => strides()._tickets[port], count => strides().Set(port, count),
                $"tickets of port {port}");
        }
    }

    static long Stride(int tickets) => tickets == 0 ? 0 : MaxTickets * 16L / tickets;

    void Set(int port, int tickets)
    {
        _tickets[port] = tickets;
        // Not to be served for all the time that it had none.
        _passes[port] = Math.Max(_passes[port], _passes.Where((_, other) => other != port).DefaultIfEmpty(0).Min()) + Stride(tickets);
    }
}
