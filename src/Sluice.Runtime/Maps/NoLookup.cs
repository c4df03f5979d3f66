namespace Sluice.Runtime.Maps;

/// <summary>The lookup of kinds in which a program cannot look anything up.</summary>
static unsafe class NoLookup
{
    /// <summary>Null.</summary>
    public static byte* Lookup(MapHeader* _, byte* _1) => null;
}
