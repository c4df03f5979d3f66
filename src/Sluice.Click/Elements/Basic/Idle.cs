using Sluice.Click.Packets;
using Sluice.Click.Routing;

namespace Sluice.Click.Elements.Basic;

/// <summary><c>Idle</c>: never gives a packet, and drops those that are pushed to it. It makes ports connected that nothing needs.</summary>
sealed class Idle : Element
{
    static readonly Notifier s_never = new();

    /// <inheritdoc/>
    public override void Push(int port, PacketBatch batch) => batch.Kill();

    /// <inheritdoc/>
    public override PacketBatch Pull(int port, int limit) => default;

    /// <inheritdoc/>
    public override Notifier? FindNotifier(NotifierKind kind, int port) => kind == NotifierKind.Packets ? s_never : null;
}
