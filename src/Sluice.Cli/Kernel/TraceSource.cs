using Sluice.Bpf.Btf;
using Sluice.Bpf.Btf.Values;
using Sluice.Bpf.Platform;
using Sluice.Cli.Execution;
using Sluice.Cli.Output;
using Sluice.Kernel.Inspection;
using Sluice.Kernel.Maps;
using Sluice.Kernel.Maps.Rings;

namespace Sluice.Cli.Kernel;

/// <summary>A ring buffer or perf event array in the kernel, read as long as it is traced.</summary>
sealed class TraceSource : IDisposable
{
    static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(200);

    readonly KernelMap _map;
    readonly RingBufferReader? _ring;
    readonly PerfEventReader? _perf;
    readonly BtfType? _type;
    readonly BtfValueFormatter _formatter;

    /// <summary>Opens what a user names.</summary>
    /// <param name="text">A map's id, name or pin, and behind <c>=</c> the type of its records.</param>
    /// <exception cref="CommandException">It is no such map, or there is no such type.</exception>
    public TraceSource(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        _map = MapListing.Open(equals < 0 ? text : text[..equals]);
        try
        {
            if (!RecordLog.IsNeededFor(_map.Spec))
                throw new CommandException($"map '{_map.Spec.Name}' is of type {Names.Of(_map.Spec.Type)}, expected ringbuf or perf_event_array (others: sluice map watch)");
            _type = FindType(_map, equals < 0 ? null : text[(equals + 1)..]);
            _formatter = new(_type);
            if (_map.Spec.Type == MapType.RingBuffer)
                _ring = new(_map);
            else
                _perf = new(_map);
        }
        catch
        {
            _map.Dispose();
            throw;
        }
    }

    /// <summary>The map's name.</summary>
    public string Name => _map.Spec.Name;

    /// <summary>Samples that found no room; null for ring buffers, which do not say.</summary>
    public long? Lost => _perf?.Lost;

    /// <summary>How records are shown.</summary>
    public BtfValueFormatter FormatterFor(byte[] record) => _type is not null && record.Length >= _type.SizeOf() ? _formatter : new(null);

    /// <summary>Reads until <paramref name="cancellation"/>.</summary>
    public void Read(Action<TraceEvent> take, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            // Looks again now and then: programs may write records without waking anybody (BPF_RB_NO_WAKEUP).
            if (_ring is not null)
            {
                _ring.Drain(record => take(new(DateTimeOffset.Now, null, this, record.ToArray(), -1)));
                _ring.Poll(s_look, cancellation);
            }
            else
            {
                _perf!.Drain((cpu, sample) => take(new(DateTimeOffset.Now, null, this, sample.ToArray(), cpu)));
                _perf.Poll(s_look, cancellation);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ring?.Dispose();
        _perf?.Dispose();
        _map.Dispose();
    }

    // The kernel keeps no types for rings: those of the programs that write to it are asked, first for the name that the user gives,
    // then for what the map's own definition says (__type(value, …)).
    static BtfType? FindType(KernelMap map, string? name)
    {
        var id = map.Id;
        foreach (var program in KernelPrograms.All().Where(program => program.BtfId != 0 && program.MapIds.Contains(id)).DistinctBy(program => program.BtfId))
        {
            var types = KernelBtf.Read(program.BtfId);
            var found = name is not null
                ? (BtfType?)types.Find<BtfStruct>(name) ?? types.FindAll(name).FirstOrDefault()
                : (types.Find<BtfVariable>(map.Spec.Name)?.Type.Resolve() as BtfStruct)?.Members.FirstOrDefault(member => member.Name == "value")?.Type is BtfPointer pointer ? pointer.Target : null;
            if (found is not null)
                return found;
        }

        return name is null ? null : throw new CommandException($"found no type '{name}' in the programs that use map '{map.Spec.Name}'");
    }
}
