namespace Sluice.Kernel.Links;

/// <summary>An XDP program on an interface, whoever has attached it.</summary>
/// <param name="ProgramId">The program's id.</param>
/// <param name="Mode">Where it runs.</param>
public readonly record struct XdpAttachment(int ProgramId, XdpMode Mode);
