using Sluice.Verifier.Domain;

namespace Sluice.Verifier.States;

/// <summary>Makes one state of two: what holds in both.</summary>
sealed class StateJoin(Ids ids)
{
    readonly List<(int A, int B, long Shift, long Moved, int Joined)> _pairs = [];
    AbstractState _a = null!;
    AbstractState _b = null!;

    /// <summary>Can the two be joined? They must owe the same resources and hold the same lock.</summary>
    public static bool CanJoin(AbstractState a, AbstractState b) =>
        a.FrameCount == b.FrameCount && a.RcuSections == b.RcuSections && a.PreemptionSections == b.PreemptionSections && (a.LockId == 0) == (b.LockId == 0) && StateOrder.SameReferences(a, b);

    /// <summary>Makes <paramref name="a"/> a state that allows all that either allowed.</summary>
    public void JoinInto(AbstractState a, AbstractState b)
    {
        (_a, _b) = (a, b);
        _pairs.Clear();
        if (a.LockId != 0)
            a.LockId = Pair(a.LockId, b.LockId, 0);
        for (var register = 0; register < AbstractState.RegisterCount; register++)
            a.Registers[register] = Join(a.Registers[register], b.Registers[register]);
        for (var depth = 0; depth < a.FrameCount; depth++)
            JoinFrames(a.FrameAt(depth), b.FrameAt(depth));
        a.PacketBytes = Math.Min(a.PacketBytes, b.PacketBytes);
        a.MetaBytes = Math.Min(a.MetaBytes, b.MetaBytes);
        a.HasMovedPacket |= b.HasMovedPacket;
    }

    void JoinFrames(StackFrame a, StackFrame b)
    {
        if (a.IsShared(b))
            return;
        for (var index = 0; index < a.Saved.Length; index++)
            a.Save(index, Join(a.Saved[index], b.Saved[index]));
        for (var index = a.CellCount - 1; index >= 0; index--)
        {
            var cell = a.Cells[index];
            var value = Join(cell.Value, ValueOf(b, cell.Start, cell.Size));
            if (value.Kind is ValueKind.Conflict or ValueKind.Uninitialised)
                a.RemoveCell(index);
            else
                a.SetCell(index, value);
        }

        foreach (ref readonly var cell in b.Cells)
        {
            if (a.FindOverlap(cell.Start, cell.Size) >= 0 || !a.Zero.HasAll(cell.Start, cell.Size))
                continue;
            var value = Join(Value.Constant(0), cell.Value);
            if (value.Kind is ValueKind.Conflict or ValueKind.Uninitialised)
                continue;
            a.Store(cell.Start, cell.Size, value);
        }

        a.MeetBytes(b);
    }

    static Value ValueOf(StackFrame frame, int start, int size)
    {
        var index = frame.Find(start, size);
        return index >= 0 ? frame.Cells[index].Value
            : frame.Zero.HasAll(start, size) ? Value.Constant(0)
            : Value.Uninitialised;
    }

    Value Join(in Value a, in Value b)
    {
        if (a.Kind == ValueKind.Uninitialised || b.Kind == ValueKind.Uninitialised)
            return Value.Uninitialised;
        if (a.Kind != b.Kind)
            return a.IsZero && b.CanBeNull ? NullOr(b, IdMap.Null, b.Id) : b.IsZero && a.CanBeNull ? NullOr(a, a.Id, IdMap.Null) : new() { Kind = ValueKind.Conflict };
        if (a.Kind == ValueKind.Scalar)
            return JoinScalars(a, b);
        if (a.Kind < ValueKind.Scalar || a.IsReadOnly != b.IsReadOnly || a.Reference != b.Reference || a.IsRecord != b.IsRecord
            || (a.Region != b.Region && a.Kind != ValueKind.Memory) || a.IsSized != b.IsSized)
        {
            return new() { Kind = ValueKind.Conflict };
        }

        if (a.IsOfPacket)
            return JoinPackets(a, b);
        var @base = BaseOf(a, b);
        return a with
        {
            Offset = @base,
            IsNullable = a.IsNullable || b.IsNullable,
            IsShared = a.IsShared || b.IsShared,
            IsPacketMemory = a.IsPacketMemory || b.IsPacketMemory,
            Trust = Trusts.Join(a.Trust, b.Trust),
            Region = Math.Min(a.Region, b.Region),
            Id = a.Id == 0 && b.Id == 0 ? 0 : Pair(a.Id, b.Id, 0),
            Number = StateOrder.Shifted(a.Number, a.Offset - @base).Join(StateOrder.Shifted(b.Number, b.Offset - @base)),
        };
    }

    // The constant part of the joined pointer: the rest moves into the number. That stays what it was for Linux, which looks at
    // the number alone: negative if either was, and not if neither was, unless the constant part would become so: it must not go
    // down for ever in a loop.
    static long BaseOf(in Value a, in Value b) => a.Number.SignedMin < 0 ? a.Offset
        : b.Number.SignedMin < 0 || (b.Offset < a.Offset && b.Offset >= 0) ? b.Offset
        : a.Offset;

    Value NullOr(in Value pointer, int a, int b) => pointer with { IsNullable = true, Id = Pair(a, b, 0) };

    Value JoinScalars(in Value a, in Value b)
    {
        var joined = Value.Of(a.Number.Join(b.Number)) with
        {
            MayBeObject = (a.MayBeObject || a.IsZero) && (b.MayBeObject || b.IsZero) && (a.MayBeObject || b.MayBeObject),
        };
        if (a.IsSpan || b.IsSpan)
            return a.IsSpan && b.IsSpan && a.Id == b.Id && a.Range == b.Range ? a with { Number = joined.Number } : joined;
        if (a.Id == 0 || b.Id == 0)
            return joined;
        joined.Id = Pair(a.Id, b.Id, a.Offset - b.Offset);
        joined.Offset = a.Offset;
        return joined;
    }

    Value JoinPackets(in Value a, in Value b)
    {
        var shift = b.Offset - a.Offset;
        if (a.Id == 0 && b.Id == 0 && shift == 0)
            return a;
        var rangeA = a.Id == 0 ? _a.PacketBytes : a.Range;
        var rangeB = b.Id == 0 ? _b.PacketBytes : b.Range;
        var @base = BaseOf(a, b);
        var (movedA, movedB) = (a.Offset - @base, b.Offset - @base);
        return a with
        {
            Offset = @base,
            Id = Pair(a.Id, b.Id, shift, movedA),
            Number = StateOrder.Shifted(a.Number, movedA).Join(StateOrder.Shifted(b.Number, movedB)),
            Range = rangeA <= Value.NoRange || rangeB <= Value.NoRange ? (rangeA == rangeB ? rangeA : Value.NoRange) : Math.Min(rangeA - movedA, rangeB - movedB),
        };
    }

    // Values that had the same id in both, at the same distance, and whose constant part moved alike, have the same id in the join.
    int Pair(int a, int b, long shift, long moved = 0)
    {
        if (a == b && a > 0 && shift == 0)
            return a;
        foreach (var pair in _pairs)
        {
            if (pair.A == a && pair.B == b && pair.Shift == shift && pair.Moved == moved)
                return pair.Joined;
        }

        var joined = ids.Next();
        _pairs.Add((a, b, shift, moved, joined));
        return joined;
    }
}
