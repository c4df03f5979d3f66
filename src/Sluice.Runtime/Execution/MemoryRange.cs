namespace Sluice.Runtime.Execution;

/// <summary>Some memory that a program may touch.</summary>
readonly record struct MemoryRange(ulong Start, ulong Length, bool IsWritable)
{
    /// <summary>Do <paramref name="size"/> bytes at <paramref name="address"/> lie within?</summary>
    public bool Contains(ulong address, ulong size)
    {
        var offset = address - Start;
        return offset <= Length && size <= Length - offset;
    }
}
