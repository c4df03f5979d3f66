using Sluice.Bpf.Platform;
using Sluice.Runtime.Code;
using Sluice.Runtime.Execution;
using Sluice.Runtime.Maps;

namespace Sluice.Runtime.Helpers;

/// <summary>Checks what sandboxed code passes to a helper, by the helper's row in the platform table.</summary>
static unsafe class HelperArguments
{
    /// <summary>Ends the run unless every argument is what the prototype asks for.</summary>
    /// <exception cref="BpfFaultException">One is not.</exception>
    public static void Check(Cpu cpu, Helper helper, ReadOnlySpan<ulong> values, int slot)
    {
        var arguments = helper.SignatureFor(cpu.Program!.Spec.Type).Arguments;
        RuntimeMap? map = null;
        for (var index = 0; index < arguments.Length; index++)
        {
            var (argument, value) = (arguments[index], values[index]);
            if (argument.Kind == ArgKind.Map)
            {
                map = FindMap(cpu, value) ?? throw BadMap(cpu, value, index + 1, helper.Name, slot);
                if (!Takes(helper, map))
                    throw WrongMap(cpu, map, index + 1, helper, slot);
            }

            if (value == 0 && argument.IsNullable && !(argument.IsSizedByNext && values[index + 1] != 0))
                continue; // Null may stand for no bytes, but not for some.
            if (argument.IsMemory)
            {
                var size = SizeOf(argument, map, argument.IsSizedByNext ? values[index + 1] : 0);
                CheckMemory(cpu, value, size, argument.IsWritten, helper, index, slot);
            }
            else
            {
                CheckOther(cpu, argument, value, helper, index, slot);
            }
        }
    }

    static ulong SizeOf(Arg argument, RuntimeMap? map, ulong next) => argument.Kind switch
    {
        ArgKind.MapKey => (ulong)map!.Spec.KeySize,
        ArgKind.MapValue or ArgKind.MapValueOut => (ulong)map!.Spec.ValueSize,
        _ when argument.IsSizedByNext => next,
        _ => (ulong)argument.Size,
    };

    static void CheckOther(Cpu cpu, Arg argument, ulong value, Helper helper, int index, int slot)
    {
        CheckMemory(cpu, value, (ulong)argument.StructureSize, true, helper, index, slot);
        switch (argument.Kind)
        {
            case ArgKind.Context when value != cpu.Entry.R1:
                throw Bad(cpu, value, index + 1, helper.Name, "the program's context", slot);
            case ArgKind.Zero when value != 0:
                throw Bad(cpu, value, index + 1, helper.Name, "0", slot);
            case ArgKind.Callback when !CodeHandle.IsFunctionOf(cpu.Program!.Code, value):
                throw Bad(cpu, value, index + 1, helper.Name, "a function of the program", slot);
            case ArgKind.ConstantString:
                CheckString(cpu, value, helper, index, slot);
                break;
            case ArgKind.RingBufferRecord when cpu.Resources.OwnerOf(value) is null:
                throw Bad(cpu, value, index + 1, helper.Name, "a record that it has reserved", slot);
        }
    }

    static void CheckString(Cpu cpu, ulong address, Helper helper, int index, int slot)
    {
        do
        {
            CheckMemory(cpu, address, 1, false, helper, index, slot);
        }
        while (*(byte*)address++ != 0);
    }

    /// <summary>The map of the running program, or one that its maps hold, that <paramref name="handle"/> names; else null.</summary>
    public static RuntimeMap? FindMap(Cpu cpu, ulong handle)
    {
        var maps = cpu.Program!.Code.Maps;
        foreach (var map in maps)
        {
            if ((ulong)map.Header == handle)
                return map;
        }

        foreach (var outer in maps)
        {
            foreach (var inner in outer.InnerMaps)
            {
                if ((ulong)inner.Header == handle)
                    return inner;
            }
        }

        return null;
    }

    /// <summary>Is it a kind of map that the helper works on?</summary>
    public static bool Takes(Helper helper, RuntimeMap map) => helper.Maps.IsEmpty || helper.Maps.Contains(map.Spec.Type);

    static BpfFaultException WrongMap(Cpu cpu, RuntimeMap map, int argument, Helper helper, int slot) =>
        Faults.Create(cpu.Program!.Code, slot, FaultKind.BadMapHandle,
            $"passes map '{map.Spec.Name}' of type {map.Spec.Type} to bpf_{helper.Name} as argument {argument}, which takes {helper.Maps}", (ulong)map.Header);

    /// <summary>The fault of a value that names no map.</summary>
    public static BpfFaultException BadMap(Cpu cpu, ulong value, int argument, string helper, int slot) =>
        Faults.Create(cpu.Program!.Code, slot, FaultKind.BadMapHandle,
            $"passes 0x{value:x} to bpf_{helper} as argument {argument}, which is no map of this program", value);

    static void CheckMemory(Cpu cpu, ulong address, ulong size, bool write, Helper helper, int index, int slot)
    {
        if (size != 0 && !MemoryGuard.Allows(cpu, address, size, write))
        {
            throw MemoryGuard.Fault(cpu, address, size, write, slot, FaultKind.BadHelperArgument,
                $"passes argument {index + 1} to bpf_{helper.Name}, which ");
        }
    }

    static BpfFaultException Bad(Cpu cpu, ulong value, int argument, string helper, string expected, int slot) =>
        Faults.Create(cpu.Program!.Code, slot, FaultKind.BadHelperArgument,
            $"passes 0x{value:x} to bpf_{helper} as argument {argument}, which should be {expected}", value);
}
