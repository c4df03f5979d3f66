using Sluice.Bpf.Instructions;
using Sluice.Bpf.Objects;

namespace Sluice.Bpf.Linking.Inlining;

/// <summary>A function's code as it stands in the place of a call of it.</summary>
static class InlineBody
{
    const byte AddConstant = 0x07, JumpAlways = 0x05, StoreDouble = 0x7b, LoadDouble = 0x79;

    const int FramePointer = BpfInstruction.LastRegister, Word = 8, TailCallHelper = 12;

    /// <summary>Are its calls of functions by name, so that it can grow?</summary>
    public static bool HasKnownCalls(FunctionSpec function)
    {
        var calls = function.Relocations.Where(relocation => relocation.Kind == RelocationKind.Call).Select(relocation => relocation.Instruction).ToHashSet();
        return function.Instructions.Select((instruction, slot) => (instruction, slot))
            .All(place => InstructionSet.Find(place.instruction) is not { Operation: Operation.CallLocal } || calls.Contains(place.slot));
    }

    /// <summary>Can it stand there? Not what ends its own frame in another way than by returning, nor what uses the frame
    /// pointer as a number.</summary>
    public static bool IsPossible(FunctionSpec function)
    {
        for (var slot = 0; slot < function.Instructions.Length; slot++)
        {
            var instruction = function.Instructions[slot];
            if (InstructionSet.Find(instruction) is not { } form)
                return false;
            var isPossible = form.Operation switch
            {
                Operation.CallHelper => instruction.Immediate != TailCallHelper,
                Operation.CallRegister or Operation.LoadPacketAbsolute or Operation.LoadPacketIndirect => false,
                Operation.Move => !IsFrame(instruction, form) || form.Bits == 64,
                Operation.Load or Operation.LoadSignExtend or Operation.LoadAcquire => true,
                _ => !IsFrame(instruction, form),
            };
            if (!isPossible)
                return false;
            slot += form.Slots - 1;
        }

        return true;
    }

    /// <summary>Makes the code.</summary>
    /// <param name="function">The function.</param>
    /// <param name="live">The registers of the caller whose values are wanted after the call, a bit each.</param>
    /// <param name="depth">Bytes of stack that the caller uses; grows by what is saved there.</param>
    public static CodeFragment Make(FunctionSpec function, int live, ref int depth)
    {
        var registers = Rename(SavedRegisters.Used(function.Instructions), live, out var saved);
        var above = depth;
        var slots = saved.Select((register, index) => (register, Slot: -above - (index + 1) * Word)).ToList();
        depth += saved.Count * Word;
        var moved = Moved(function, registers, depth);
        var fragment = new CodeFragment();
        foreach (var (register, slot) in slots)
            fragment.Code.Add(new(StoreDouble, FramePointer, (byte)register, (short)slot, 0));
        var start = fragment.Code.Count;
        fragment.Code.AddRange(moved.Instructions);
        fragment.Relocations.AddRange(moved.Relocations.Select(relocation => relocation with { Instruction = relocation.Instruction + start }));
        fragment.CoreRelocations.AddRange(moved.CoreRelocations.Select(relocation => relocation with { Instruction = relocation.Instruction + start }));
        fragment.Lines.AddRange(moved.Lines.Select(line => line with { Instruction = line.Instruction + start }));
        foreach (var (register, slot) in slots)
            fragment.Code.Add(new(LoadDouble, (byte)register, FramePointer, (short)slot, 0));
        return fragment;
    }

    // A register of its own for each: first those that the caller does not need, then those that it has to save.
    static byte[] Rename(int used, int live, out List<int> saved)
    {
        var registers = Enumerable.Range(0, BpfInstruction.LastRegister + 1).Select(register => (byte)register).ToArray();
        var all = Enumerable.Range(SavedRegisters.First, SavedRegisters.Last - SavedRegisters.First + 1).ToArray();
        var free = new Queue<int>(all.Where(register => (live & 1 << register) == 0).Concat(all.Where(register => (live & 1 << register) != 0)));
        saved = [];
        foreach (var register in all.Where(register => (used & 1 << register) != 0))
        {
            var taken = free.Dequeue();
            registers[register] = (byte)taken;
            if ((live & 1 << taken) != 0)
                saved.Add(taken);
        }

        return registers;
    }

    // Other registers, a frame below the caller's, and jumps to the end where it returned.
    static FunctionSpec Moved(FunctionSpec function, byte[] registers, int depth)
    {
        var renamed = function.Instructions.ToArray();
        var fragments = new Dictionary<int, CodeFragment>();
        var exits = new List<int>();
        for (var slot = 0; slot < renamed.Length; slot++)
        {
            var instruction = renamed[slot];
            var form = InstructionSet.Find(instruction)!;
            if (form.Operation == Operation.Exit)
                exits.Add(slot);
            else
                renamed[slot] = Renamed(instruction, form, registers, depth);
            if (form.Operation == Operation.Move && form.HasSourceRegister && instruction.Source == FramePointer && depth > 0)
            {
                var address = new CodeFragment();
                address.Code.Add(renamed[slot]);
                address.Code.Add(new(AddConstant, renamed[slot].Destination, 0, 0, -depth));
                fragments.Add(slot, address);
            }

            slot += form.Slots - 1;
        }

        // Its end, if it is one, needs no jump; a function that ends otherwise keeps all of them.
        if (exits.Count > 0 && exits[^1] == renamed.Length - 1)
        {
            exits.RemoveAt(exits.Count - 1);
            fragments[renamed.Length - 1] = new();
        }

        var moved = CodeSplice.Replace(function with { Instructions = [.. renamed] }, fragments);
        var code = moved.Instructions.ToArray();
        for (var slot = 0; slot < code.Length; slot++)
        {
            if (InstructionSet.Find(code[slot]) is { Operation: Operation.Exit })
                code[slot] = new(JumpAlways, 0, 0, checked((short)(code.Length - slot - 1)), 0);
        }

        return moved with { Instructions = [.. code] };
    }

    static BpfInstruction Renamed(in BpfInstruction instruction, InstructionForm form, byte[] registers, int depth)
    {
        var destination = (form.Uses & Fields.Destination) != 0 ? registers[instruction.Destination] : instruction.Destination;
        var source = form.HasSourceRegister ? registers[instruction.Source] : instruction.Source;
        var isMemory = form.Operation is Operation.Load or Operation.LoadSignExtend or Operation.LoadAcquire
            ? source == FramePointer
            : (form.Operation is Operation.Store or Operation.StoreImmediate or Operation.StoreRelease || form.IsAtomic) && destination == FramePointer;
        return new(instruction.Opcode, destination, source, isMemory ? checked((short)(instruction.Offset - depth)) : instruction.Offset, instruction.Immediate);
    }

    // Does it use the frame pointer otherwise than as the base of an access?
    static bool IsFrame(in BpfInstruction instruction, InstructionForm form) =>
        (form.HasSourceRegister && instruction.Source == FramePointer)
        || ((form.Uses & Fields.Destination) != 0 && instruction.Destination == FramePointer
            && form.Operation is not (Operation.Store or Operation.StoreImmediate or Operation.StoreRelease) && !form.IsAtomic);
}
