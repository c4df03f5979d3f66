using Sluice.Bpf.Instructions;
using Sluice.Runtime.Code;

namespace Sluice.Runtime.Execution;

/// <summary>Makes the exceptions that end a run.</summary>
static class Faults
{
    /// <summary>A fault at <paramref name="slot"/> of a program.</summary>
    public static BpfFaultException Create(ProgramCode code, int slot, FaultKind kind, string what,
        ulong address = 0, ulong size = 0, bool write = false, string region = "") =>
        new(kind, code.Name, code.FunctionAt(slot).Name, slot, what, code.Program.LineAt(slot))
        {
            Address = address,
            Size = size,
            IsWrite = write,
            Region = region,
        };

    /// <summary>The budget of backward jumps is spent.</summary>
    public static BpfFaultException BudgetSpent(Cpu cpu, int slot) => Create(cpu.Program!.Code, slot, FaultKind.BudgetSpent,
        $"took more than {cpu.Runtime.Options.Budget} backward jumps (the runtime's option Budget)");

    /// <summary>Throws <see cref="BudgetSpent"/>.</summary>
    public static void ThrowBudgetSpent(Cpu cpu, int slot) => throw BudgetSpent(cpu, slot);

    /// <summary>Throws <see cref="CallDepth"/>.</summary>
    public static void ThrowCallDepth(Cpu cpu, int slot) => throw CallDepth(cpu, slot);

    /// <summary>Throws <see cref="Unresolved"/>.</summary>
    public static void ThrowUnresolved(Cpu cpu, int slot) => throw Unresolved(cpu, slot);

    /// <summary>Calls are nested too deep.</summary>
    public static BpfFaultException CallDepth(Cpu cpu, int slot) => Create(cpu.Program!.Code, slot, FaultKind.CallDepth,
        $"called deeper than {Cpu.MaxFrames} frames");

    /// <summary>An atomic access at an odd place.</summary>
    public static BpfFaultException Misaligned(Cpu cpu, ulong address, ulong size, int slot) => Create(cpu.Program!.Code, slot,
        FaultKind.Misaligned, $"uses {size} bytes at 0x{address:x} atomically, which is no multiple of {size}", address, size, true);

    /// <summary>A poisoned CO-RE relocation was reached.</summary>
    public static BpfFaultException Unresolved(Cpu cpu, int slot) => Create(cpu.Program!.Code, slot, FaultKind.UnresolvedRelocation,
        "reached code whose CO-RE relocation found no counterpart in the target's types");

    /// <summary>A spin lock did not come free: something has written over it.</summary>
    public static BpfFaultException LockHeld(Cpu cpu, ulong word)
    {
        var code = cpu.Program!.Code;
        var slot = code.Program.Instructions.IndexOf(new BpfInstruction(InstructionSet.CallOpcode, 0, 0, 0, Bpf.Platform.Helpers.SpinLock.Id));
        return Create(code, Math.Max(slot, 0), FaultKind.LockHeld,
            $"waited too long for the spin lock at 0x{word:x}, which nobody gave back", word);
    }

    /// <summary>A call through a register that holds nothing callable.</summary>
    public static BpfFaultException BadCallTarget(Cpu cpu, ulong target, int slot) => Create(cpu.Program!.Code, slot,
        FaultKind.BadCallTarget, $"calls 0x{target:x}, which is neither a function of the program nor a helper", target);
}
