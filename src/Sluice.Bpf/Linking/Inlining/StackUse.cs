using System.Collections.Immutable;
using Sluice.Bpf.Instructions;

namespace Sluice.Bpf.Linking.Inlining;

/// <summary>How deep into its stack frame a function reaches.</summary>
/// <remarks>Follows the frame pointer through moves and additions of constants; whatever else happens to a stack address makes the
/// answer unknown, so that the function stays a function.</remarks>
sealed class StackUse
{
    const int NotStack = int.MaxValue, Several = int.MinValue, FramePointer = BpfInstruction.LastRegister;

    readonly ImmutableArray<BpfInstruction> _code;
    readonly int[]?[] _states;
    readonly Stack<int> _pending = new();
    int _lowest;
    bool _isUnknown;

    StackUse(ImmutableArray<BpfInstruction> code) => (_code, _states) = (code, new int[]?[code.Length]);

    /// <summary>Bytes of stack from the frame pointer down, a multiple of 8; null if that cannot be told.</summary>
    public static int? DepthOf(ImmutableArray<BpfInstruction> code)
    {
        var use = new StackUse(code);
        use.Run();
        return use._isUnknown ? null : (-use._lowest + 7) & ~7;
    }

    void Run()
    {
        var entry = new int[FramePointer + 1];
        Array.Fill(entry, NotStack);
        entry[FramePointer] = 0;
        Reach(0, entry);
        while (!_isUnknown && _pending.TryPop(out var slot))
            Step(slot);
    }

    // Of a number on one way and an address on the other, what is done with it is followed as of an address; nobody may use
    // what is one address here and another there.
    void Reach(int slot, int[] state)
    {
        if (slot >= _states.Length)
            return;
        if (_states[slot] is not { } known)
        {
            _states[slot] = (int[])state.Clone();
            _pending.Push(slot);
            return;
        }

        var changed = false;
        for (var register = 0; register < known.Length; register++)
        {
            if (state[register] == NotStack || known[register] == state[register] || known[register] == Several)
                continue;
            known[register] = known[register] == NotStack ? state[register] : Several;
            changed = true;
        }

        if (changed)
            _pending.Push(slot);
    }

    void Step(int slot)
    {
        var instruction = _code[slot];
        var state = (int[])_states[slot]!.Clone();
        var form = InstructionSet.Find(instruction);
        if (form is null)
        {
            _isUnknown = true;
            return;
        }

        Apply(instruction, form, state);
        if (form.Operation is not (Operation.Exit or Operation.Jump))
            Reach(slot + form.Slots, state);
        if (form.IsJump)
            Reach(slot + 1 + (form.IsLongJump ? instruction.Immediate : instruction.Offset), state);
    }

    void Apply(in BpfInstruction instruction, InstructionForm form, int[] state)
    {
        var (destination, source) = (instruction.Destination, instruction.Source);
        var isSource = form.HasSourceRegister && state[source] != NotStack;
        var isDestination = SavedRegisters.IsDestinationRead(form) && state[destination] != NotStack;
        _isUnknown |= (isSource && state[source] == Several) || (isDestination && state[destination] == Several);
        if (_isUnknown)
            return;
        switch (form.Operation)
        {
            case Operation.Move when form.Bits == 64 && form.HasSourceRegister && (source != FramePointer || instruction.Offset == 0):
                state[destination] = state[source];
                break;
            case Operation.Add when isDestination && form is { Bits: 64, HasSourceRegister: false } && destination != FramePointer:
                state[destination] += instruction.Immediate;
                _lowest = Math.Min(_lowest, state[destination]);
                _isUnknown |= state[destination] is > 0 or < -short.MaxValue;
                break;
            case Operation.Load or Operation.LoadSignExtend or Operation.LoadAcquire:
                if (isSource)
                    _lowest = Math.Min(_lowest, state[source] + instruction.Offset);
                state[destination] = NotStack;
                break;
            case Operation.CallHelper or Operation.CallLocal or Operation.CallKernelFunction:
                Array.Fill(state, NotStack, 0, SavedRegisters.First);
                break;
            default:
                if (form.Operation is Operation.Store or Operation.StoreImmediate or Operation.StoreRelease || form.IsAtomic)
                {
                    // The address itself is not to lie in memory, from where it could come back unseen.
                    _isUnknown |= isSource;
                    if (isDestination)
                        _lowest = Math.Min(_lowest, state[destination] + instruction.Offset);
                }
                else if (!form.IsConditionalJump)
                {
                    _isUnknown |= isSource || isDestination;
                }

                if (form.Writes != Fields.None)
                    state[form.Writes == Fields.Destination ? destination : source] = NotStack;
                break;
        }
    }
}
