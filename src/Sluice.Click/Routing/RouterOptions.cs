using Sluice.Click.Elements;
using Sluice.Click.Packets;

namespace Sluice.Click.Routing;

/// <summary>What a router is run with, beside its configuration.</summary>
public sealed class RouterOptions
{
    readonly Dictionary<Type, object> _services = [];

    /// <summary>Most packets of a batch unless told otherwise: 32.</summary>
    public const int DefaultBatchSize = 32;

    /// <summary>Threads, at least 1.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Most packets of a batch that a source makes, at least 1.</summary>
    public int BatchSize { get; init; } = DefaultBatchSize;

    /// <summary>The time it lives by.</summary>
    public RouterClock Clock { get; init; } = new SystemClock();

    /// <summary>Where its packets come from; the caller's, to be disposed of after the router.</summary>
    public required PacketPool Pool { get; init; }

    /// <summary>Seed of all random choices, so that a run can be repeated.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>What elements print goes here.</summary>
    public TextWriter Output { get; init; } = Console.Error;

    /// <summary>Element classes of the host's own, beside <see cref="ElementClasses"/>; of two with one name the host's counts.</summary>
    public IReadOnlyList<ElementClass> Classes { get; init; } = [];

    /// <summary>The element class of that name, or null.</summary>
    public ElementClass? FindClass(string name) => Classes.FirstOrDefault(type => type.Name == name) ?? ElementClasses.Find(name);

    /// <summary>Gives elements something of the host's, by its type: devices, keys, a chain library.</summary>
    public RouterOptions With<T>(T service) where T : class
    {
        _services[typeof(T)] = service;
        return this;
    }

    /// <summary>What the host gave of that type, or null.</summary>
    public T? Service<T>() where T : class => (T?)_services.GetValueOrDefault(typeof(T));
}
