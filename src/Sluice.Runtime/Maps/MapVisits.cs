using Sluice.Runtime.Execution;

namespace Sluice.Runtime.Maps;

/// <summary>The visits of one CPU, one for each level that they nest, made once and used again.</summary>
sealed class MapVisits(Cpu cpu) : IDisposable
{
    readonly Stack<MapVisit> _free = new();

    /// <summary>A visit that nobody is using.</summary>
    public MapVisit Rent() => _free.TryPop(out var visit) ? visit : new MapVisit(cpu);

    /// <summary>Gives it back.</summary>
    public void Return(MapVisit visit) => _free.Push(visit);

    /// <inheritdoc/>
    public void Dispose()
    {
        while (_free.TryPop(out var visit))
            visit.Dispose();
    }
}
