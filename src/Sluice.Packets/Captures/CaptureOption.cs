namespace Sluice.Packets;

/// <summary>One option of a pcapng block.</summary>
/// <param name="code">What it is; the meaning depends on the block.</param>
/// <param name="value">Its bytes without padding; numbers are in the byte order of the section.</param>
public readonly ref struct CaptureOption(ushort code, ReadOnlySpan<byte> value)
{
    /// <summary>opt_comment: text for people, in UTF-8, in any block.</summary>
    public const ushort Comment = 1;

    /// <summary>What it is; the meaning depends on the block.</summary>
    public ushort Code { get; } = code;

    /// <summary>Its bytes without padding; numbers are in the byte order of the section.</summary>
    public ReadOnlySpan<byte> Value { get; } = value;
}
