using Sluice.Verifier.Domain;

namespace Sluice.Verifier.States;

/// <summary>What is known of one function's 512 bytes of stack.</summary>
sealed class StackFrame
{
    /// <summary>Bytes of a frame.</summary>
    public const int Size = 512;

    /// <summary>The callee-saved registers of the caller, r6 to r9.</summary>
    public readonly Value[] Saved = new Value[4];

    StackCell[] _cells = [];
    ByteSet _written;
    ByteSet _zero;

    /// <summary>Values that lie whole in the frame, in no order.</summary>
    public Span<StackCell> Cells => _cells.AsSpan(0, CellCount);

    /// <summary>How many.</summary>
    public int CellCount { get; private set; }

    /// <summary>The lowest byte that was written, from the frame's lowest.</summary>
    public ref readonly ByteSet Written => ref _written;

    /// <summary>The bytes known to be 0.</summary>
    public ref readonly ByteSet Zero => ref _zero;

    /// <summary>Makes this frame the same as another.</summary>
    public void CopyFrom(StackFrame other)
    {
        other.Saved.CopyTo(Saved, 0);
        if (_cells.Length < other.CellCount)
            _cells = new StackCell[Math.Max(8, other._cells.Length)];
        other.Cells.CopyTo(_cells);
        CellCount = other.CellCount;
        _written = other._written;
        _zero = other._zero;
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Array.Clear(Saved);
        CellCount = 0;
        _written = default;
        _zero = default;
    }

    /// <summary>The cell of exactly these bytes, or -1.</summary>
    public int Find(int start, int size)
    {
        for (var index = 0; index < CellCount; index++)
        {
            if (_cells[index].Start == start && _cells[index].Size == size)
                return index;
        }

        return -1;
    }

    /// <summary>The first cell that shares a byte with the range, or -1.</summary>
    public int FindOverlap(int start, int size, int from = 0)
    {
        for (var index = from; index < CellCount; index++)
        {
            if (_cells[index].Start < start + size && start < _cells[index].End)
                return index;
        }

        return -1;
    }

    /// <summary>Writes a value of <paramref name="size"/> bytes.</summary>
    public void Store(int start, int size, in Value value)
    {
        RemoveCells(start, size);
        _written.Set(start, size, true);
        _zero.Set(start, size, value.IsZero);
        if (value.IsZero || (value.IsScalar && value.Id == 0 && value.Number == Scalar.Unknown))
            return;
        if (CellCount == _cells.Length)
            Array.Resize(ref _cells, Math.Max(8, CellCount * 2));
        _cells[CellCount++] = new() { Start = start, Size = size, Value = value };
    }

    /// <summary>Writes unknown bytes.</summary>
    public void Fill(int start, int size)
    {
        RemoveCells(start, size);
        _written.Set(start, size, true);
        _zero.Set(start, size, false);
    }

    /// <summary>Something in the range may have been written, nobody knows where.</summary>
    public void Blur(int start, int size)
    {
        RemoveCells(start, size);
        _zero.Set(start, size, false);
    }

    /// <summary>Nothing is known of the range any more, not even that it was written.</summary>
    public void Forget(int start, int size)
    {
        RemoveCells(start, size);
        _written.Set(start, size, false);
        _zero.Set(start, size, false);
    }

    /// <summary>Keeps what is known of both frames, apart from their cells.</summary>
    public void MeetBytes(StackFrame other)
    {
        _written.Intersect(other._written);
        _zero.Intersect(other._zero);
    }

    /// <summary>Takes a cell out; the last takes its place. Its bytes stay written.</summary>
    public void RemoveCell(int index)
    {
        _cells[index] = _cells[--CellCount];
    }

    void RemoveCells(int start, int size)
    {
        for (var index = FindOverlap(start, size); index >= 0; index = FindOverlap(start, size, index))
            RemoveCell(index);
    }
}
