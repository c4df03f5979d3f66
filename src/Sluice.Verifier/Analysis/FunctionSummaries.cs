using Sluice.Verifier.States;

namespace Sluice.Verifier.Analysis;

/// <summary>What static functions did from the states that they were called in, so that a call in an equal state costs nothing.</summary>
/// <param name="order">Compares states.</param>
/// <param name="pool">Where states come from.</param>
/// <param name="ids">Gives ids.</param>
sealed class FunctionSummaries(StateOrder order, StatePool pool, Ids ids)
{
    const int MostEach = 16;

    readonly Dictionary<int, List<(AbstractState Entry, FunctionResult Result)>> _known = [];

    /// <summary>The result of a function that was entered in an equal state; its states are the caller's. Null if there is none.</summary>
    public FunctionResult? Find(int function, AbstractState entry)
    {
        foreach (var (known, result) in _known.GetValueOrDefault(function, []))
        {
            if (!order.IsWithin(known, entry) || !order.IsWithin(entry, known) || order.Renaming() is not { } names)
                continue;
            return new([.. result.Exits.Select(exit => Renamed(exit, new(names)))], result.Bound);
        }

        return null;
    }

    /// <summary>Remembers a result.</summary>
    /// <param name="function">The function's first slot.</param>
    /// <param name="entry">The state it was entered in; given away.</param>
    /// <param name="result">What came of it; it is copied.</param>
    public void Add(int function, AbstractState entry, in FunctionResult result)
    {
        if (!_known.TryGetValue(function, out var list))
            _known[function] = list = [];
        if (list.Count < MostEach)
            list.Add((entry, new([.. result.Exits.Select(pool.Copy)], result.Bound)));
        else
            pool.Return(entry);
    }

    // Values that belong together in the known state belong together in the copy, under the ids of the new one.
    AbstractState Renamed(AbstractState exit, Dictionary<int, int> names)
    {
        var copy = pool.Copy(exit);
        copy.LockId = Name(copy.LockId, (names, ids));
        copy.ForEachValue(static (ref value, in known) => value.Id = Name(value.Id, known), (names, ids));
        return copy;
    }

    static int Name(int id, (Dictionary<int, int> Names, Ids Ids) known)
    {
        if (id == 0)
            return 0;
        if (!known.Names.TryGetValue(id, out var name))
            known.Names[id] = name = known.Ids.Next();
        return name;
    }
}
