namespace Sluice.Click.Packets;

/// <summary>The free slots that one thread keeps at hand of the pool it works for. Only that thread touches them.</summary>
sealed unsafe class PacketCache(PacketPool pool)
{
    /// <summary>The pool.</summary>
    public readonly PacketPool Pool = pool;

    /// <summary>Its number, as headers carry it.</summary>
    public readonly int Number = pool.Number;

    /// <summary>The slot freed last: it is the likeliest to be in the processor's cache.</summary>
    public PacketHeader* Head;

    /// <summary>Slots in the list.</summary>
    public int Count;
}
