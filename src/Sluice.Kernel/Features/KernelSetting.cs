namespace Sluice.Kernel.Features;

/// <summary>How the machine is set up, as far as programs feel it.</summary>
/// <param name="Name">What is set.</param>
/// <param name="Value">To what; empty if the machine does not tell.</param>
/// <param name="Meaning">What that means.</param>
public sealed record KernelSetting(string Name, string Value, string Meaning);
