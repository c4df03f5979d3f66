using Sluice.Bpf.Engine;
using Sluice.Packets;

namespace Sluice.Cli.Execution;

/// <summary>Writes what comes out of a program, a capture for each verdict, in the format of what went in.</summary>
sealed class OutputCaptures : IDisposable
{
    readonly string _folder;
    readonly VerdictTable _table;
    readonly CaptureWriter?[] _byVerdict;
    readonly Dictionary<Redirect, CaptureWriter> _byTarget = [];
    readonly Dictionary<string, CaptureWriter> _byName = [];
    CaptureReader? _source;

    /// <summary>Makes the folder.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    public OutputCaptures(string folder, VerdictTable table)
    {
        (_folder, _table) = (Directory.CreateDirectory(folder).FullName, table);
        _byVerdict = new CaptureWriter?[table.Known.Count];
    }

    /// <summary>The files written, by name.</summary>
    public IEnumerable<string> Files => _byName.Keys.Order(StringComparer.Ordinal);

    /// <summary>What packets are read from, for format, interfaces and timestamps.</summary>
    public void CopyFormat(CaptureReader source) => _source = source;

    /// <summary>Writes a packet.</summary>
    /// <param name="verdict">The verdict about it.</param>
    /// <param name="redirect">Where to, for the verdict that redirects.</param>
    /// <param name="input">The packet as it was read.</param>
    /// <param name="data">The packet as the program left it.</param>
    public void Write(long verdict, in Redirect redirect, in CapturedPacket input, ReadOnlySpan<byte> data)
    {
        var writer = WriterFor(verdict, redirect);
        AddInterfaces(writer);
        // What the capture's snap length had cut off is still cut off.
        var original = (uint)data.Length + (input.OriginalLength - (uint)input.Data.Length);
        writer.Write(new CapturedPacket(input.Timestamp, input.LinkType, data, original, input.InterfaceId, input.Options));
    }

    /// <summary>Writes a copy that a program sent (bpf_clone_redirect).</summary>
    public void WriteClone(int interfaceIndex, in CapturedPacket copy)
    {
        var writer = Open($"clone-{interfaceIndex}");
        AddInterfaces(writer);
        writer.Write(copy);
    }

    /// <summary>Finishes the files.</summary>
    public void Dispose()
    {
        foreach (var writer in _byName.Values)
            writer.Dispose();
    }

    CaptureWriter WriterFor(long verdict, in Redirect redirect)
    {
        if (verdict == _table.Redirect)
        {
            if (!_byTarget.TryGetValue(redirect, out var writer))
                _byTarget.Add(redirect, writer = Open($"{_table.Find(verdict).FileName}-{RedirectTarget.Of(redirect).FileName}"));
            return writer;
        }

        var index = _table.IndexOf(verdict);
        return (ulong)index < (ulong)_byVerdict.Length
            ? _byVerdict[index] ??= Open(_table.Find(verdict).FileName)
            : Open(_table.Find(verdict).FileName);
    }

    CaptureWriter Open(string name)
    {
        var format = _source!.Format;
        var file = $"{name}.{(format == CaptureFormat.PcapNg ? "pcapng" : "pcap")}";
        if (!_byName.TryGetValue(file, out var writer))
            _byName.Add(file, writer = CaptureWriter.Create(Path.Combine(_folder, file), format, Uncut(_source.Interfaces[0])));
        return writer;
    }

    void AddInterfaces(CaptureWriter writer)
    {
        while (writer.Format == CaptureFormat.PcapNg && writer.Interfaces.Count < _source!.Interfaces.Count)
            writer.AddInterface(Uncut(_source.Interfaces[writer.Interfaces.Count]));
    }

    // Programs make packets longer: the snap length of what was captured is no limit for what comes out.
    static CaptureInterface Uncut(CaptureInterface source) =>
        source with { SnapLength = Math.Max(source.SnapLength, CaptureInterface.DefaultSnapLength) };
}
