namespace Sluice.Chains.Deployment;

/// <summary>What has been done and can be undone, the last first.</summary>
sealed class Undo
{
    readonly Stack<Action> _steps = new();

    /// <summary>Does something, and notes how to undo it.</summary>
    public void Do(Action step, Action reverse)
    {
        step();
        _steps.Push(reverse);
    }

    /// <summary>Notes how to undo what was done.</summary>
    public void Note(Action reverse) => _steps.Push(reverse);

    /// <summary>Undoes everything, whatever fails meanwhile: the first fault is what matters.</summary>
    public void Run(Func<Exception, bool> isExpected)
    {
        while (_steps.TryPop(out var step))
        {
            try
            {
                step();
            }
            catch (Exception error) when (isExpected(error))
            {
                // Something else has changed meanwhile; what remains is undone nevertheless.
            }
        }
    }
}
