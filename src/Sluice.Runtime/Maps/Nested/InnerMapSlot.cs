using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;

namespace Sluice.Runtime.Maps.Nested;

/// <summary>Puts maps into slots of maps of maps, and takes them out: a slot holds a reference.</summary>
static unsafe class InnerMapSlot
{
    /// <summary>The map that user space means by the id in <paramref name="value"/>, with a reference for the slot.</summary>
    public static Errno Resolve(MapSpec outer, byte* value, out RuntimeMap? inner)
    {
        inner = MapTable.FindById(*(uint*)value);
        if (inner is null || !inner.TryAddReference())
            return Errno.BadDescriptor;
        if (InnerMapRules.Fits(outer.Inner!, inner.Spec))
            return Errno.None;
        inner.Release();
        return Errno.InvalidArgument;
    }

    /// <summary>Gives up the reference of a slot that held <paramref name="inner"/>; null is nothing.</summary>
    /// <remarks>The map outlives every run that has read the slot (<see cref="MapGraveyard"/>).</remarks>
    public static void Release(MapHeader* inner)
    {
        if (inner != null)
            MapTable.Get((ulong)inner).Release();
    }

    /// <summary>The id of the map in a slot.</summary>
    public static uint Id(MapHeader* inner) => MapTable.Get((ulong)inner).Id;
}
