using System.Text.Json;
using Sluice.Bpf.Btf.Values;
using Sluice.Bpf.Engine;
using Sluice.Bpf.Objects;
using Sluice.Bpf.Platform;
using Sluice.Cli.Execution.Engines;

namespace Sluice.Cli.Execution;

/// <summary>Sets variables and fills maps from the command line.</summary>
static class Assignments
{
    static readonly JsonDocumentOptions s_reading = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>Takes <c>NAME=VALUE</c> apart.</summary>
    /// <exception cref="UsageException">It is something else.</exception>
    public static (string Name, string Value) Split(string option, string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 ? (text[..equals], text[(equals + 1)..]) : throw new UsageException($"{option} {text}: expected NAME=VALUE");
    }

    /// <summary>A copy of the object in which variables have other values.</summary>
    /// <exception cref="BpfVariableException">There is no such variable, or the value does not fit.</exception>
    public static BpfObject SetVariables(BpfObject @object, IEnumerable<string> assignments)
    {
        foreach (var assignment in assignments)
        {
            var (name, text) = Split("--set", assignment);
            @object = @object.WithText(name, text);
        }

        return @object;
    }

    /// <summary>Fills a map from a file: a list of <c>{ "key": …, "value": … }</c>.</summary>
    /// <exception cref="CommandException">The file is something else, or a key or value does not fit.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static void FillMap(IRunEngine engine, string assignment, BtfValueFormat format)
    {
        var (name, path) = Split("--map", assignment);
        var map = engine.Live.Maps[name];
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(path), s_reading);
            if (document.RootElement.ValueKind != JsonValueKind.Array)
                throw new CommandException($"{path}: found {Describe(document.RootElement)}, expected a list of {{ \"key\": …, \"value\": … }}");
            var number = 0;
            foreach (var entry in document.RootElement.EnumerateArray())
                AddEntry(engine, map, entry, $"{path}: entry {number++}", format);
        }
        catch (JsonException error)
        {
            throw new CommandException(
                $"{path}: line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}: found no JSON, expected a list of {{ \"key\": …, \"value\": … }}");
        }
        catch (InvalidOperationException)
        {
            // Kinds of values are looked at before they are read: only a text can fail.
            throw new CommandException($"{path}: found a text that is no Unicode (RFC 8259 section 8), expected a list of {{ \"key\": …, \"value\": … }}");
        }
    }

    /// <summary>The words that a map's file has for values: of a program array, programs. None if it cannot be read: whoever
    /// fills the map says why.</summary>
    public static IReadOnlyList<string> NamesIn(string assignment)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(Split("--map", assignment).Value), s_reading);
            return document.RootElement.ValueKind != JsonValueKind.Array ? [] : [.. document.RootElement.EnumerateArray()
                .Where(entry => entry.ValueKind == JsonValueKind.Object && entry.TryGetProperty("value", out var value) && value.ValueKind == JsonValueKind.String)
                .Select(entry => entry.GetProperty("value").GetString()!)];
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    static void AddEntry(IRunEngine engine, IBpfMap map, JsonElement entry, string place, BtfValueFormat format)
    {
        var spec = map.Spec;
        var (key, value) = (Member("key", spec.KeySize > 0), Member("value", true));
        var part = "key";
        try
        {
            var keyBytes = key is { } some ? new BtfValueParser(spec.KeyType, spec.KeySize, format).Parse(some) : [];
            part = "value";
            var error = spec.Type switch
            {
                MapType.ProgramArray => engine.SetEntry(map, keyBytes, Find(engine.Live.Programs, value!.Value, "program", place)),
                MapType.ArrayOfMaps or MapType.HashOfMaps => engine.SetEntry(map, keyBytes, Find(engine.Live.Maps, value!.Value, "map", place)),
                _ => map.Update(keyBytes, ForEachCpu(map, new BtfValueParser(spec.ValueType, spec.ValueSize, format).Parse(value!.Value))),
            };
            if (error != Errno.None)
                throw new CommandException($"{place}: {new BpfMapException(spec.Name, "update", error).Message}");
        }
        catch (BtfValueException error)
        {
            var isWhole = error.Message.StartsWith("value: ", StringComparison.Ordinal); // It has no name of its own.
            throw new CommandException($"{place}: {part}{(isWhole ? error.Message["value".Length..] : $".{error.Message}")}");
        }

        JsonElement? Member(string name, bool isRequired)
        {
            if (entry.ValueKind == JsonValueKind.Object && entry.TryGetProperty(name, out var member))
                return member;
            return isRequired ? throw new CommandException($"{place}: found {Describe(entry)}, expected an object with \"{name}\"") : null;
        }
    }

    static T Find<T>(IReadOnlyDictionary<string, T> all, JsonElement name, string what, string place) =>
        name.ValueKind == JsonValueKind.String && all.TryGetValue(name.GetString()!, out var found)
            ? found
            : throw new CommandException($"{place}: found {Describe(name)}, expected the name of a {what}: {string.Join(", ", all.Keys.Order())}");

    // As bpftool does: the value given is the value of every CPU.
    static byte[] ForEachCpu(IBpfMap map, byte[] value)
    {
        if (!map.Spec.IsPerCpu)
            return value;
        var all = new byte[map.ValueBufferSize];
        for (var at = 0; at < all.Length; at += (value.Length + 7) & ~7)
            value.CopyTo(all, at);
        return all;
    }

    static string Describe(JsonElement element)
    {
        const int shown = 40;
        var text = element.GetRawText().ReplaceLineEndings(" ");
        return text.Length > shown ? text[..shown] + "…" : text;
    }
}
