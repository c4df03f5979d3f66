using Sluice.Verifier.Domain;

namespace Sluice.Verifier.States;

/// <summary>What frames of several states may share until one of them writes; see <see cref="StackFrame"/>.</summary>
sealed class FrameValues
{
    /// <summary>The callee-saved registers of the caller, r6 to r9.</summary>
    public readonly Value[] Saved = new Value[4];

    /// <summary>Values that lie whole in the frame, as many as <see cref="CellCount"/> says.</summary>
    public StackCell[] Cells = [];

    /// <summary>How many.</summary>
    public int CellCount;

    /// <summary>The bytes that were written.</summary>
    public ByteSet Written;

    /// <summary>The bytes known to be 0.</summary>
    public ByteSet Zero;

    /// <summary>How many frames share it.</summary>
    public int Owners;

    /// <summary>Makes this the same as another.</summary>
    public void CopyFrom(FrameValues other)
    {
        other.Saved.CopyTo(Saved, 0);
        if (Cells.Length < other.CellCount)
            Cells = new StackCell[Math.Max(8, other.Cells.Length)];
        other.Cells.AsSpan(0, other.CellCount).CopyTo(Cells);
        CellCount = other.CellCount;
        Written = other.Written;
        Zero = other.Zero;
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Array.Clear(Saved);
        CellCount = 0;
        Written = default;
        Zero = default;
    }
}
