namespace Sluice.Cli.Execution;

/// <summary>An entry of a map.</summary>
/// <param name="Key">The key; empty for maps without keys.</param>
/// <param name="Value">The value; of per-CPU maps all of them, each rounded up to 8 bytes.</param>
readonly record struct MapEntry(byte[] Key, byte[] Value);
