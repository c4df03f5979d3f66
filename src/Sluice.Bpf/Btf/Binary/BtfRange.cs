namespace Sluice.Bpf.Btf.Binary;

/// <summary>A part of a section.</summary>
/// <param name="Start">Bytes from the section's start.</param>
/// <param name="Length">Bytes.</param>
readonly record struct BtfRange(int Start, int Length)
{
    /// <summary>The first byte behind it.</summary>
    public int End => Start + Length;
}
