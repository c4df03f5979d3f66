namespace Sluice.Bpf.Engine;

/// <summary>Something that an <see cref="ILoadPolicy"/> does not let an engine load. Nothing was loaded.</summary>
public class LoadRefusedException(string message) : Exception(message);
