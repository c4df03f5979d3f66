using System.Collections.Immutable;

namespace Sluice.Bpf.Assembly;

/// <summary>An assembly text with errors: all of them, in the order of the text.</summary>
public sealed class AssemblyException(ImmutableArray<AssemblyError> errors) : Exception(string.Join('\n', errors))
{
    /// <summary>The errors; at least one.</summary>
    public ImmutableArray<AssemblyError> Errors { get; } = errors;
}
