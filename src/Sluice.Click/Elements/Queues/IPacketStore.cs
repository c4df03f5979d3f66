namespace Sluice.Click.Elements.Queues;

/// <summary>An element that keeps packets and can say how many: what RED looks at.</summary>
interface IPacketStore
{
    /// <summary>Packets in it.</summary>
    int Count { get; }
}
