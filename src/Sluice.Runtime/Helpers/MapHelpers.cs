using Sluice.Bpf.Platform;
using Sluice.Runtime.Execution;
using Sluice.Runtime.Maps;
using static Sluice.Runtime.Helpers.HelperResult;

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

    public static ulong Push(Cpu cpu, ulong map, ulong value, ulong flags, ulong r4, ulong r5) =>
        (ulong)MapTable.Get(map).PushFromProgram(cpu, (byte*)value, flags);

    public static ulong Pop(Cpu cpu, ulong map, ulong value, ulong r3, ulong r4, ulong r5) =>
        (ulong)MapTable.Get(map).PopFromProgram(cpu, (byte*)value);

    public static ulong Peek(Cpu cpu, ulong map, ulong value, ulong r3, ulong r4, ulong r5) =>
        (ulong)MapTable.Get(map).PeekFromProgram(cpu, (byte*)value);

    public static ulong LookupPerCpu(Cpu cpu, ulong map, ulong key, ulong id, ulong r4, ulong r5) =>
        (ulong)MapTable.Get(map).LookupPerCpuFromProgram((byte*)key, (uint)id);

    /// <summary>bpf_for_each_map_elem: calls a function for each entry until it answers 1.</summary>
    /// <returns>The calls made, or a negated errno.</returns>
    public static ulong ForEach(Cpu cpu, ulong map, ulong callback, ulong context, ulong flags, ulong r5)
    {
        if (flags != 0 || CallbackTarget.Find(callback) is not { } target)
            return Fail(Errno.InvalidArgument);
        var visit = cpu.Visits.Rent();
        try
        {
            return (ulong)visit.Run(MapTable.Get(map), target, context);
        }
        finally
        {
            cpu.Visits.Return(visit);
        }
    }
}
