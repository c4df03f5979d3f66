namespace Sluice.Chains.Code;

/// <summary>An interface that a loader shall be attached to.</summary>
/// <param name="Device">The interface's name.</param>
/// <param name="Mode"><c>xdp</c>, <c>xdpdrv</c>, <c>xdpgeneric</c> or <c>xdpoffload</c>.</param>
public sealed record Attachment(string Device, string Mode);
