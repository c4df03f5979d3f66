using System.Runtime.CompilerServices;
using Sluice.Bpf.Platform;
using Sluice.Runtime.Code;
using Sluice.Runtime.Maps;

namespace Sluice.Runtime.Execution;

/// <summary>What memory a sandboxed program may touch; the answer when the quick checks in its code have missed.</summary>
/// <remarks>
/// Its context, the packet from its metadata to its end, the stack, the values of its maps and of the maps that those hold,
/// and records that it has reserved. A map's values are one region: an access may span two values, which harms nobody else.
/// </remarks>
static unsafe class MemoryGuard
{
    /// <summary>Accesses below this address are reported as null dereferences; no memory of ours lies there.</summary>
    const ulong NullPage = 0x10000;

    /// <summary>Allows <paramref name="size"/> bytes at <paramref name="address"/>, or ends the run.</summary>
    /// <returns><paramref name="address"/>, so that compiled code need not keep it across the call.</returns>
    /// <exception cref="BpfFaultException">They are not the program's.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static ulong Check(Cpu cpu, ulong address, ulong size, bool write, int slot)
    {
        if (!Allows(cpu, address, size, write))
            throw Fault(cpu, address, size, write, slot, FaultKind.OutOfBounds, "");
        return address;
    }

    /// <summary>The same for an atomic access, which must be aligned.</summary>
    /// <exception cref="BpfFaultException">The memory is not the program's, or not aligned.</exception>
    public static ulong CheckAtomic(Cpu cpu, ulong address, ulong size, bool write, int slot)
    {
        Check(cpu, address, size, write, slot);
        if ((address & (size - 1)) != 0)
            throw Faults.Misaligned(cpu, address, size, slot);
        return address;
    }

    /// <summary>Notes where the packet lies now, for the quick checks of compiled code.</summary>
    public static void NotePacket(Cpu cpu)
    {
        var packet = cpu.Packet;
        var length = packet.DataEnd - packet.Meta;
        cpu.PacketStart = (ulong)packet.Meta;
        cpu.PacketLimit1 = (ulong)length;
        cpu.PacketLimit2 = (ulong)Math.Max(0, length - 1);
        cpu.PacketLimit4 = (ulong)Math.Max(0, length - 3);
        cpu.PacketLimit8 = (ulong)Math.Max(0, length - 7);
    }

    /// <summary>May the running program touch <paramref name="size"/> bytes at <paramref name="address"/>?</summary>
    public static bool Allows(Cpu cpu, ulong address, ulong size, bool write)
    {
        if (cpu.LastRange.Contains(address, size) && (!write || cpu.LastRange.IsWritable))
            return true;
        var code = cpu.Program!.Code;
        var context = address - (ulong)cpu.Context;
        if (context < (ulong)code.Adapter.ContextSize)
            return size <= (ulong)code.Adapter.ContextSize - context && (!write || code.Adapter.IsWritable((int)context, (int)size));
        var range = Find(cpu, code, address);
        if (!range.Contains(address, size) || (write && !range.IsWritable))
            return false;
        if (!IsPacket(cpu, range))
            cpu.LastRange = range; // The packet moves, so it is not remembered.
        return true;
    }

    /// <summary>The exception for a refused access.</summary>
    public static BpfFaultException Fault(Cpu cpu, ulong address, ulong size, bool write, int slot, FaultKind kind, string detail)
    {
        var code = cpu.Program!.Code;
        var region = "";
        if (address < NullPage)
        {
            kind = kind == FaultKind.OutOfBounds ? FaultKind.NullDereference : kind;
        }
        else
        {
            var range = Find(cpu, code, address);
            if (write && range.Contains(address, size) && kind == FaultKind.OutOfBounds)
                kind = FaultKind.ReadOnly;
            region = Describe(cpu, code, address);
        }

        var what = $"{detail}{(write ? "writes" : "reads")} {size} byte{(size == 1 ? "" : "s")} at 0x{address:x}"
            + (region.Length > 0 ? $", near {region}" : kind == FaultKind.NullDereference ? ", a null pointer" : ", which is no memory of this program");
        return Faults.Create(code, slot, kind, what, address, size, write, region);
    }

    static MemoryRange Find(Cpu cpu, ProgramCode code, ulong address)
    {
        var packet = Packet(cpu);
        if (packet.Contains(address, 1))
            return packet;
        var stack = Stack(cpu);
        if (stack.Contains(address, 1))
            return stack;
        foreach (var map in code.Maps)
        {
            if (ValuesOf(map) is var values && values.Contains(address, 1))
                return values;
        }

        if (!cpu.Resources.IsEmpty && cpu.Resources.Find(address) is { Length: > 0 } record)
            return record;
        foreach (var outer in code.Maps)
        {
            foreach (var inner in outer.InnerMaps)
            {
                if (ValuesOf(inner) is var values && values.Contains(address, 1))
                    return values;
            }
        }

        return default;
    }

    static bool IsPacket(Cpu cpu, MemoryRange range) => range.Start == (ulong)cpu.Packet.Meta;

    static MemoryRange Packet(Cpu cpu)
    {
        var packet = cpu.Packet;
        return new((ulong)packet.Meta, (ulong)(packet.DataEnd - packet.Meta), true);
    }

    static MemoryRange Stack(Cpu cpu) => new((ulong)cpu.Stack, Cpu.FrameSize * Cpu.MaxFrames, true);

    static MemoryRange ValuesOf(RuntimeMap map) => map.HasReachableValues
        ? new((ulong)map.Header->Values, map.Header->ValuesLength, !IsReadOnly(map))
        : default;

    /// <summary>Are the map's values closed to programs' writes?</summary>
    public static bool IsReadOnly(RuntimeMap map) =>
        (map.Spec.Flags & MapFlags.ReadOnlyProgram) != 0 || (map.Spec.IsGlobalData && map.Spec.IsFrozen);

    // The region that the address misses by the least.
    static string Describe(Cpu cpu, ProgramCode code, ulong address)
    {
        const ulong near = 1 << 20;
        var best = (Distance: near, Text: "");
        Consider(new((ulong)cpu.Context, (ulong)code.Adapter.ContextSize, false), "context");
        Consider(Packet(cpu), "packet");
        Consider(Stack(cpu), "stack");
        foreach (var map in code.Maps)
            Consider(ValuesOf(map), $"values of map '{map.Spec.Name}'");
        return best.Text;

        void Consider(MemoryRange range, string name)
        {
            if (range.Length == 0)
                return;
            var distance = address < range.Start ? range.Start - address
                : address - range.Start < range.Length ? 0 : address - range.Start - range.Length;
            if (distance < best.Distance)
                best = (distance, $"{name} [0x{range.Start:x}, 0x{range.Start + range.Length:x})");
        }
    }
}
