using Sluice.Bpf.Engine;

namespace Sluice.Runtime.Execution;

/// <summary>Receives the copies that bpf_clone_redirect sends.</summary>
/// <param name="target">Where the copy goes.</param>
/// <param name="packet">The packet as it was at the call; valid during the call only.</param>
public delegate void CloneHandler(Redirect target, ReadOnlySpan<byte> packet);
