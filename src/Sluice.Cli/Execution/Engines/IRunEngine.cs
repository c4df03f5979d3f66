using Sluice.Bpf.Engine;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;

namespace Sluice.Cli.Execution.Engines;

/// <summary>An object, alive in the engine that a capture is run on.</summary>
interface IRunEngine : IDisposable
{
    /// <summary>The object.</summary>
    BpfObject Spec { get; }

    /// <summary>Its programs and maps.</summary>
    IBpfCollection Live { get; }

    /// <summary>Makes a program ready to run: compiles it, if the engine does.</summary>
    IPacketProgram Open(string program);

    /// <summary>Begins to read a ring buffer or a perf event array.</summary>
    IRecordSource OpenRing(IBpfMap map);

    /// <summary>Puts a program into a program array.</summary>
    Errno SetEntry(IBpfMap map, ReadOnlySpan<byte> key, IBpfProgram program);

    /// <summary>Puts a map into a map of maps.</summary>
    Errno SetEntry(IBpfMap map, ReadOnlySpan<byte> key, IBpfMap inner);
}
