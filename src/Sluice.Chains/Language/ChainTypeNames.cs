using System.Collections.Frozen;

namespace Sluice.Chains.Language;

/// <summary>The names of the types.</summary>
static class ChainTypeNames
{
    /// <summary>Whole numbers by width and sign, truth, and addresses.</summary>
    public static readonly FrozenSet<string> All = FrozenSet.ToFrozenSet(
        ["u8", "u16", "u32", "u64", "s8", "s16", "s32", "s64", "bool", "ip4", "ip6", "mac"]);
}
