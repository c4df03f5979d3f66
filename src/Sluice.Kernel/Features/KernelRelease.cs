using System.Globalization;
using System.Text.RegularExpressions;

namespace Sluice.Kernel.Features;

/// <summary>Which kernel runs here.</summary>
public static partial class KernelRelease
{
    const string Path = "/proc/sys/kernel/osrelease";

    static readonly Lazy<(string Text, Version Version)> s_running = new(Read);

    /// <summary>The oldest release that this engine works on.</summary>
    public static Version Oldest { get; } = new(5, 15);

    /// <summary>The release as <c>uname -r</c> has it.</summary>
    public static string Text => s_running.Value.Text;

    /// <summary>Its version: major, minor, patch.</summary>
    public static Version Version => s_running.Value.Version;

    static (string Text, Version Version) Read()
    {
        if (!File.Exists(Path))
            return ("", new(0, 0, 0));
        var text = File.ReadAllText(Path).Trim();
        return (text, Parse(text));
    }

    /// <summary>The version at the start of a release's name.</summary>
    internal static Version Parse(string text)
    {
        var match = VersionPattern().Match(text);
        return match.Success ? new(Number(match, 1), Number(match, 2), match.Groups[3].Success ? Number(match, 3) : 0) : new(0, 0, 0);
    }

    static int Number(Match match, int group) => int.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(\d{1,6})\.(\d{1,6})(?:\.(\d{1,6}))?", RegexOptions.CultureInvariant)]
    private static partial Regex VersionPattern();
}
