namespace Sluice.Chains.Code.Native;

/// <summary>What generated functions are called, and how they find those of packages.</summary>
public sealed class NativeNames
{
    /// <summary>The function that loaders call: <c>u64 sluice_chain(struct xdp_md *ctx, u32 chain)</c>.</summary>
    public const string Dispatcher = "sluice_chain";

    /// <summary>The function that counts a fault: <c>u64 sluice_chain_fault(u32 chain, u32 cause)</c>; gives the final
    /// verdict XDP_ABORTED.</summary>
    public const string Fault = "sluice_chain_fault";

    /// <summary>The function that counts runs: <c>u64 sluice_chain_count(u64 result, u32 element, u64 since, u32 own)</c>; gives
    /// the result.</summary>
    public const string Counter = "sluice_chain_count";

    /// <summary>The map of what functions and chains share while a packet is processed.</summary>
    public const string SharedMap = "sluice_shared";

    /// <summary>The symbol of a function, by its full name.</summary>
    public Func<string, string> Function { get; init; } = static fullName => fullName[(fullName.LastIndexOf('.') + 1)..];

    /// <summary>The symbol of a map, by its full name.</summary>
    public Func<string, string> Map { get; init; } = static fullName => fullName[(fullName.LastIndexOf('.') + 1)..];

    /// <summary>The symbol of a chain.</summary>
    public static string Chain(string name) => $"chain_{name}";
}
