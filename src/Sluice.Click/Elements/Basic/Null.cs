using Sluice.Click.Packets;

namespace Sluice.Click.Elements.Basic;

/// <summary><c>Null</c>, <c>PushNull</c>, <c>PullNull</c>: hands packets on unchanged.</summary>
sealed class Null : BatchElement
{
    /// <inheritdoc/>
    protected override PacketBatch Process(PacketBatch batch) => batch;
}
