namespace Sluice.Cli.Execution;

/// <summary>What a program decides about a packet.</summary>
/// <param name="Value">What it returns for that.</param>
/// <param name="Name">The kernel's name.</param>
/// <param name="FileName">What a capture of such packets is called.</param>
readonly record struct Verdict(long Value, string Name, string FileName);
