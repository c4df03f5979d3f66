using System.Text.Json;
using Sluice.Bpf.Btf.Values;
using Sluice.Bpf.Engine;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;

namespace Sluice.Cli.Execution;

/// <summary>What is in a map, decoded by its types.</summary>
sealed class MapContents
{
    readonly IBpfMap _map;
    readonly BtfValueFormatter _key;
    readonly BtfValueFormatter _value;

    /// <summary>Reads a map.</summary>
    public MapContents(IBpfMap map, BtfValueFormat format)
    {
        _map = map;
        _key = new(Spec.KeyType, format);
        _value = new(Spec.ValueType, format);
    }

    /// <summary>The map.</summary>
    public MapSpec Spec => _map.Spec;

    /// <summary>Can its entries be listed?</summary>
    public bool IsListable => Content == MapContent.Values && Spec.Type != MapType.BloomFilter
        || Content is MapContent.Programs or MapContent.Maps or MapContent.Devices or MapContent.Cpus;

    MapContent Content => MapTypeTable.Find(Spec.Type)?.Content ?? MapContent.Values;

    bool HasKeys => Spec.KeySize > 0;

    /// <summary>The entries, by key. Queues and stacks show just the next one.</summary>
    public IEnumerable<MapEntry> Entries() =>
        Spec.Type is MapType.Array or MapType.PerCpuArray ? Unordered() : Unordered().Order(KeyOrder.For(Spec.KeyType));

    IEnumerable<MapEntry> Unordered()
    {
        if (!HasKeys)
        {
            var next = new byte[_map.ValueBufferSize];
            if (_map.Lookup([], next) == Errno.None)
                yield return new([], next);
            yield break;
        }

        var key = new byte[Spec.KeySize];
        for (var error = _map.NextKey([], key); error == Errno.None;)
        {
            var value = new byte[_map.ValueBufferSize];
            if (_map.Lookup(key, value) == Errno.None)
                yield return new(key, value);
            var following = new byte[Spec.KeySize];
            error = _map.NextKey(key, following);
            key = following;
        }
    }

    /// <summary>Is an entry nothing but zeros, as those of arrays are until somebody writes to them?</summary>
    public bool IsBlank(MapEntry entry) =>
        Spec.Type is MapType.Array or MapType.PerCpuArray && !entry.Value.AsSpan().ContainsAnyExcept((byte)0);

    /// <summary>Writes the members <c>key</c> and <c>value</c>; of a per-CPU map the value is the sum.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="withCpus">Add the member <c>values</c>, the values of all CPUs?</param>
    public void WriteJson(Utf8JsonWriter json, MapEntry entry, bool withCpus) =>
        WriteJson(json, entry, withCpus ? CpuView.SumAndAll : CpuView.Sum);

    /// <summary>Writes the members <c>key</c> and, of a per-CPU map as <paramref name="view"/> says, <c>value</c> and
    /// <c>values</c>.</summary>
    public void WriteJson(Utf8JsonWriter json, MapEntry entry, CpuView view)
    {
        if (HasKeys)
        {
            json.WritePropertyName("key");
            _key.WriteJson(json, entry.Key);
        }

        if (!Spec.IsPerCpu || view != CpuView.All)
        {
            json.WritePropertyName("value");
            _value.WriteJson(json, OneValue(entry, view));
        }

        if (!Spec.IsPerCpu || view is CpuView.Sum or CpuView.Max)
            return;
        json.WriteStartArray("values");
        foreach (var range in PerCpuValues.Parts(Spec, entry.Value))
            _value.WriteJson(json, entry.Value.AsSpan(range));
        json.WriteEndArray();
    }

    /// <summary>The key as text.</summary>
    public string FormatKey(MapEntry entry) => _key.Format(entry.Key);

    /// <summary>The value as text; of a per-CPU map the sum, or what <paramref name="view"/> says.</summary>
    public string FormatValue(MapEntry entry, CpuView view) => Spec.IsPerCpu && view == CpuView.All
        ? $"[{string.Join(", ", PerCpuValues.Parts(Spec, entry.Value).Select(range => _value.Format(entry.Value.AsSpan(range))))}]"
        : _value.Format(OneValue(entry, view));

    byte[] OneValue(MapEntry entry, CpuView view) =>
        !Spec.IsPerCpu ? entry.Value
        : view == CpuView.Max ? PerCpuValues.Max(Spec, entry.Value)
        : PerCpuValues.Sum(Spec, entry.Value);
}
