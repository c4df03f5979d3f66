using Sluice.Runtime.Execution;
using Sluice.Runtime.Maps;

namespace Sluice.Runtime.Helpers;

/// <summary>The helpers that work on a map given as the first argument.</summary>
static unsafe class MapHelpers
{
    public static ulong Lookup(Cpu cpu, ulong map, ulong key, ulong r3, ulong r4, ulong r5) =>
        (ulong)MapTable.Get(map).LookupFromProgram(cpu, (byte*)key);

    public static ulong Update(Cpu cpu, ulong map, ulong key, ulong value, ulong flags, ulong r5) =>
        (ulong)MapTable.Get(map).UpdateFromProgram(cpu, (byte*)key, (byte*)value, flags);

    public static ulong Delete(Cpu cpu, ulong map, ulong key, ulong r3, ulong r4, ulong r5) =>
        (ulong)MapTable.Get(map).DeleteFromProgram(cpu, (byte*)key);
}
