using System.Runtime.CompilerServices;
using Sluice.Bpf.Btf;

namespace Sluice.Chains.Functions;

/// <summary>What the macros of bpf/include/sluice.h say about declarations: tags of BTF, <c>sluice:key=value</c>.</summary>
sealed class DeclarationTags
{
    const string Prefix = "sluice:";
    const int Whole = -1;

    readonly ILookup<(BtfType Target, int Component), string> _tags;

    /// <summary>Reads the tags of an object's types.</summary>
    public DeclarationTags(BtfTypes types) => _tags = types.All.OfType<BtfDeclarationTag>()
        .Where(tag => tag.Name.StartsWith(Prefix, StringComparison.Ordinal))
        .ToLookup(tag => (tag.Target, tag.Component), tag => tag.Name[Prefix.Length..], new ByReference());

    /// <summary>Bears the declaration this tag?</summary>
    public bool Has(BtfType target, string key) => _tags[(target, Whole)].Contains(key);

    /// <summary>The values of a tag that may stand several times.</summary>
    public IEnumerable<string> All(BtfType target, string key, int component = Whole) => _tags[(target, component)]
        .Where(tag => tag.Length > key.Length && tag[key.Length] == '=' && tag.StartsWith(key, StringComparison.Ordinal))
        .Select(tag => tag[(key.Length + 1)..]);

    /// <summary>The value of a tag, or empty.</summary>
    public string Find(BtfType target, string key, int component = Whole) => All(target, key, component).FirstOrDefault("");

    // Two types of one object that look the same are still two declarations.
    sealed class ByReference : IEqualityComparer<(BtfType Target, int Component)>
    {
        public bool Equals((BtfType Target, int Component) x, (BtfType Target, int Component) y) =>
            ReferenceEquals(x.Target, y.Target) && x.Component == y.Component;

        public int GetHashCode((BtfType Target, int Component) key) =>
            HashCode.Combine(RuntimeHelpers.GetHashCode(key.Target), key.Component);
    }
}
