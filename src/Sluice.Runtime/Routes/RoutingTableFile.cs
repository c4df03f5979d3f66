using System.Net;
using System.Text;
using System.Text.Json;
using Sluice.Packets;

namespace Sluice.Runtime.Routes;

/// <summary>Reads a routing table from JSON.</summary>
/// <remarks>
/// <code>
/// {
///   "interfaces": [{ "index": 2, "mac": "02:00:00:00:00:02", "mtu": 1500, "forwarding": true }],
///   "routes":     [{ "to": "198.51.100.0/24", "via": "192.0.2.1", "dev": 2, "kind": "unicast", "src": "192.0.2.7",
///                    "mtu": 1400, "metric": 100 }],
///   "neighbours": [{ "address": "192.0.2.1", "dev": 2, "mac": "02:00:00:00:00:01" }]
/// }
/// </code>
/// <c>default</c> stands for 0.0.0.0/0 or ::/0, by the family of <c>via</c>.
/// </remarks>
public static class RoutingTableFile
{
    /// <summary>Reads the file.</summary>
    /// <exception cref="FormatException">It is not such a file; the message names the file and the entry.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static RoutingTable Load(string path) => Parse(File.ReadAllBytes(path), path);

    /// <summary>Reads the text, which may begin with a byte order mark.</summary>
    /// <exception cref="FormatException">It is not such a text; the message names <paramref name="name"/> and the entry.</exception>
    public static RoutingTable Parse(ReadOnlyMemory<byte> json, string name)
    {
        try
        {
            if (json.Span.StartsWith(Encoding.UTF8.Preamble))
                json = json[Encoding.UTF8.Preamble.Length..];
            using var document = JsonDocument.Parse(json, new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            var root = new Entry(document.RootElement, name);
            root.Know("interfaces", "routes", "neighbours");
            return new(
                root.List("interfaces", device => device.Know("index", "mac", "mtu", "forwarding"), device => new RouteInterface(
                    device.Number("index"), device.Mac("mac"), device.Number("mtu", 1500), device.Flag("forwarding", true))),
                root.List("routes", route => route.Know("to", "via", "dev", "kind", "src", "mtu", "metric"), ReadRoute),
                root.List("neighbours", entry => entry.Know("address", "dev", "mac"), entry => new Neighbour(
                    entry.Address("address"), entry.Number("dev"), entry.Mac("mac"))));
        }
        catch (JsonException error)
        {
            throw new FormatException($"{name}: line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}: found no JSON, expected a routing table", error);
        }
        catch (InvalidOperationException error)
        {
            // Kinds of values are looked at before they are read: only a text can fail.
            throw new FormatException($"{name}: found a text that is no Unicode (RFC 8259 section 8), expected a routing table", error);
        }
    }

    static Route ReadRoute(Entry entry)
    {
        var gateway = entry.Has("via") ? entry.Address("via") : null;
        return new(entry.Network("to", gateway), entry.Number("dev", 0), gateway)
        {
            Kind = entry.Kind("kind"),
            Source = entry.Has("src") ? entry.Address("src") : null,
            Mtu = entry.Number("mtu", 0),
            Metric = entry.Number("metric", 0),
        };
    }

    // One JSON object, with the path that leads to it for messages.
    readonly struct Entry(JsonElement element, string path)
    {
        public bool Has(string field) => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(field, out _);

        // A misspelt member would else be left out in silence.
        public void Know(params ReadOnlySpan<string> fields)
        {
            if (element.ValueKind != JsonValueKind.Object)
                throw Wrong("", "an object");
            foreach (var member in element.EnumerateObject())
            {
                if (!fields.Contains(member.Name))
                    throw new FormatException($"{path}: found '{member.Name}', expected {string.Join(", ", fields!)}");
            }
        }

        public List<T> List<T>(string field, Action<Entry> know, Func<Entry, T> read)
        {
            var entries = new List<T>();
            if (!element.TryGetProperty(field, out var list))
                return entries;
            if (list.ValueKind != JsonValueKind.Array)
                throw Wrong(field, "a list");
            foreach (var item in list.EnumerateArray())
            {
                var entry = new Entry(item, $"{path}: {field}[{entries.Count}]");
                know(entry);
                entries.Add(read(entry));
            }

            return entries;
        }

        public int Number(string field, int? fallback = null) =>
            !Has(field) && fallback is { } value ? value
            : Get(field, out var found) && found.ValueKind == JsonValueKind.Number && found.TryGetInt32(out var number) ? number
            : throw Wrong(field, "a whole number");

        public bool Flag(string field, bool fallback) =>
            !Has(field) ? fallback
            : Get(field, out var found) && found.ValueKind is JsonValueKind.True or JsonValueKind.False ? found.GetBoolean()
            : throw Wrong(field, "true or false");

        public MacAddress Mac(string field) =>
            MacAddress.TryParse(Text(field), out var address) ? address : throw Wrong(field, "a MAC address");

        public IPAddress Address(string field) =>
            IPAddress.TryParse(Text(field), out var address) ? address : throw Wrong(field, "an IP address");

        public IPNetwork Network(string field, IPAddress? gateway)
        {
            var text = Text(field);
            if (text == "default")
                text = gateway?.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? "::/0" : "0.0.0.0/0";
            return IPNetwork.TryParse(text, out var network) ? network : throw Wrong(field, "a prefix such as 192.0.2.0/24");
        }

        public RouteKind Kind(string field) =>
            !Has(field) ? RouteKind.Unicast
            : Enum.TryParse<RouteKind>(Text(field), ignoreCase: true, out var kind) && Enum.IsDefined(kind) ? kind
            : throw Wrong(field, "unicast, local, blackhole, unreachable or prohibit");

        string Text(string field) =>
            Get(field, out var found) && found.ValueKind == JsonValueKind.String ? found.GetString()! : throw Wrong(field, "a text");

        bool Get(string field, out JsonElement found)
        {
            found = default;
            return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(field, out found);
        }

        FormatException Wrong(string field, string expected)
        {
            var found = field.Length == 0 ? element.GetRawText() : Get(field, out var value) ? value.GetRawText() : "nothing";
            return new($"{path}{(field.Length == 0 ? "" : path.EndsWith(']') ? "." + field : ": " + field)}: found {found}, expected {expected}");
        }
    }
}
