namespace Sluice.Bpf.Btf;

/// <summary>A type of the C language as BTF describes it. Types refer to each other as objects, cycles included.</summary>
/// <remarks>Documentation/bpf/btf.rst of the kernel. Types compare by identity.</remarks>
public abstract class BtfType
{
    /// <summary>The type's name; empty for anonymous types.</summary>
    public string Name { get; internal init; } = "";

    /// <summary>Its id in the <see cref="BtfTypes"/> it belongs to; 0 is <c>void</c>.</summary>
    public int Id { get; internal set; }
}
