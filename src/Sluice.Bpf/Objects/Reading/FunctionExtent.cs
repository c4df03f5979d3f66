using Sluice.Bpf.Elf;

namespace Sluice.Bpf.Objects.Reading;

/// <summary>Where a function stands in the file.</summary>
/// <param name="Name">Its name, unique within the object.</param>
/// <param name="Section">The section it stands in.</param>
/// <param name="Start">Bytes into that section.</param>
/// <param name="Length">Bytes.</param>
/// <param name="IsGlobal">Is it visible outside the object?</param>
/// <param name="IsWeak">Does it give way to another function of its name?</param>
/// <param name="IsHidden">Is it visible only to what is linked into one file with it?</param>
sealed record FunctionExtent(string Name, ElfSection Section, int Start, int Length, bool IsGlobal, bool IsWeak = false, bool IsHidden = false)
{
    /// <summary>The first byte behind it.</summary>
    public int End => Start + Length;
}
