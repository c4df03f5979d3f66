using Sluice.Click.Routing;

namespace Sluice.Click.Elements.Queues;

/// <summary>Tells those who push to a queue whether it is full, and how many packets it has room for.</summary>
/// <param name="queue">The queue.</param>
sealed class RoomNotifier(Queue queue) : Notifier(true)
{
    /// <inheritdoc/>
    public override int Room => queue.Capacity - queue.Count;
}
