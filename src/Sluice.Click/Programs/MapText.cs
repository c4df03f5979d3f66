using System.Text;
using Sluice.Bpf.Btf;
using Sluice.Bpf.Btf.Values;
using Sluice.Bpf.Engine;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Click.Handlers;

namespace Sluice.Click.Programs;

/// <summary>Live maps as text, for handlers: keys and values by their types in C where the object carries them, else in hexadecimal.</summary>
/// <remarks>A line an entry: the key, a tab, the value. Of a map with a value for each CPU all are shown, in brackets, and all are set.</remarks>
static class MapText
{
    /// <summary>All entries; of a queue or stack the next one only.</summary>
    /// <exception cref="HandlerException">The map has no entries to list.</exception>
    public static string List(IBpfMap map)
    {
        var spec = map.Spec;
        var text = new StringBuilder();
        var value = new byte[map.ValueBufferSize];
        if (spec.KeySize == 0)
        {
            Demand(map, "read", map.Lookup([], value));
            return FormatValue(spec, value) + "\n";
        }

        var keys = new BtfValueFormatter(spec.KeyType);
        var (key, next) = (new byte[spec.KeySize], new byte[spec.KeySize]);
        for (var error = map.NextKey([], key); error != Errno.NotFound; error = map.NextKey(key, next))
        {
            Demand(map, "list", error);
            if (map.Lookup(key, value) == Errno.None)
                text.Append(keys.Format(key)).Append('\t').Append(FormatValue(spec, value)).Append('\n');
            (key, next) = (next, key);
        }

        return text.ToString();
    }

    /// <summary>One entry's value.</summary>
    /// <exception cref="HandlerException">There is none, or the key is none.</exception>
    public static string Read(IBpfMap map, string key)
    {
        var value = new byte[map.ValueBufferSize];
        Demand(map, "read", map.Lookup(ParseKey(map, key), value));
        return FormatValue(map.Spec, value) + "\n";
    }

    /// <summary>Makes or replaces an entry.</summary>
    /// <exception cref="HandlerException">The map refuses, or a text is no key or value.</exception>
    public static void Update(IBpfMap map, string key, string value)
    {
        var one = Parse(map.Spec.ValueType, map.Spec.ValueSize, value, "value");
        var all = new byte[map.ValueBufferSize];
        for (var at = 0; at + one.Length <= all.Length; at += (one.Length + 7) & ~7)
        {
            one.CopyTo(all, at);
            if (!map.Spec.IsPerCpu)
                break;
        }

        Demand(map, "update", map.Update(ParseKey(map, key), all));
    }

    /// <summary>Removes an entry.</summary>
    /// <exception cref="HandlerException">The map refuses, or the text is no key.</exception>
    public static void Delete(IBpfMap map, string key) => Demand(map, "delete from", map.Delete(ParseKey(map, key)));

    /// <summary>Removes all entries; those of arrays become zero.</summary>
    /// <exception cref="HandlerException">The map refuses.</exception>
    public static void Clear(IBpfMap map)
    {
        var key = new byte[map.Spec.KeySize];
        if (map.Spec.Type is MapType.Array or MapType.PerCpuArray)
        {
            for (var index = 0; index < map.Spec.MaxEntries; index++)
                Demand(map, "clear", map.Update(BitConverter.GetBytes(index), new byte[map.ValueBufferSize]));
            return;
        }

        while (map.NextKey([], key) == Errno.None)
            Demand(map, "clear", map.Delete(key));
    }

    /// <summary>A global variable's value.</summary>
    public static string Read(IBpfMap map, VariableSpec variable)
    {
        var value = new byte[map.ValueBufferSize];
        Demand(map, "read", map.Lookup(new byte[map.Spec.KeySize], value));
        return new BtfValueFormatter(variable.Type).Format(value.AsSpan(variable.Offset, variable.Size)) + "\n";
    }

    static string FormatValue(MapSpec spec, byte[] value)
    {
        var formatter = new BtfValueFormatter(spec.ValueType);
        if (!spec.IsPerCpu)
            return formatter.Format(value);
        var stride = (spec.ValueSize + 7) & ~7;
        return $"[{string.Join(", ", Enumerable.Range(0, value.Length / stride).Select(cpu => formatter.Format(value.AsSpan(cpu * stride, spec.ValueSize))))}]";
    }

    static byte[] ParseKey(IBpfMap map, string key) => Parse(map.Spec.KeyType, map.Spec.KeySize, key, "key");

    static byte[] Parse(BtfType? type, int size, string text, string what)
    {
        try
        {
            return new BtfValueParser(type, size).Parse(text);
        }
        catch (BtfValueException error)
        {
            throw new HandlerException($"{what}{(error.Path.Length > 0 ? $", {error.Path}" : "")}: found {error.Found}, expected {error.Expected}");
        }
    }

    static void Demand(IBpfMap map, string operation, Errno error)
    {
        if (error != Errno.None)
            throw new HandlerException(new BpfMapException(map.Spec.Name, operation, error).Message);
    }
}
