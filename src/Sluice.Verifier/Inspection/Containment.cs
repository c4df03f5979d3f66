using Sluice.Verifier.Domain;
using Sluice.Verifier.States;

namespace Sluice.Verifier.Inspection;

/// <summary>Does a concrete machine lie in an abstract state?</summary>
/// <remarks>What the state says nothing of may be anything. Kernel objects and dynamic pointers are not looked at: no engine of
/// ours has any.</remarks>
sealed class Containment
{
    readonly AbstractState _state;
    readonly IConcreteMachine _machine;

    // What each id stands for: a number less its distance, or a packet pointer's address less its constant part.
    readonly List<(int Id, ulong Base)> _bases = [];

    int _held;

    // Functions that are open and of which the state knows nothing: callers of a global function, which is proved alone.
    int _above;

    Containment(AbstractState state, IConcreteMachine machine) => (_state, _machine) = (state, machine);

    /// <summary>What does not hold, in words, or null; and how many values were found to hold before that.</summary>
    public static (string? Violation, int Held) Check(AbstractState state, IConcreteMachine machine)
    {
        var check = new Containment(state, machine);
        return (check.Run(), check._held);
    }

    string? Run()
    {
        if (_state.FrameCount > _machine.FrameCount)
            return $"{_machine.FrameCount} functions are open, proved were {_state.FrameCount}";
        _above = _machine.FrameCount - _state.FrameCount;
        var packet = (long)(_machine.PacketEnd - _machine.PacketStart);
        if (packet < _state.PacketBytes)
            return $"the packet has {packet} bytes, proved were {_state.PacketBytes}";
        var metadata = (long)(_machine.PacketStart - _machine.PacketMeta);
        if (metadata < _state.MetaBytes)
            return $"the metadata has {metadata} bytes, proved were {_state.MetaBytes}";
        for (var register = 0; register < AbstractState.RegisterCount; register++)
        {
            if (Differs(_state.Registers[register], _machine.Register(register)) is { } difference)
                return $"r{register}{difference}";
        }

        for (var depth = 0; depth < _state.FrameCount; depth++)
        {
            if (CheckFrame(depth) is { } difference)
                return difference;
        }

        return null;
    }

    string? CheckFrame(int depth)
    {
        var frame = _state.FrameAt(depth);
        var bottom = _machine.FrameTop(depth + _above) - StackFrame.Size;
        foreach (ref readonly var cell in frame.Cells)
        {
            if (Differs(cell.Value, _machine.ReadStack(bottom + (uint)cell.Start, cell.Size)) is { } difference)
                return $"[frame {depth}, {cell.Start - StackFrame.Size}]{difference}";
        }

        for (var start = 0; start < StackFrame.Size; start += sizeof(ulong))
        {
            // Most of a frame is zero, so that it needs no look at each byte of what is known.
            var found = _machine.ReadStack(bottom + (uint)start, sizeof(ulong));
            for (var offset = start; found != 0; offset++, found >>= 8)
            {
                if ((byte)found != 0 && frame.Zero.HasAll(offset, 1))
                    return $"[frame {depth}, {offset - StackFrame.Size}] is {(byte)found}, proved to be 0";
            }
        }

        for (var saved = 0; saved < frame.Saved.Length && depth < _state.FrameCount - 1; saved++)
        {
            if (_machine.TryRegister(depth + _above, saved + 6, out var value) && Differs(frame.Saved[saved], value) is { } difference)
                return $"the caller's r{saved + 6}{difference}";
        }

        return null;
    }

    string? Differs(in Value proved, ulong found)
    {
        if (!Holds(proved, found))
            return $" is 0x{found:x} ({(long)found}), proved to be {ValueText.Short(proved)}";
        if (proved.Kind is not (ValueKind.Uninitialised or ValueKind.Conflict or ValueKind.Dead))
            _held++;
        return null;
    }

    bool Holds(in Value proved, ulong found)
    {
        if (proved.IsNullable && found == 0)
            return true;
        switch (proved.Kind)
        {
            case ValueKind.Scalar:
                return proved.Number.Contains(found)
                    && (proved.IsSpan ? HoldsSpan(proved, found) : proved.Id == 0 || IsSame(proved.Id, found - (ulong)proved.Offset));
            case ValueKind.Context:
                return HoldsFrom(_machine.Context, proved, found);
            case ValueKind.Stack:
                return HoldsFrom(_machine.FrameTop(proved.Region + _above), proved, found);
            case ValueKind.Packet:
                return HoldsPacket(proved, found);
            case ValueKind.PacketMeta:
                return HoldsFrom(_machine.PacketMeta, proved, found);
            case ValueKind.PacketEnd:
                return HoldsFrom(_machine.PacketEnd, proved, found);
            case ValueKind.Map:
                return _machine.IsMap(proved.Region, found);
            case ValueKind.MapValue:
                // A value that begins so far below; where there is no bound, nothing is said.
                return !proved.TryGetOffsets(out var least, out var most) || _machine.HasMapValue(proved.Region, found - (ulong)most, found - (ulong)least);
            case ValueKind.Memory when proved.IsRecord && proved.Number.IsConstant:
                return _machine.HasRecord(found - (ulong)proved.Offset - proved.Number.Min, proved.Region);
            default:
                return true;
        }
    }

    static bool HoldsFrom(ulong start, in Value proved, ulong found) => proved.Number.Contains(found - start - (ulong)proved.Offset);

    // The distance to the packet's end of a pointer that has no variable part is known.
    bool HoldsSpan(in Value proved, ulong found) =>
        proved.Id != 0 || found == _machine.PacketEnd - _machine.PacketStart - (ulong)proved.Range;

    bool HoldsPacket(in Value proved, ulong found)
    {
        if (!HoldsFrom(_machine.PacketStart, proved, found))
            return false;
        if (proved.Id == 0)
            return true;
        var start = found - (ulong)proved.Offset;
        return IsSame(proved.Id, start) && (proved.Range <= Value.NoRange || (long)(_machine.PacketEnd - start) >= proved.Range);
    }

    bool IsSame(int id, ulong @base)
    {
        foreach (var known in _bases)
        {
            if (known.Id == id)
                return known.Base == @base;
        }

        _bases.Add((id, @base));
        return true;
    }
}
