using Sluice.Click.Arguments;
using Sluice.Click.Classification;

namespace Sluice.Click.Elements.Headers;

/// <summary>Names of ICMP types and codes, as Click's manual has them.</summary>
static class IcmpNames
{
    static readonly Dictionary<(int Type, string Name), byte> s_codes = new()
    {
        [(3, "net")] = 0,
        [(3, "host")] = 1,
        [(3, "protocol")] = 2,
        [(3, "port")] = 3,
        [(3, "needfrag")] = 4,
        [(3, "srcfail")] = 5,
        [(5, "net")] = 0,
        [(5, "host")] = 1,
        [(11, "transit")] = 0,
        [(11, "reassembly")] = 1,
        [(12, "erroratptr")] = 0,
        [(12, "missingopt")] = 1,
        [(12, "length")] = 2,
    };

    /// <summary>A type: its number or name.</summary>
    public static ArgumentType<byte> Type { get; } = new("an ICMP type, such as 3 or unreachable", static (text, scope, out value) =>
    {
        if (!FilterNames.IcmpTypes.TryGetValue(text, out var named))
            return ArgumentTypes.Byte.Parse(text, scope, out value);
        value = (byte)named;
        return true;
    });

    /// <summary>A code of a type: its number or name.</summary>
    public static ArgumentType<byte> CodeOf(byte type)
    {
        var names = s_codes.Keys.Where(key => key.Type == type).Select(static key => key.Name).ToList();
        return new ArgumentType<byte>(
            $"an ICMP code of type {type}{(names.Count > 0 ? $": a number, or {string.Join(", ", names)}" : "")}",
            (text, scope, out value) => s_codes.TryGetValue((type, text), out value) || ArgumentTypes.Byte.Parse(text, scope, out value));
    }

    /// <summary>The name of a code, or null.</summary>
    public static string? FindCode(int type, int code) =>
        s_codes.Where(pair => pair.Key.Type == type && pair.Value == code).Select(static pair => pair.Key.Name).FirstOrDefault();
}
