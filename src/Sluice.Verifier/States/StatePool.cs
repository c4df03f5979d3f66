namespace Sluice.Verifier.States;

/// <summary>States that are used again, so that an analysis allocates what it holds at one time and not what it visits.</summary>
sealed class StatePool
{
    readonly Stack<AbstractState> _free = new();
    readonly Stack<FrameValues> _freeFrames = new();

    /// <summary>How many states are in use.</summary>
    public int Held { get; private set; }

    /// <summary>A state with no frames, that holds nothing; the caller's.</summary>
    public AbstractState Empty()
    {
        Held++;
        if (!_free.TryPop(out var state))
            return new(_freeFrames);
        state.Clear();
        return state;
    }

    /// <summary>A copy of a state; the caller's.</summary>
    public AbstractState Copy(AbstractState state)
    {
        Held++;
        if (!_free.TryPop(out var copy))
            copy = new(_freeFrames);
        copy.CopyFrom(state);
        return copy;
    }

    /// <summary>Takes back a state that nobody looks at any more.</summary>
    public void Return(AbstractState state)
    {
        Held--;
        state.EndFrames();
        _free.Push(state);
    }
}
