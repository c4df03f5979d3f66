using System.Globalization;
using System.Text;
using Sluice.Click.Arguments;
using Sluice.Click.Handlers;
using Sluice.Click.Packets;

namespace Sluice.Click.Elements.Flows;

/// <summary><c>AggregateCounter([BYTES])</c>: counts packets, or bytes, by their aggregate annotation.</summary>
sealed unsafe class AggregateCounter : SimpleElement
{
    readonly Dictionary<uint, long> _counts = [];
    readonly Lock _lock = new();
    bool _bytes;
    bool _frozen;

    /// <inheritdoc/>
    public override void Configure(ArgumentReader arguments)
    {
        var bytes = arguments.Keyword("BYTES", ArgumentTypes.Bool);
        if (arguments.Complete())
            _bytes = bytes;
    }

    /// <inheritdoc/>
    public override bool TakeState(Element old)
    {
        if (old is not AggregateCounter other || other._bytes != _bytes)
            return false;
        foreach (var (aggregate, count) in other._counts)
            _counts[aggregate] = count;
        return true;
    }

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        handlers.Read("nagg", () => _counts.Count, "aggregates seen");
        handlers.Read("count", () => _counts.Values.Sum(), "packets, or bytes, of all aggregates");
        handlers.Read("counts", Describe, "aggregate and count, a line each");
        handlers.Read("freeze", () => _frozen ? "true" : "false", "whether counting stands still", HandlerFlags.Checkbox);
        handlers.Write("freeze", text => _frozen = ParseValue(text, ArgumentTypes.Bool), "whether counting stands still", HandlerFlags.Checkbox);
        handlers.Write("write_text_file", WriteFile, "writes all counts to a file");
        handlers.Button("clear", _counts.Clear, "forgets all counts");
    }

    /// <inheritdoc/>
    protected override Packet Process(Packet packet)
    {
        if (_frozen)
            return packet;
        var aggregate = *(uint*)(packet.Annotations + Packets.Annotations.Aggregate.Offset);
        lock (_lock)
        {
            ref var count = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_counts, aggregate, out _);
            count += _bytes ? packet.Length : 1;
        }

        return packet;
    }

    string Describe()
    {
        var text = new StringBuilder();
        foreach (var (aggregate, count) in _counts.OrderBy(static pair => pair.Key))
            text.Append(CultureInfo.InvariantCulture, $"{aggregate} {count}\n");
        return text.ToString();
    }

    void WriteFile(string path)
    {
        try
        {
            File.WriteAllText(path.Trim(), Describe());
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new HandlerException($"found no way to write {path.Trim()}: {error.Message}");
        }
    }
}
