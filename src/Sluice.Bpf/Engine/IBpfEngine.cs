using Sluice.Bpf.Objects;

namespace Sluice.Bpf.Engine;

/// <summary>What turns specs into live programs and maps.</summary>
public interface IBpfEngine : IDisposable
{
    /// <summary>Makes the maps of <paramref name="spec"/>, fills them, and loads its programs: all or nothing.</summary>
    /// <param name="spec">The object.</param>
    /// <param name="shared">Live maps to use in place of the object's own, by name; they stay their owner's.</param>
    IBpfCollection Load(BpfObject spec, IReadOnlyDictionary<string, IBpfMap>? shared = null);
}
