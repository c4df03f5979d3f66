using System.Runtime.InteropServices;

namespace Sluice.Runtime.Maps.Tries;

/// <summary>A node of the binary trie that only writers use. Its words follow, as in a record.</summary>
/// <remarks>Path-compressed: a node without a prefix of its own has two children.</remarks>
[StructLayout(LayoutKind.Sequential)]
unsafe struct PrefixNode
{
    /// <summary>The subtrees whose next bit is 0 and 1, or 0.</summary>
    public fixed uint Children[2];

    /// <summary>The record of the prefix that ends here, or 0.</summary>
    public uint Record;

    /// <summary>The block that begins with this node, or 0.</summary>
    public uint Block;

    /// <summary>Bits from the root.</summary>
    public int Length;

    /// <summary>Keeps the words aligned.</summary>
    public int Reserved;

    /// <summary>Does anything lie below?</summary>
    public readonly bool HasChildren => (Children[0] | Children[1]) != 0;
}
