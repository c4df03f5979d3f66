using System.Text.RegularExpressions;
using Sluice.Click.Configuration;
using Sluice.Click.Elements;
using Sluice.Click.Tests.Routing;

namespace Sluice.Click.Tests.Elements;

/// <summary>Arguments with which each element class can be made: from a file, or found out by asking it what it expects.</summary>
static partial class ElementSamples
{
    /// <summary>What stands between an element's arguments and the declarations of those that they name.</summary>
    public const string Companions = ";;";

    static readonly Dictionary<string, string> s_byClass = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Elements", "element-samples.txt"))
        .Where(static line => line.Length > 0 && line[0] != '#').Select(static line => line.Split('\t', 2)).ToDictionary(static p => p[0], static p => p[1]);

    // By what an argument's kind says it expects.
    static readonly (string Expected, string Sample)[] s_byKind =
    [
        ("a number from", "1"), ("a number", "1"), ("a probability", "0.5"), ("a time", "1ms"), ("a bandwidth", "1000"), ("a rate", "1000"),
        ("an IPv4 address with", "10.0.0.1/8"), ("an IPv4 address", "10.0.0.1"), ("an IPv4 prefix", "10.0.0.0/8"), ("an IPv6", "2001:db8::1"),
        ("an Ethernet address", "02:00:00:00:00:01"), ("an annotation", "20/4"), ("an annotation of 1", "PAINT"), ("a port", "80"), ("true or false", "true"),
        ("a string", "x"), ("a word", "x"), ("data", "x"),
    ];

    /// <summary>Arguments that the class can be made with.</summary>
    public static string Of(ElementClass type, string folder, string capture) =>
        s_byClass.TryGetValue(type.Name, out var arguments)
            ? arguments.Replace("{dir}", folder, StringComparison.Ordinal).Replace("{capture}", capture, StringComparison.Ordinal)
            : Ask(type);

    /// <summary>Does it need more than a configuration: a device, a signed program, other elements?</summary>
    public static bool NeedsMore(ElementClass type) => s_byClass.TryGetValue(type.Name, out var arguments) && arguments.StartsWith('-');

    /// <summary>Do its arguments name a file?</summary>
    public static bool NamesFile(ElementClass type) => s_byClass.TryGetValue(type.Name, out var arguments) && arguments.Contains('{', StringComparison.Ordinal);

    static string Ask(ElementClass type)
    {
        var errors = Errors(type, "");
        var values = errors.Select(static error => Missing().Match(error.Message)).Where(static match => match.Success)
            .Select(static match => Sample(match.Groups["expected"].Value)).ToList();
        return string.Join(", ", values);
    }

    /// <summary>What is wrong with a class's arguments.</summary>
    public static IReadOnlyList<ConfigurationError> Errors(ElementClass type, string arguments)
    {
        try
        {
            using var router = TestRouter.Of(ElementHarness.Around(type, arguments, false, ""));
            return [];
        }
        catch (ConfigurationException failure)
        {
            return failure.Errors;
        }
    }

    static string Sample(string expected) => s_byKind.Where(kind => expected.StartsWith(kind.Expected, StringComparison.Ordinal))
        .OrderByDescending(static kind => kind.Expected.Length).Select(static kind => kind.Sample).FirstOrDefault("1");

    [GeneratedRegex("found no [A-Za-z0-9_]+, expected (?<expected>.+)$")]
    private static partial Regex Missing();
}
