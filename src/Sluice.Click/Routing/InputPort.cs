using System.Runtime.CompilerServices;
using Sluice.Click.Elements;
using Sluice.Click.Packets;

namespace Sluice.Click.Routing;

/// <summary>An input port of an element: what leads there. Of a push input it is the first of those who push.</summary>
/// <param name="Element">The element that it comes from.</param>
/// <param name="Port">The output port there.</param>
public readonly record struct InputPort(Element Element, int Port)
{
    /// <summary>Asks for packets; they are the caller's.</summary>
    /// <param name="limit">Most packets wanted, at least one.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public PacketBatch Pull(int limit) => Element.Pull(Port, limit);
}
