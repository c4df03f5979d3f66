using Sluice.Verifier.Domain;
using Sluice.Verifier.States;

namespace Sluice.Verifier.Analysis;

// The stack, byte by byte.
sealed partial class Transfer
{
    Value LoadStack(in Value pointer, int register, int offset, int size)
    {
        var (least, greatest) = DemandStack(pointer, register, offset, size, "reads");
        if (context.ForLinux || context.Options.StrictAlignment)
            DemandAlignment(pointer, offset, size, "a read");
        var frame = _state.FrameAt(pointer.Region);
        DemandWritten(frame, pointer.Region, least, (int)(greatest - least) + size);
        if (least != greatest)
            return Value.Of(Scalar.OfBytes(size));
        var start = least;
        var index = frame.Find(start, size);
        if (index >= 0)
        {
            var value = frame.Cells[index].Value;
            if (IsHandle(value))
                throw Reject(RejectionKind.ForbiddenAccess, $"reads {ValueText.Noun(value)} at stack offset {start - StackFrame.Size}");
            if (Name(ref value))
                frame.SetCell(index, value);
            return value;
        }

        if (frame.Zero.HasAll(start, size))
            return Value.Constant(0);
        return Part(frame, start, size);
    }

    // A piece of a larger number.
    Value Part(StackFrame frame, int start, int size)
    {
        var index = frame.FindOverlap(start, size);
        if (index < 0)
            return Value.Of(Scalar.OfBytes(size));
        ref readonly var cell = ref frame.Cells[index];
        if (IsHandle(cell.Value))
            throw Reject(RejectionKind.ForbiddenAccess, $"reads {ValueText.Noun(cell.Value)} at stack offset {start - StackFrame.Size}");
        if (!cell.Value.IsScalar && context.ForLinux)
            throw Reject(RejectionKind.PointerLeak, $"reads {Bytes(size)} of {ValueText.Noun(cell.Value)} on the stack: Linux reads addresses whole");
        if (!cell.Value.IsScalar || cell.Start > start || cell.End < start + size)
            return Value.Of(Scalar.OfBytes(size));
        if (cell.Value.Number.IsConstant && (start == cell.Start || !context.ForLinux))
            return Value.Of(Scalar.Constant(cell.Value.Number.Min >> (start - cell.Start) * 8).Truncated(size));
        return Value.Of(start == cell.Start ? cell.Value.Number.Truncated(size) : Scalar.OfBytes(size));
    }

    void StoreStack(in Value pointer, int register, int offset, int size, in Value value)
    {
        var (start, greatest) = DemandStack(pointer, register, offset, size, "writes");
        if (context.ForLinux || context.Options.StrictAlignment)
            DemandAlignment(pointer, offset, size, "a write");
        var frame = _state.FrameAt(pointer.Region);
        DemandNoDynptr(frame, start, (int)(greatest - start) + size);
        if (start != greatest)
        {
            frame.Blur(start, (int)(greatest - start) + size);
            return;
        }

        Scrub(frame, start, size);
        if (value.IsPointer && pointer.Region < _state.FrameCount - 1 && value.Kind == ValueKind.Stack && (context.ForLinux || value.Region > pointer.Region))
        {
            throw Reject(RejectionKind.PointerLeak, "stores a pointer to the stack in a caller's stack, where it may outlive the frame");
        }

        if (value.IsPointer)
        {
            if (size < 8 && context.ForLinux)
                throw Reject(RejectionKind.PointerLeak, $"stores {Bytes(size)} of {ValueText.Noun(value)} on the stack: Linux stores addresses whole");
            if (size == 8)
                frame.Store(start, size, value);
            else
                frame.Fill(start, size);
            return;
        }

        // Linux follows numbers in whole slots only (check_stack_write_fixed_off), and zeros everywhere.
        if (context.ForLinux && start % 8 != 0 && !value.IsZero)
        {
            frame.Fill(start, size);
            return;
        }

        var whole = size == 8 || (value.Number.IsHalf && value.Number.Max >> size * 8 == 0);
        frame.Store(start, size, whole ? value : Value.Of(Part(value.Number, size)));
    }

    // Linux forgets all of a slot of 8 bytes in which a value begins, a zero too, when a part of it is written (scrub_spilled_slot).
    void Scrub(StackFrame frame, int start, int size)
    {
        const int slot = 8;
        if (!context.ForLinux)
            return;
        for (var edge = start & -slot; edge < start + size; edge += slot)
        {
            var isWhole = edge >= start && edge + slot <= start + size;
            if (!isWhole && (frame.Zero.HasAll(edge, 1) || frame.FindOverlap(edge, 1) >= 0))
                frame.Blur(edge, slot);
        }
    }

    // Linux keeps all of a number whose part is stored, so that it is no constant key even if that part is known (get_constant_map_key).
    Scalar Part(in Scalar number, int size) => number.Truncated(size) is var part && part.IsConstant && context.ForLinux ? Scalar.OfBytes(size) : part;

    /// <summary>Demands that bytes lie in a frame; returns their least and greatest first byte, from the frame's lowest.</summary>
    (int Least, long Greatest) DemandStack(in Value pointer, int register, long offset, long size, string verb)
    {
        if (!pointer.TryGetOffsets(out var least, out var greatest))
        {
            throw Reject(RejectionKind.StackBounds, $"{verb} {Bytes(size)} of stack through r{register} at an offset without bounds ({pointer.Number})",
                "check the bounds of the index first");
        }

        (least, greatest) = (least + offset, greatest + offset);
        if (least < -StackFrame.Size || greatest + size > 0)
        {
            var where = least == greatest ? $"{least}" : $"{least} to {greatest}";
            throw Reject(RejectionKind.StackBounds, $"{verb} {Bytes(size)} at stack offset {where}, but a frame has offsets {-StackFrame.Size} to -1");
        }

        if (pointer.Region == _state.FrameCount - 1)
            context.UseStack(function, least);
        return ((int)(least + StackFrame.Size), greatest + StackFrame.Size);
    }

    void DemandWritten(StackFrame frame, int depth, int start, int size)
    {
        var missing = frame.Written.FirstMissing(start, size);
        if (missing < 0)
            return;
        var owner = depth == _state.FrameCount - 1 ? "" : " of a caller";
        throw Reject(RejectionKind.UninitialisedStack,
            $"reads {Bytes(size)} at stack offset {start - StackFrame.Size}{owner}, but the byte at {missing - StackFrame.Size} was not written on some path",
            "give the variable a value where it is declared: padding bytes count, so clear a struct with `= {}` or memset");
    }

    // What only helpers and kernel functions may look at.
    static bool IsHandle(in Value value) => value.Kind is ValueKind.Dynptr or ValueKind.Iterator;

    void DemandNoDynptr(StackFrame frame, int start, int size)
    {
        for (var index = frame.FindOverlap(start, size); index >= 0; index = frame.FindOverlap(start, size, index + 1))
        {
            ref readonly var cell = ref frame.Cells[index];
            if (IsHandle(cell.Value) && cell.Value.Reference != 0)
                throw Reject(RejectionKind.ForbiddenAccess, $"overwrites {ValueText.Noun(cell.Value)} at stack offset {cell.Start - StackFrame.Size} that was not released");
        }
    }
}
