using Sluice.Kernel.Links;

namespace Sluice.Kernel.Attachments;

/// <summary>A program that is attached to stay.</summary>
/// <param name="Device">The interface.</param>
/// <param name="Hook">Where.</param>
/// <param name="Program">Its name.</param>
/// <param name="Run">When it runs, and when the next one does.</param>
/// <param name="ProgramId">The id of the kernel's program that it is, or, if several XDP programs are there, part of.</param>
public sealed record AttachedProgram(NetworkInterface Device, InterfaceHook Hook, string Program, RunConfiguration Run, int ProgramId);
