namespace Sluice.Runtime.Maps;

/// <summary>Maps that nobody refers to any more but that a run begun earlier may still hold the address of.</summary>
sealed class MapGraveyard(BpfRuntime runtime) : IDisposable
{
    readonly Lock _lock = new();
    readonly Queue<(RuntimeMap Map, long Epoch)> _waiting = new();

    /// <summary>Frees <paramref name="map"/> as soon as every run that has begun has ended, looking now and at later burials.</summary>
    public void Bury(RuntimeMap map)
    {
        lock (_lock)
        {
            _waiting.Enqueue((map, runtime.Epoch));
            runtime.AdvanceEpoch();
            var oldest = runtime.OldestEpoch();
            while (_waiting.TryPeek(out var first) && first.Epoch < oldest)
                _waiting.Dequeue().Map.Free();
        }
    }

    /// <summary>Frees what is left; no program may be running.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            while (_waiting.TryDequeue(out var buried))
                buried.Map.Free();
        }
    }
}
