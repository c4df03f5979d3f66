using System.Collections.Immutable;

namespace Sluice.Bpf.Btf;

/// <summary>A function's type (BTF_KIND_FUNC_PROTO).</summary>
public sealed class BtfFunctionPrototype : BtfType
{
    /// <summary>What it returns.</summary>
    public BtfType Return { get; internal set; } = null!;

    /// <summary>Its parameters; those of a variadic function end in one without a name and of type void.</summary>
    public ImmutableArray<BtfParameter> Parameters { get; internal set; } = [];
}
