namespace Sluice.Bpf.Objects;

/// <summary>An object file, BTF or assembly text that is not what it claims to be.</summary>
/// <remarks>Every malformed input ends in exactly one of these, never in another exception.</remarks>
public sealed class BpfFormatException(string file, string section, long offset, string found, string expected)
    : Exception($"{file}: {section}+0x{offset:x}: found {found}, expected {expected}")
{
    /// <summary>The file's name, as the caller gave it.</summary>
    public string File { get; } = file;

    /// <summary>The section, or the part of the file, that is wrong.</summary>
    public string Section { get; } = section;

    /// <summary>Bytes into that section.</summary>
    public long Offset { get; } = offset;

    /// <summary>What stands there.</summary>
    public string Found { get; } = found;

    /// <summary>What should.</summary>
    public string Expected { get; } = expected;
}
