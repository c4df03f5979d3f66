using Sluice.Bpf.Instructions;
using Sluice.Verifier.Domain;
using Sluice.Verifier.Flow;

namespace Sluice.Verifier.States;

/// <summary>Is all that one state allows allowed by another? What was proved from the wider one then holds for both.</summary>
sealed class StateOrder
{
    readonly IdMap _ids = new();
    AbstractState _narrow = null!;

    // The register in which states differed last: those of one place mostly differ in the same.
    int _telling;

    /// <summary>Does <paramref name="wide"/> hold whenever <paramref name="narrow"/> does?</summary>
    public bool IsWithin(AbstractState narrow, AbstractState wide)
    {
        if (narrow.FrameCount != wide.FrameCount || narrow.RcuSections != wide.RcuSections || narrow.PreemptionSections != wide.PreemptionSections
            || narrow.PacketBytes < wide.PacketBytes || narrow.MetaBytes < wide.MetaBytes
            || (narrow.HasMovedPacket && !wide.HasMovedPacket) || !SameReferences(narrow, wide))
        {
            return false;
        }

        _narrow = narrow;
        _ids.Clear();
        if (!IsWithin(narrow.Registers[_telling], wide.Registers[_telling]))
            return false;
        if (!_ids.Matches(wide.LockId, narrow.LockId, 0) || (wide.LockId == 0) != (narrow.LockId == 0))
            return false;
        for (var register = 0; register < AbstractState.RegisterCount; register++)
        {
            if (register == _telling || IsWithin(narrow.Registers[register], wide.Registers[register]))
                continue;
            _telling = register;
            return false;
        }

        for (var depth = 0; depth < wide.FrameCount; depth++)
        {
            if (!IsWithin(narrow.FrameAt(depth), wide.FrameAt(depth)))
                return false;
        }

        return true;
    }

    /// <summary>Does all that decides which way control goes in a loop hold in <paramref name="wide"/> whenever it does in
    /// <paramref name="narrow"/>?</summary>
    public bool IsWithin(AbstractState narrow, AbstractState wide, Deciders deciders)
    {
        if (narrow.FrameCount != wide.FrameCount || narrow.PacketBytes < wide.PacketBytes)
            return false;
        _narrow = narrow;
        _ids.Clear();
        for (var register = 0; register < AbstractState.RegisterCount; register++)
        {
            if ((deciders.Registers >> register & 1) != 0 && !IsWithin(narrow.Registers[register], wide.Registers[register]))
                return false;
        }

        return !deciders.Stack || IsWithin(narrow.Frame, wide.Frame);
    }

    /// <summary>What the ids of the wide state of the last comparison are called in the narrow one; null if that is no renaming.</summary>
    public Dictionary<int, int>? Renaming() => _ids.Renaming();

    /// <summary>Do the two owe the same resources?</summary>
    public static bool SameReferences(AbstractState a, AbstractState b)
    {
        if (a.ReferenceCount != b.ReferenceCount)
            return false;
        foreach (var reference in a.References)
        {
            if (!b.References.Contains(reference))
                return false;
        }

        return true;
    }

    bool IsWithin(StackFrame narrow, StackFrame wide)
    {
        if (!narrow.Written.Contains(wide.Written) || !narrow.Zero.Contains(wide.Zero))
            return false;
        for (var index = 0; index < wide.Saved.Length; index++)
        {
            if (!IsWithin(narrow.Saved[index], wide.Saved[index]))
                return false;
        }

        foreach (ref readonly var cell in wide.Cells)
        {
            var index = narrow.Find(cell.Start, cell.Size);
            var value = index >= 0 ? narrow.Cells[index].Value
                : narrow.Zero.HasAll(cell.Start, cell.Size) ? Value.Constant(0)
                : Value.Of(Scalar.OfBytes(cell.Size));
            if (!IsWithin(value, cell.Value))
                return false;
        }

        return true;
    }

    bool IsWithin(in Value narrow, in Value wide)
    {
        if (wide.Kind is ValueKind.Uninitialised or ValueKind.Conflict or ValueKind.Dead)
            return true;
        if (narrow.Kind != wide.Kind)
            return narrow.IsZero && wide.IsNullable && _ids.Matches(wide.Id, IdMap.Null, 0);
        if (narrow.Kind == ValueKind.Scalar)
            return IsScalarWithin(narrow, wide);
        if ((narrow.IsNullable && !wide.IsNullable) || narrow.IsReadOnly != wide.IsReadOnly || !Trusts.IsWithin(narrow.Trust, wide.Trust)
            || narrow.Region != wide.Region || narrow.IsSized != wide.IsSized || (narrow.IsPacketMemory && !wide.IsPacketMemory)
            || narrow.Reference != wide.Reference || narrow.IsRecord != wide.IsRecord || narrow.IsShared != wide.IsShared)
        {
            return false;
        }

        if (narrow.IsOfPacket)
            return IsPacketWithin(narrow, wide);
        if (wide.Id != 0 && !_ids.Matches(wide.Id, narrow.Id, 0))
            return false;
        return IsNumberWithin(narrow, wide);
    }

    bool IsScalarWithin(in Value narrow, in Value wide)
    {
        if (!narrow.Number.IsWithin(wide.Number) || (wide.MayBeObject && !narrow.MayBeObject && !narrow.IsZero))
            return false;
        if (wide.IsSpan)
            return narrow.IsSpan && narrow.Range == wide.Range && _ids.Matches(wide.Id, narrow.Id, 0);
        if (wide.Id == 0)
            return true;
        return narrow.Id == 0 && narrow.Number.IsConstant
            ? _ids.Matches(wide.Id, IdMap.Constant, (long)narrow.Number.Min - wide.Offset)
            : _ids.Matches(wide.Id, narrow.IsSpan ? 0 : narrow.Id, narrow.Offset - wide.Offset);
    }

    bool IsPacketWithin(in Value narrow, in Value wide)
    {
        var shift = narrow.Offset - wide.Offset;
        if (wide.Id == 0)
            return narrow.Id == 0 && shift == 0;
        var range = narrow.Id == 0 ? _narrow.PacketBytes : narrow.Range;
        return _ids.Matches(wide.Id, narrow.Id == 0 ? IdMap.Constant : narrow.Id, shift)
            && (wide.Range == Value.NoRange || (wide.Range < Value.NoRange ? range == wide.Range : range >= wide.Range + shift))
            && IsNumberWithin(narrow, wide);
    }

    // The constant parts may differ. Linux looks at the numbers alone, so that a negative one is never within others.
    static bool IsNumberWithin(in Value narrow, in Value wide) =>
        Shifted(narrow.Number, narrow.Offset - wide.Offset).IsWithin(wide.Number)
        && (narrow.Number.SignedMin >= 0 || wide.Number.SignedMin < 0 || narrow.Number.IsConstant);

    /// <summary>The number plus a constant.</summary>
    public static Scalar Shifted(in Scalar number, long by) =>
        by == 0 ? number : ScalarArithmetic.Apply(Operation.Add, 64, number, Scalar.Constant((ulong)by));
}
