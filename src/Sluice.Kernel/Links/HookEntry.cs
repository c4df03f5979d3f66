namespace Sluice.Kernel.Links;

/// <summary>One program at a hook.</summary>
/// <param name="ProgramId">The program's id.</param>
/// <param name="LinkId">The id of the link that holds it; 0 if none does.</param>
public readonly record struct HookEntry(int ProgramId, int LinkId);
