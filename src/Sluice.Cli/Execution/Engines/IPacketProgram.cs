using Sluice.Bpf.Engine;
using Sluice.Runtime.Execution;

namespace Sluice.Cli.Execution.Engines;

/// <summary>A program that packets are taken through, one by one. Allocates nothing for a packet.</summary>
interface IPacketProgram : IDisposable
{
    /// <summary>Runs it over a copy of a packet.</summary>
    /// <returns>r0.</returns>
    /// <exception cref="BpfFaultException">The program did what it must not.</exception>
    /// <exception cref="CommandException">The engine takes no such packet.</exception>
    ulong Run(ReadOnlySpan<byte> packet, in RunContext context);

    /// <summary>The packet as the last run left it; valid until the next.</summary>
    ReadOnlySpan<byte> Packet { get; }

    /// <summary>Where the last run redirected to.</summary>
    Redirect Redirect { get; }
}
