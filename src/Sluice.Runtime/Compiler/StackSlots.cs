using Sluice.Bpf.Instructions;
using Sluice.Runtime.Code;
using Sluice.Runtime.Execution;

namespace Sluice.Runtime.Compiler;

/// <summary>The stack slots of a function that become variables: those that are only ever read and written whole.</summary>
/// <remarks>
/// A slot's variable holds the slot's bytes zero-extended. A slot stays memory if accesses overlap it in part, if its
/// address goes anywhere, or if any address on the stack is not known exactly.
/// </remarks>
sealed class StackSlots
{
    readonly Dictionary<(int Offset, int Size), int> _variables = [];

    /// <summary>No slots: everything on the stack is memory.</summary>
    public static StackSlots None { get; } = new();

    /// <summary>How many variables there are.</summary>
    public int Count => _variables.Count;

    /// <summary>The variable of the bytes at <paramref name="offset"/> from r10, or -1 if they are memory.</summary>
    public int Find(int offset, int size) => _variables.TryGetValue((offset, size), out var variable) ? variable : -1;

    /// <summary>The variable that a load or store reaches through <paramref name="address"/>, or -1.</summary>
    public int Find(CodeInstruction instruction, Value address) =>
        address.Kind == ValueKind.Frame ? Find(address.Offset + instruction.Offset, instruction.Form.Size) : -1;

    /// <summary>Picks the slots of a function, given what is known of its registers.</summary>
    public static StackSlots Choose(ValueAnalysis analysis, int firstVariable)
    {
        var memory = new bool[Cpu.FrameSize];
        var accesses = new HashSet<(int Offset, int Size)>();
        var everything = false;
        analysis.Visit((instruction, state) => everything |= !Collect(instruction, state, accesses, memory, analysis));
        var slots = new StackSlots();
        if (everything)
            return slots;
        foreach (var access in accesses.Order())
        {
            if (!accesses.Any(other => other != access && Overlap(other, access)) && !IsMemory(access, memory))
                slots._variables[access] = firstVariable + slots.Count;
        }

        return slots;
    }

    // False if the whole stack must stay memory.
    static bool Collect(CodeInstruction instruction, FlowState state, HashSet<(int, int)> accesses, bool[] memory, ValueAnalysis analysis)
    {
        switch (instruction.Operation)
        {
            case Operation.Load or Operation.LoadSignExtend:
                return Access(state[instruction.Source]);
            case Operation.StoreImmediate:
                return Access(state[instruction.Destination]);
            case Operation.Store:
                return !state[instruction.Source].PointsToFrame && Access(state[instruction.Destination]);
            case var _ when instruction.Form.IsAtomic:
                var address = state[instruction.Operation == Operation.LoadAcquire ? instruction.Source : instruction.Destination];
                return !(instruction.Operation != Operation.LoadAcquire && state[instruction.Source].PointsToFrame)
                    && (!address.PointsToFrame || Keep(address, instruction.Offset, instruction.Form.Size));
            case Operation.CallHelper or Operation.CallLocal or Operation.CallRegister:
                return Call();
            default:
                return true;
        }

        bool Access(Value address)
        {
            if (!address.PointsToFrame)
                return true;
            var offset = address.Offset + instruction.Offset;
            if (address.Kind != ValueKind.Frame || offset < -Cpu.FrameSize || offset + instruction.Form.Size > 0)
                return false;
            accesses.Add((offset, instruction.Form.Size));
            return true;
        }

        bool Keep(Value address, int offset, int size)
        {
            offset += address.Offset;
            if (address.Kind != ValueKind.Frame || offset < -Cpu.FrameSize || offset + size > 0)
                return false;
            memory.AsSpan(Cpu.FrameSize + offset, size).Fill(true);
            return true;
        }

        bool Call()
        {
            if (ValueAnalysis.KeyOfInlinedLookup(instruction, state) is { } key)
            {
                accesses.Add(key);
                return true;
            }

            var reads = RegisterEffects.Reads(instruction, analysis.Functions);
            for (var register = 1; register <= 5; register++)
            {
                if ((reads & 1 << register) == 0 || !state[register].PointsToFrame)
                    continue;
                if (instruction.Operation != Operation.CallHelper
                    || HelperMemory.Find(instruction.Helper!.Helper, register, state, analysis.Type) is not { } size
                    || !Keep(state[register], 0, size))
                {
                    return false;
                }
            }

            return true;
        }
    }

    static bool Overlap((int Offset, int Size) a, (int Offset, int Size) b) =>
        a.Offset < b.Offset + b.Size && b.Offset < a.Offset + a.Size;

    static bool IsMemory((int Offset, int Size) access, bool[] memory) =>
        memory.AsSpan(Cpu.FrameSize + access.Offset, access.Size).Contains(true);
}
