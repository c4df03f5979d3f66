using Sluice.Verifier.Domain;

namespace Sluice.Verifier.States;

/// <summary>What is known of one function's 512 bytes of stack.</summary>
/// <remarks>Copies share what they hold until one is written: most blocks leave most frames alone.</remarks>
/// <param name="free">Where what nobody shares any more is kept for the next; common to all states of an analysis.</param>
sealed class StackFrame(Stack<FrameValues> free)
{
    /// <summary>Bytes of a frame.</summary>
    public const int Size = 512;

    FrameValues? _values;

    /// <summary>The callee-saved registers of the caller, r6 to r9.</summary>
    public ReadOnlySpan<Value> Saved => Held.Saved;

    /// <summary>Values that lie whole in the frame, in no order.</summary>
    public ReadOnlySpan<StackCell> Cells => Held.Cells.AsSpan(0, Held.CellCount);

    /// <summary>How many.</summary>
    public int CellCount => Held.CellCount;

    /// <summary>The bytes that were written, from the frame's lowest.</summary>
    public ref readonly ByteSet Written => ref Held.Written;

    /// <summary>The bytes known to be 0.</summary>
    public ref readonly ByteSet Zero => ref Held.Zero;

    FrameValues Held => _values!;

    /// <summary>Makes this frame, which holds nothing, the same as another.</summary>
    public void Share(StackFrame other)
    {
        _values = other.Held;
        _values.Owners++;
    }

    /// <summary>Makes this frame, which holds nothing, one of which nothing is known.</summary>
    public void Begin()
    {
        _values = New();
        _values.Clear();
    }

    /// <summary>Gives back what it holds.</summary>
    public void End()
    {
        if (--Held.Owners == 0)
            free.Push(Held);
        _values = null;
    }

    /// <summary>Do the two hold the same, without a look at it?</summary>
    public bool IsShared(StackFrame other) => _values == other._values;

    /// <summary>Sets the caller's registers, r6 to r9.</summary>
    public void Save(ReadOnlySpan<Value> registers) => registers.CopyTo(Own().Saved);

    /// <summary>Sets one of the caller's registers.</summary>
    public void Save(int index, in Value value) => Own().Saved[index] = value;

    /// <summary>Sets the value of a cell.</summary>
    public void SetCell(int index, in Value value) => Own().Cells[index].Value = value;

    /// <summary>Applies <paramref name="change"/> to every value.</summary>
    public void ForEachValue<TArgument>(ValueAction<TArgument> change, in TArgument argument)
    {
        for (var index = 0; index < Saved.Length; index++)
        {
            var value = Saved[index];
            change(ref value, argument);
            if (value != Saved[index])
                Save(index, value);
        }

        for (var index = 0; index < CellCount; index++)
        {
            var value = Cells[index].Value;
            change(ref value, argument);
            if (value != Cells[index].Value)
                SetCell(index, value);
        }
    }

    /// <summary>The cell of exactly these bytes, or -1.</summary>
    public int Find(int start, int size)
    {
        var cells = Cells;
        for (var index = 0; index < cells.Length; index++)
        {
            if (cells[index].Start == start && cells[index].Size == size)
                return index;
        }

        return -1;
    }

    /// <summary>The first cell that shares a byte with the range, or -1.</summary>
    public int FindOverlap(int start, int size, int from = 0)
    {
        var cells = Cells;
        for (var index = from; index < cells.Length; index++)
        {
            if (cells[index].Start < start + size && start < cells[index].End)
                return index;
        }

        return -1;
    }

    /// <summary>Writes a value of <paramref name="size"/> bytes.</summary>
    public void Store(int start, int size, in Value value)
    {
        var own = RemoveCells(start, size);
        own.Written.Set(start, size, true);
        own.Zero.Set(start, size, value.IsZero);
        if (value.IsZero || (value.IsScalar && value.Id == 0 && value.Number == Scalar.Unknown))
            return;
        if (own.CellCount == own.Cells.Length)
            Array.Resize(ref own.Cells, Math.Max(8, own.CellCount * 2));
        own.Cells[own.CellCount++] = new() { Start = start, Size = size, Value = value };
    }

    /// <summary>Writes unknown bytes.</summary>
    public void Fill(int start, int size)
    {
        var own = RemoveCells(start, size);
        own.Written.Set(start, size, true);
        own.Zero.Set(start, size, false);
    }

    /// <summary>Something in the range may have been written, nobody knows where.</summary>
    public void Blur(int start, int size) => RemoveCells(start, size).Zero.Set(start, size, false);

    /// <summary>Nothing is known of the range any more, not even that it was written.</summary>
    public void Forget(int start, int size)
    {
        var own = RemoveCells(start, size);
        own.Written.Set(start, size, false);
        own.Zero.Set(start, size, false);
    }

    /// <summary>Keeps what is known of both frames, apart from their cells.</summary>
    public void MeetBytes(StackFrame other)
    {
        if (IsShared(other))
            return;
        var own = Own();
        own.Written.Intersect(other.Written);
        own.Zero.Intersect(other.Zero);
    }

    /// <summary>Takes a cell out; the last takes its place. Its bytes stay written.</summary>
    public void RemoveCell(int index)
    {
        var own = Own();
        own.Cells[index] = own.Cells[--own.CellCount];
    }

    FrameValues RemoveCells(int start, int size)
    {
        for (var index = FindOverlap(start, size); index >= 0; index = FindOverlap(start, size, index))
            RemoveCell(index);
        return Own();
    }

    // What may be written: nobody else's.
    FrameValues Own()
    {
        if (Held.Owners == 1)
            return Held;
        var own = New();
        own.CopyFrom(Held);
        Held.Owners--;
        return _values = own;
    }

    FrameValues New()
    {
        if (!free.TryPop(out var values))
            values = new();
        values.Owners = 1;
        return values;
    }
}
