using System.Globalization;
using System.Text.Json;
using Sluice.Bpf.Btf;
using Sluice.Bpf.Btf.Values;
using Sluice.Bpf.Engine;
using Sluice.Cli.Execution;
using Sluice.Cli.Output;
using Sluice.Kernel.Inspection;
using Sluice.Kernel.Maps;

namespace Sluice.Cli.Kernel;

/// <summary>Maps in the kernel: found by what a user calls them, listed, and changed by values as their types are written.</summary>
static class MapListing
{
    /// <summary>The map that a user means by an id, a pin or a name.</summary>
    /// <exception cref="CommandException">There is none, or there are several of the name.</exception>
    public static KernelMap Open(string text)
    {
        if (text.Contains('/', StringComparison.Ordinal))
            return KernelMaps.OpenPinned(text);
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            return KernelMaps.Open(id);
        var found = KernelMaps.All().Where(map => map.Spec.Name == text).ToArray();
        return found.Length switch
        {
            1 => KernelMaps.Open(found[0].Id),
            0 => throw new CommandException($"found no map '{text}' in the kernel (see: sluice map list)"),
            _ => throw new CommandException($"found {found.Length} maps '{text}', with the ids {string.Join(", ", found.Select(map => map.Id))}: name one by its id"),
        };
    }

    /// <summary>The maps that a user means by an id, a pin or a name.</summary>
    /// <exception cref="CommandException">There are none.</exception>
    public static IReadOnlyList<MapDescription> Find(string text)
    {
        if (!text.Contains('/', StringComparison.Ordinal) && KernelMaps.All().Where(map => map.Spec.Name == text).ToArray() is { Length: > 0 } named)
            return named;
        using var map = Open(text);
        return [KernelMaps.Describe(map)];
    }

    /// <summary>The entry of a key.</summary>
    public static MapEntry Lookup(KernelMap map, string key)
    {
        var entry = new MapEntry(Parse(map, "key", map.Spec.KeyType, map.Spec.KeySize, key), new byte[map.ValueBufferSize]);
        if (!BpfMapException.FoundOrThrow(map, "look up", map.Lookup(entry.Key, entry.Value)))
            throw new CommandException($"map '{map.Spec.Name}' has no entry {key}");
        return entry;
    }

    /// <summary>Makes or replaces an entry; of a per-CPU map, with the same value on each CPU.</summary>
    public static void Update(KernelMap map, string key, string value)
    {
        var keyBytes = Parse(map, "key", map.Spec.KeyType, map.Spec.KeySize, key);
        var one = Parse(map, "value", map.Spec.ValueType, map.Spec.ValueSize, value);
        var all = new byte[map.ValueBufferSize];
        var stride = map.Spec.IsPerCpu ? (one.Length + 7) & ~7 : Math.Max(1, all.Length);
        for (var at = 0; at < all.Length; at += stride)
            one.CopyTo(all, at);
        BpfMapException.ThrowIfFailed(map, "update", map.Update(keyBytes, all));
    }

    /// <summary>Removes an entry.</summary>
    public static void Delete(KernelMap map, string key)
    {
        if (!BpfMapException.FoundOrThrow(map, "delete from", map.Delete(Parse(map, "key", map.Spec.KeyType, map.Spec.KeySize, key))))
            throw new CommandException($"map '{map.Spec.Name}' has no entry {key}");
    }

    /// <summary>Lists maps.</summary>
    public static void Write(Terminal terminal, IEnumerable<MapDescription> maps, bool asJson)
    {
        if (asJson)
        {
            JsonOutput.WriteObject(terminal, json => json.Objects("maps", maps, map => WriteMembers(json, map)));
            return;
        }

        var table = new Table(
            Column.Number("ID"), "TYPE", "NAME", Column.Number("KEY"), Column.Number("VALUE"), Column.Number("ENTRIES"),
            Column.Number("MEMORY"), "FLAGS");
        foreach (var (id, spec, _, memory) in maps)
        {
            table.Add(
                Text(id), Names.Of(spec.Type), spec.Name, Text(spec.KeySize), Text(spec.ValueSize), Text(spec.MaxEntries),
                Text(memory), string.Join(' ', Names.Of(spec.Flags)));
        }

        table.Write(terminal.Out, Style.For(terminal));
    }

    static void WriteMembers(Utf8JsonWriter json, MapDescription map)
    {
        json.WriteNumber("id", map.Id);
        json.WriteString("type", Names.Of(map.Spec.Type));
        json.WriteString("name", map.Spec.Name);
        json.WriteNumber("flags", (uint)map.Spec.Flags);
        json.WriteNumber("bytes_key", map.Spec.KeySize);
        json.WriteNumber("bytes_value", map.Spec.ValueSize);
        json.WriteNumber("max_entries", map.Spec.MaxEntries);
        json.WriteNumber("btf_id", map.BtfId);
        json.WriteNumber("bytes_memlock", map.MemoryBytes);
    }

    static byte[] Parse(KernelMap map, string what, BtfType? type, int size, string text)
    {
        try
        {
            return new BtfValueParser(type, size).Parse(text);
        }
        catch (BtfValueException error)
        {
            throw new CommandException($"map '{map.Spec.Name}', {what} '{text}': found {error.Found}, expected {error.Expected}");
        }
    }

    static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
