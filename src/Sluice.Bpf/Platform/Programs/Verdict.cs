namespace Sluice.Bpf.Platform;

/// <summary>A value that a program returns, and its name.</summary>
/// <param name="Value">The value.</param>
/// <param name="Name">Its name in the kernel's headers, or a word for what happens.</param>
public readonly record struct Verdict(int Value, string Name);
