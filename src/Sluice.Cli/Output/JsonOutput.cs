using System.Text.Encodings.Web;
using System.Text.Json;

namespace Sluice.Cli.Output;

/// <summary>Writes one JSON document to standard output, and nothing else.</summary>
static class JsonOutput
{
    static readonly JsonWriterOptions s_options = new()
    {
        Indented = true,
        NewLine = "\n",
        // The text goes to programs and terminals, not into HTML.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes an object whose members <paramref name="write"/> gives.</summary>
    public static void WriteObject(Terminal terminal, Action<Utf8JsonWriter> write) => Write(terminal, json =>
    {
        json.WriteStartObject();
        write(json);
        json.WriteEndObject();
    });

    /// <summary>Writes a document.</summary>
    public static void Write(Terminal terminal, Action<Utf8JsonWriter> write)
    {
        terminal.Out.Flush();
        using (var json = new Utf8JsonWriter(terminal.Output, s_options))
            write(json);
        terminal.Output.Write("\n"u8);
        terminal.Output.Flush();
    }

    /// <summary>Writes an object as one line, for streams of them.</summary>
    public static void WriteLine(Terminal terminal, Action<Utf8JsonWriter> write)
    {
        terminal.Out.Flush();
        using (var json = new Utf8JsonWriter(terminal.Output, s_options with { Indented = false }))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        terminal.Output.Write("\n"u8);
        terminal.Output.Flush();
    }

    /// <summary>An array under <paramref name="name"/>, an element for each item.</summary>
    public static void Array<T>(this Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
            write(item);
        json.WriteEndArray();
    }

    /// <summary>An array of objects under <paramref name="name"/>.</summary>
    public static void Objects<T>(this Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> members) =>
        json.Array(name, items, item =>
        {
            json.WriteStartObject();
            members(item);
            json.WriteEndObject();
        });

    /// <summary>An array of strings under <paramref name="name"/>.</summary>
    public static void Strings(this Utf8JsonWriter json, string name, IEnumerable<string> items) =>
        json.Array(name, items, json.WriteStringValue);
}
