namespace Sluice.Bpf.Platform;

/// <summary>Why a map cannot be made.</summary>
/// <param name="Error">What Linux answers.</param>
/// <param name="Message">The map, what was found, what was expected.</param>
public sealed record MapFault(Errno Error, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => Message;
}
