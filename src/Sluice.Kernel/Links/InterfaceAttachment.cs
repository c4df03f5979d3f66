namespace Sluice.Kernel.Links;

/// <summary>A program on an interface, whoever has attached it.</summary>
/// <param name="Hook">Where.</param>
/// <param name="ProgramId">The program's id.</param>
/// <param name="LinkId">The id of the link that holds it; 0 if none does.</param>
/// <param name="Mode">Where an XDP program runs; null at other hooks.</param>
public readonly record struct InterfaceAttachment(InterfaceHook Hook, int ProgramId, int LinkId, XdpMode? Mode)
{
    /// <summary>The filter that holds it; null for XDP and TCX.</summary>
    public TcFilter? Filter { get; init; }
}
