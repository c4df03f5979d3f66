using Sluice.Bpf.Engine;

namespace Sluice.Cli.Execution.Engines;

/// <summary>A ring buffer or a perf event array that is read.</summary>
interface IRecordSource : IDisposable
{
    /// <summary>Records that found no room, so far as that is known.</summary>
    long Lost { get; }

    /// <summary>Reads what is there.</summary>
    void Drain(RecordHandler handler);
}
