using Sluice.Click.Routing;

namespace Sluice.Click.Elements.Scheduling;

/// <summary><c>DelayUnqueue</c>, <c>Delay</c>: pulls packets and pushes each on DELAY after its timestamp, or after it was pulled when it
/// has none.</summary>
sealed class DelayUnqueue : DelayingElement
{
    /// <inheritdoc/>
    public override void Initialize()
    {
        base.Initialize();
        Task.Schedule();
    }

    /// <inheritdoc/>
    public override bool RunTask(RouterTask task)
    {
        var due = TakeDue(Router.Options.BatchSize);
        var worked = !due.IsEmpty;
        if (worked)
            Output(0).Push(due);
        if (!HoldsNone)
            WaitForFirst();
        else if (Packets.IsActive)
            task.Schedule();
        return worked;
    }

    /// <inheritdoc/>
    public override void RunTimer(RouterTimer timer) => Task.Schedule();
}
