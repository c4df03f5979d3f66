using Sluice.Bpf.Engine;

namespace Sluice.Cli.Execution.Engines;

/// <summary>A perf event array of either engine, whose samples are taken for records.</summary>
/// <param name="reader">The engine's reader, which is disposed with this.</param>
/// <param name="drain">Reads what is there.</param>
/// <param name="lost">Tells how many samples found no room.</param>
sealed class PerfSource(IDisposable reader, Func<SampleHandler, int> drain, Func<long> lost) : IRecordSource
{
    RecordHandler? _handler;
    SampleHandler? _taker;

    /// <inheritdoc/>
    public long Lost => lost();

    /// <inheritdoc/>
    public void Drain(RecordHandler handler)
    {
        _handler = handler;
        _ = drain(_taker ??= (_, sample) => _handler(sample)); // Made once: draining allocates nothing.
    }

    /// <inheritdoc/>
    public void Dispose() => reader.Dispose();
}
