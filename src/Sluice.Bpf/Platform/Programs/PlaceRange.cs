namespace Sluice.Bpf.Platform;

/// <summary>What programs may return where they are attached at one of these places.</summary>
/// <param name="Range">The values; null for any.</param>
/// <param name="Places">The places.</param>
public sealed record PlaceRange(ReturnRange? Range, AttachTypeSet Places);
