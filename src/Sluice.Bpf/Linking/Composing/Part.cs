using Sluice.Bpf.Objects;

namespace Sluice.Bpf.Linking.Composing;

/// <summary>One object among those that are put together: what its names stand for.</summary>
sealed class Part(BpfObject @object, ComposeOptions options)
{
    /// <summary>The object.</summary>
    public BpfObject Object { get; } = @object;

    /// <summary>How it joins.</summary>
    public ComposeOptions Options { get; } = options;

    /// <summary>Its functions and programs.</summary>
    public Dictionary<string, FunctionEntry> Functions { get; } = new(StringComparer.Ordinal);

    /// <summary>Its maps, but for global data.</summary>
    public Dictionary<string, MapEntry> Maps { get; } = new(StringComparer.Ordinal);

    /// <summary>Its global data, by the name of the map that holds it.</summary>
    public Dictionary<string, DataPiece> Data { get; } = new(StringComparer.Ordinal);

    /// <summary>The names of its variables in the composed object.</summary>
    public Dictionary<string, string> Variables { get; } = new(StringComparer.Ordinal);
}
