using Sluice.Click.Packets;
using Sluice.Click.Routing;

namespace Sluice.Click.Elements.Scheduling;

/// <summary><c>DelayShaper</c>: lets each packet be pulled DELAY after its timestamp, or after it was first asked for when it has none. Who
/// pulls may sleep meanwhile.</summary>
sealed class DelayShaper : DelayingElement
{
    readonly Notifier _notifier = new(true);

    /// <inheritdoc/>
    public override PacketBatch Pull(int port, int limit)
    {
        var due = TakeDue(limit);
        if (!due.IsEmpty)
            return due;
        if (!HoldsNone)
        {
            _notifier.Sleep();
            WaitForFirst();
        }
        else if (!Packets.IsActive)
        {
            _notifier.Sleep();
            if (Packets.IsActive)
                _notifier.Wake();
        }

        return due;
    }

    /// <inheritdoc/>
    public override Notifier? FindNotifier(NotifierKind kind, int port) => kind == NotifierKind.Packets ? _notifier : null;

    /// <summary>Packets came while there was none.</summary>
    public override bool RunTask(RouterTask task)
    {
        if (HoldsNone)
            _notifier.Wake();
        return false;
    }

    /// <inheritdoc/>
    public override void RunTimer(RouterTimer timer) => _notifier.Wake();
}
