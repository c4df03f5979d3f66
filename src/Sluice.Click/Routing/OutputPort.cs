using System.Runtime.CompilerServices;
using Sluice.Click.Elements;
using Sluice.Click.Packets;

namespace Sluice.Click.Routing;

/// <summary>An output port of an element: where it leads. Of a pull output it is the first of those who pull.</summary>
/// <param name="Element">The element it leads to.</param>
/// <param name="Port">The input port there.</param>
public readonly record struct OutputPort(Element Element, int Port)
{
    /// <summary>Hands packets on; they are the next element's then.</summary>
    /// <param name="batch">At least one packet.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Push(PacketBatch batch) => Element.Push(Port, batch);
}
