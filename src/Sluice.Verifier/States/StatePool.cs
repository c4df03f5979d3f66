namespace Sluice.Verifier.States;

/// <summary>States that are used again, so that an analysis allocates what it holds at one time and not what it visits.</summary>
sealed class StatePool
{
    readonly Stack<AbstractState> _free = new();

    /// <summary>A state with no frames, that holds nothing; the caller's.</summary>
    public AbstractState Empty()
    {
        if (!_free.TryPop(out var state))
            return new();
        state.Clear();
        return state;
    }

    /// <summary>A copy of a state; the caller's.</summary>
    public AbstractState Copy(AbstractState state)
    {
        if (!_free.TryPop(out var copy))
            copy = new();
        copy.CopyFrom(state);
        return copy;
    }

    /// <summary>Takes back a state that nobody looks at any more.</summary>
    public void Return(AbstractState state) => _free.Push(state);
}
