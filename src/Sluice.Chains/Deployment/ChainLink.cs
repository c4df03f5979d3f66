namespace Sluice.Chains.Deployment;

/// <summary>A loader on an interface.</summary>
/// <param name="Program">The loader's program.</param>
/// <param name="Device">The interface's name.</param>
/// <param name="Mode"><c>xdp</c>, <c>xdpdrv</c> or <c>xdpgeneric</c>.</param>
public sealed record ChainLink(string Program, string Device, string Mode);
