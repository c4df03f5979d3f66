using System.Globalization;
using Sluice.Bpf.Btf.Values;
using Sluice.Cli.Execution;
using Sluice.Cli.Output;
using Sluice.Kernel.Maps;

namespace Sluice.Cli.Kernel;

/// <summary><c>sluice map watch</c>: tells what changes in a map, and when.</summary>
/// <remarks>The kernel announces no changes: the map is read again and again, so that what comes and goes in between is not seen.</remarks>
sealed class MapWatch(Terminal terminal, KernelMap map, CpuView view, bool isJson)
{
    readonly MapContents _contents = new(map, BtfValueFormat.Auto);
    readonly Style _style = Style.For(terminal);
    Dictionary<string, MapEntry> _known = [];

    /// <summary>Reads the map every <paramref name="interval"/> until the user has had enough, or the time is over, or so many changes
    /// were told.</summary>
    public void Run(TimeSpan interval, TimeSpan length, long most)
    {
        if (map.Spec.KeySize == 0 || !_contents.IsListable)
            throw new CommandException($"map '{map.Spec.Name}' is of type {Names.Of(map.Spec.Type)}: its entries cannot be listed (a ring: sluice trace)");
        using var interruption = new Interruption();
        _known = Read();
        var end = DateTime.UtcNow + (length > TimeSpan.Zero ? length : TimeSpan.FromDays(10_000));
        long told = 0;
        while (told < most && DateTime.UtcNow < end && interruption.Sleep(interval))
        {
            var now = Read();
            foreach (var (change, before, after) in Compare(now))
            {
                if (told++ == most)
                    break;
                Tell(change, before, after);
            }

            terminal.Out.Flush();
            _known = now;
        }
    }

    Dictionary<string, MapEntry> Read()
    {
        var read = map.ReadAll();
        var entries = new Dictionary<string, MapEntry>(read.Count);
        for (var i = 0; i < read.Count; i++)
            entries[Convert.ToHexString(read.Key(i))] = new(read.Key(i).ToArray(), read.Value(i).ToArray());
        return entries;
    }

    IEnumerable<(string Change, MapEntry? Before, MapEntry? After)> Compare(Dictionary<string, MapEntry> now)
    {
        var order = KeyOrder.For(map.Spec.KeyType);
        foreach (var (key, entry) in now.OrderBy(pair => pair.Value, order))
        {
            if (!_known.TryGetValue(key, out var before))
                yield return ("added", null, entry);
            else if (!before.Value.AsSpan().SequenceEqual(entry.Value))
                yield return ("changed", before, entry);
        }

        foreach (var (_, entry) in _known.Where(pair => !now.ContainsKey(pair.Key)).OrderBy(pair => pair.Value, order))
            yield return ("removed", entry, null);
    }

    void Tell(string change, MapEntry? before, MapEntry? after)
    {
        var time = DateTimeOffset.Now;
        var entry = after ?? before!.Value;
        if (isJson)
        {
            JsonOutput.WriteLine(terminal, json =>
            {
                json.WriteString("time", time);
                json.WriteString("change", change);
                _contents.WriteJson(json, entry, view);
                if (before is not { } old || after is null)
                    return;
                json.WriteStartObject("before");
                _contents.WriteJson(json, old, view);
                json.WriteEndObject();
            });
            return;
        }

        var value = (before, after) switch
        {
            ({ } old, { } @new) => $"{_contents.FormatValue(old, view)} → {_contents.FormatValue(@new, view)}",
            _ => _contents.FormatValue(entry, view),
        };
        var sign = change switch
        {
            "added" => _style.Green("+"),
            "removed" => _style.Red("-"),
            _ => _style.Yellow("~"),
        };
        terminal.Out.WriteLine($"{_style.Faint(time.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture))} {sign} {_contents.FormatKey(entry)}: {value}");
    }
}
