using System.Reflection;
using Sluice.Runtime.Execution;
using Sluice.Runtime.Helpers;

namespace Sluice.Runtime.Compiler;

/// <summary>The members of the engine that compiled code uses.</summary>
static class Members
{
    const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    public static readonly FieldInfo CpuProgram = Field<Cpu>(nameof(Cpu.Program));
    public static readonly FieldInfo CpuEntryFrame = Field<Cpu>(nameof(Cpu.EntryFrame));
    public static readonly FieldInfo CpuCallbackFrame = Field<Cpu>(nameof(Cpu.CallbackFrame));
    public static readonly FieldInfo CpuBudget = Field<Cpu>(nameof(Cpu.Budget));
    public static readonly FieldInfo CpuPacketStart = Field<Cpu>(nameof(Cpu.PacketStart));
    public static readonly MethodInfo CpuId = Getter<Cpu>(nameof(Cpu.Id));
    public static readonly MethodInfo CpuContext = Getter<Cpu>(nameof(Cpu.Context));
    public static readonly MethodInfo CpuStack = Getter<Cpu>(nameof(Cpu.Stack));

    public static readonly FieldInfo ProgramEntry = Field<RuntimeProgram>(nameof(RuntimeProgram.EntryPoint));
    public static readonly MethodInfo EntryInvoke = Method<EntryPoint>(nameof(EntryPoint.Invoke));

    public static readonly MethodInfo Check = Method(typeof(MemoryGuard), nameof(MemoryGuard.Check));
    public static readonly MethodInfo CheckAtomic = Method(typeof(MemoryGuard), nameof(MemoryGuard.CheckAtomic));
    public static readonly MethodInfo NotePacket = Method(typeof(MemoryGuard), nameof(MemoryGuard.NotePacket));

    public static readonly MethodInfo ThrowBudgetSpent = Method(typeof(Faults), nameof(Faults.ThrowBudgetSpent));
    public static readonly MethodInfo ThrowCallDepth = Method(typeof(Faults), nameof(Faults.ThrowCallDepth));
    public static readonly MethodInfo ThrowUnresolved = Method(typeof(Faults), nameof(Faults.ThrowUnresolved));

    public static readonly MethodInfo CheckedHelper = Method(typeof(HelperCalls), nameof(HelperCalls.CheckedById));
    public static readonly MethodInfo TrustedHelper = Method(typeof(HelperCalls), nameof(HelperCalls.TrustedById));
    public static readonly MethodInfo ThroughRegister = Method(typeof(HelperCalls), nameof(HelperCalls.ThroughRegister));
    public static readonly MethodInfo CheckedTailCall = Method(typeof(HelperCalls), nameof(HelperCalls.CheckedTailCallTarget));
    public static readonly MethodInfo TrustedTailCall = Method(typeof(HelperCalls), nameof(HelperCalls.TailCallTarget));
    public static readonly MethodInfo EntryR1 = Method(typeof(HelperCalls), nameof(HelperCalls.EntryR1));
    public static readonly MethodInfo EntryR2 = Method(typeof(HelperCalls), nameof(HelperCalls.EntryR2));
    public static readonly MethodInfo LegacyLoad = Method(typeof(LegacyLoads), nameof(LegacyLoads.Load));

    public static readonly MethodInfo AddSpaceWithin = Method(typeof(ClickHelpers), nameof(ClickHelpers.AddSpaceWithin));

    /// <summary>The field with how many places the packet has for accesses of a size.</summary>
    public static FieldInfo CpuPacketLimit(int size) => size switch
    {
        1 => Field<Cpu>(nameof(Cpu.PacketLimit1)),
        2 => Field<Cpu>(nameof(Cpu.PacketLimit2)),
        4 => Field<Cpu>(nameof(Cpu.PacketLimit4)),
        _ => Field<Cpu>(nameof(Cpu.PacketLimit8)),
    };

    /// <summary>A static method by its name and the types of its parameters.</summary>
    public static MethodInfo Overload(Type type, string name, params Type[] parameters) => type.GetMethod(name, All, parameters)
        ?? throw new MissingMethodException(type.Name, name);

    static FieldInfo Field<T>(string name) => typeof(T).GetField(name, All) ?? throw new MissingFieldException(typeof(T).Name, name);

    static MethodInfo Getter<T>(string name) => typeof(T).GetProperty(name, All)?.GetMethod ?? throw new MissingMethodException(typeof(T).Name, name);

    static MethodInfo Method<T>(string name) => Method(typeof(T), name);

    static MethodInfo Method(Type type, string name) => type.GetMethod(name, All) ?? throw new MissingMethodException(type.Name, name);
}
