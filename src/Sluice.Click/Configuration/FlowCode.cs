namespace Sluice.Click.Configuration;

/// <summary>Between which ports of an element packets go: a flow code such as <c>x/x</c>, <c>xy/x</c>, <c>#/#</c> or <c>#/[^#]</c>.</summary>
/// <remarks>Click's manual, "Packet flow specifiers".</remarks>
public sealed class FlowCode
{
    readonly List<string> _inputs;
    readonly List<string> _outputs;

    FlowCode(string code)
    {
        var slash = code.IndexOf('/', StringComparison.Ordinal);
        _inputs = Parts(slash < 0 ? code : code[..slash]);
        _outputs = Parts(slash < 0 ? code : code[(slash + 1)..]);
    }

    /// <summary>Reads a code.</summary>
    public static FlowCode Of(string code) => new(code);

    /// <summary>May a packet from input <paramref name="input"/> leave at output <paramref name="output"/>?</summary>
    public bool Connects(int input, int output)
    {
        var (from, to) = (Part(_inputs, input), Part(_outputs, output));
        return (Letters(from, input), Letters(to, output)) switch
        {
            ((var a, false), (var b, false)) => a.Overlaps(b),
            ((var a, true), (var b, false)) => !b.IsSubsetOf(a),
            ((var a, false), (var b, true)) => !a.IsSubsetOf(b),
            _ => true,
        };
    }

    static string Part(List<string> parts, int port) => parts.Count == 0 ? "" : parts[Math.Min(port, parts.Count - 1)];

    static List<string> Parts(string side)
    {
        var parts = new List<string>();
        for (var at = 0; at < side.Length;)
        {
            var end = side[at] == '[' ? side.IndexOf(']', at) + 1 : at + 1;
            end = end <= at ? side.Length : end;
            parts.Add(side[at..end]);
            at = end;
        }

        return parts;
    }

    /// <summary>The letters that a part means at a port, and whether it means all but them. A port's number is a letter of its own.</summary>
    static (HashSet<string> Letters, bool Not) Letters(string part, int port)
    {
        var inner = part.StartsWith('[') ? part.Trim('[', ']') : part;
        var not = inner.StartsWith('^');
        return ([.. inner.Skip(not ? 1 : 0).Select(c => c == '#' ? $"#{port}" : c.ToString())], not);
    }
}
