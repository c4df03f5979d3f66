using Sluice.Bpf.Platform;
using Sluice.Kernel.Links;

namespace Sluice.Kernel.Inspection;

/// <summary>What the kernel tells about a link.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="ProgramId">The number of the program that it attaches.</param>
/// <param name="InterfaceIndex">The interface, for XDP and TCX, as the namespace of its maker numbers it; else 0.</param>
/// <param name="Hook">The hook, for XDP and TCX.</param>
public sealed record LinkDescription(int Id, LinkKind Kind, int ProgramId, int InterfaceIndex, AttachType? Hook);
