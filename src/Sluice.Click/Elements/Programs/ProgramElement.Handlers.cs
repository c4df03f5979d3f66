using System.Globalization;
using Sluice.Bpf.Engine;
using Sluice.Click.Arguments;
using Sluice.Click.Configuration;
using Sluice.Click.Handlers;
using Sluice.Click.Programs;
using Sluice.Runtime.Maps;

namespace Sluice.Click.Elements.Programs;

// What can be read and written while it runs. Maps synchronise themselves: packets need not wait for handlers.
abstract partial class ProgramElement
{
    static readonly string[] s_words = ["NAME", "KEY", "VALUE"];

    /// <inheritdoc/>
    public override void AddHandlers(HandlerTable handlers)
    {
        const HandlerFlags anytime = HandlerFlags.Concurrent, calm = anytime | HandlerFlags.Calm;
        handlers.Read("id", () => Id, "the number by which control packets name it", calm);
        handlers.Read("file", () => Current.Request.File, "the program's object", calm);
        handlers.Read("program", () => Current.Program.Spec.Name, "the program", calm);
        handlers.Read("mode", () => Current.Program.Mode.ToString().ToLowerInvariant(), "compiled, sandbox or interpret", calm);
        handlers.Read("attestation", () => Current.Proof, "what is known of its safety", calm);
        handlers.Read("runs", () => _runs.Value, "packets that programs ran over", anytime);
        handlers.Read("drops", () => Interlocked.Read(ref _drops), "packets that they dropped", anytime);
        handlers.Read("aborts", () => Interlocked.Read(ref _aborts), "packets that they failed on", anytime);
        handlers.Read("changes", () => Interlocked.Read(ref _changes), "times that the program was replaced", anytime);
        handlers.Read("last_change", () => _lastChange?.ToLines() ?? "", "what the last change did: the program, maps that it kept and new ones", anytime);
        handlers.Button("reset_counts", ResetCounts, "sets runs, drops and aborts to 0", anytime);
        handlers.Read("maps", ListMaps, "the maps, a line each", anytime);
        handlers.ReadWith("map", ReadMap, "NAME: a map's entries; NAME KEY: one entry's value", anytime);
        handlers.Write("map_update", text => On(text, 3, (map, words) => MapText.Update(map, words[1], words[2])), "NAME KEY VALUE: makes or replaces an entry", anytime);
        handlers.Write("map_delete", text => On(text, 2, (map, words) => MapText.Delete(map, words[1])), "NAME KEY: removes an entry", anytime);
        handlers.Write("map_clear", text => On(text, 1, (map, _) => MapText.Clear(map)), "NAME: removes all entries", anytime);
        handlers.ReadWith("variable", ReadVariable, "NAME: a global variable's value", anytime);
        handlers.Write("reconfigure", text => _ = Reconfigure(text), "FILE object, SIGNATURE attestation, …: replaces the program without stopping", anytime);
    }

    /// <summary>Replaces the program as an argument string asks for: what it does not say stays as it is.</summary>
    /// <returns>What changed, in a line.</returns>
    /// <exception cref="HandlerException">It cannot be, or may not; nothing has changed.</exception>
    public string Reconfigure(string text)
    {
        var errors = new List<ConfigurationError>();
        var reader = new ArgumentReader(this, text, errors);
        var request = ReadRequest(reader, Current.Request);
        if (!reader.Complete() || request is null)
            throw new HandlerException(string.Join("; ", errors.Select(error => error.Message)));
        try
        {
            return Replace(request);
        }
        catch (ProgramException error)
        {
            throw new HandlerException(error.Message);
        }
    }

    void ResetCounts()
    {
        _runs.Set(0);
        Interlocked.Exchange(ref _drops, 0);
        Interlocked.Exchange(ref _aborts, 0);
    }

    string ListMaps() => string.Concat(Maps.Maps.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair =>
        string.Create(CultureInfo.InvariantCulture, $"{pair.Key}\t{pair.Value.Spec.Type}\tkey {pair.Value.Spec.KeySize} B\tvalue {pair.Value.Spec.ValueSize} B\t{pair.Value.Spec.MaxEntries} entries\n")));

    string ReadMap(string text)
    {
        var words = Words(text);
        return words.Length switch
        {
            0 => ListMaps(),
            1 => MapText.List(Find(words[0])),
            _ => MapText.Read(Find(words[0]), string.Join(' ', words.Skip(1))),
        };
    }

    string ReadVariable(string text)
    {
        var spec = Current.Collection.Spec;
        var name = text.Trim();
        var variable = spec.Variables.FirstOrDefault(variable => variable.Name == name)
            ?? throw new HandlerException($"found no variable '{name}', expected {OneOf(spec.Variables.Select(known => known.Name))}");
        return Current.Collection.Maps.TryGetValue(variable.Map, out var map)
            ? MapText.Read(map, variable)
            : throw new HandlerException($"variable '{name}' is not one that the program uses");
    }

    void On(string text, int count, Action<IBpfMap, string[]> action)
    {
        var words = Words(text);
        if (words.Length < count)
            throw new HandlerException($"found `{text}`, expected {string.Join(' ', s_words.Take(count))}");
        if (words.Length > count && count > 1)
            words = [.. words.Take(count - 1), string.Join(' ', words.Skip(count - 1))];
        action(Find(words[0]), words);
    }

    RuntimeMap Find(string name) => Maps.Maps.GetValueOrDefault(name)
        ?? throw new HandlerException($"found no map '{name}', expected {OneOf(Maps.Maps.Keys)}");

    static string[] Words(string text) => [.. ArgumentText.SplitWords(text).Select(ArgumentText.UnquoteText)];

    static string OneOf(IEnumerable<string> names) =>
        names.Order(StringComparer.Ordinal).ToArray() is { Length: > 0 } known ? $"one of {string.Join(", ", known)}" : "none: there are none";
}
