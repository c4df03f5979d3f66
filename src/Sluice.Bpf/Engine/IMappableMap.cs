namespace Sluice.Bpf.Engine;

/// <summary>A map whose values an engine can show as memory.</summary>
public interface IMappableMap : IBpfMap
{
    /// <summary>Maps the values, one after the other, each rounded up to 8 bytes.</summary>
    /// <returns>The memory, the caller's to dispose; null if the map was not made for that (BPF_F_MMAPABLE).</returns>
    IMappedValues? MapValues();
}
