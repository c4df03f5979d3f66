using Sluice.Chains.Semantics;

namespace Sluice.Chains.Functions;

/// <summary>A parameter of a function or a loader that a script sets once: <c>ip6_sd_tbmon(rate=1000)</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type, a whole number.</param>
/// <param name="Documentation">What it means and its unit; may be empty.</param>
public sealed record SettingSignature(string Name, ChainType Type, string Documentation = "");
