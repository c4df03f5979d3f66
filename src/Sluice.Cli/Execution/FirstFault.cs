using Sluice.Runtime.Execution;

namespace Sluice.Cli.Execution;

/// <summary>A program's fault.</summary>
/// <param name="Packet">The packet that it was working on, from 1.</param>
/// <param name="Error">What it did.</param>
sealed record FirstFault(long Packet, BpfFaultException Error);
