namespace Sluice.Bpf.Engine;

/// <summary>The live programs and maps of one object. Disposing gives them all up.</summary>
public interface IBpfCollection : IDisposable
{
    /// <summary>The programs, by name.</summary>
    IReadOnlyDictionary<string, IBpfProgram> Programs { get; }

    /// <summary>The maps, by name.</summary>
    IReadOnlyDictionary<string, IBpfMap> Maps { get; }
}
