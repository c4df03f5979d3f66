using System.Collections.Immutable;

namespace Sluice.Kernel.Links;

/// <summary>What is attached at a TCX hook, in the order in which it runs.</summary>
/// <param name="Revision">The kernel's count of changes; see <see cref="TcxPlace.ExpectedRevision"/>.</param>
/// <param name="Programs">Programs and their links, first to last.</param>
public readonly record struct HookState(ulong Revision, ImmutableArray<HookEntry> Programs);
